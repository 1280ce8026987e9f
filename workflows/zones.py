"""The time zones of Russia by their city: what a municipality chooses from, and what stands beside its clocks."""

from collections.abc import Mapping
from types import MappingProxyType

DEFAULT_ZONE = "Europe/Moscow"

ZONES: Mapping[str, str] = MappingProxyType(
    {
        "Europe/Kaliningrad": "Калининград, UTC+2",
        "Europe/Moscow": "Москва, UTC+3",
        "Europe/Simferopol": "Симферополь, UTC+3",
        "Europe/Kirov": "Киров, UTC+3",
        "Europe/Volgograd": "Волгоград, UTC+3",
        "Europe/Astrakhan": "Астрахань, UTC+4",
        "Europe/Samara": "Самара, UTC+4",
        "Europe/Saratov": "Саратов, UTC+4",
        "Europe/Ulyanovsk": "Ульяновск, UTC+4",
        "Asia/Yekaterinburg": "Екатеринбург, UTC+5",
        "Asia/Omsk": "Омск, UTC+6",
        "Asia/Barnaul": "Барнаул, UTC+7",
        "Asia/Krasnoyarsk": "Красноярск, UTC+7",
        "Asia/Novokuznetsk": "Новокузнецк, UTC+7",
        "Asia/Novosibirsk": "Новосибирск, UTC+7",
        "Asia/Tomsk": "Томск, UTC+7",
        "Asia/Irkutsk": "Иркутск, UTC+8",
        "Asia/Chita": "Чита, UTC+9",
        "Asia/Khandyga": "Хандыга, UTC+9",
        "Asia/Yakutsk": "Якутск, UTC+9",
        "Asia/Ust-Nera": "Усть-Нера, UTC+10",
        "Asia/Vladivostok": "Владивосток, UTC+10",
        "Asia/Magadan": "Магадан, UTC+11",
        "Asia/Sakhalin": "Сахалин, UTC+11",
        "Asia/Srednekolymsk": "Среднеколымск, UTC+11",
        "Asia/Anadyr": "Анадырь, UTC+12",
        "Asia/Kamchatka": "Камчатка, UTC+12",
    }
)
