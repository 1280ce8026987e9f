"""The two invented municipalities of the demonstration: their departments, schools and projects."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

REGION = "Среднеречье"


class Locality(StrEnum):
    """The kind of settlement, in the words of a school's passport."""

    TOWN = "город"
    WORKERS = "посёлок городского типа"
    VILLAGE = "сельская местность"
    REMOTE = "сельская труднодоступная местность"


@dataclass(frozen=True, slots=True)
class DemoMunicipality:
    code: str
    name: str
    name_genitive: str
    region: str
    zone: str
    department: str
    administration: str
    methodical_centre: str
    place: str
    chief_post: str


@dataclass(frozen=True, slots=True)
class DemoSchool:
    """A school as its passport tells it. `joined_on` is the day it joined «Школа Минпросвещения России»."""

    slug: str
    municipality: str
    number: str
    """Code of the organisation: digits for file names and forms."""
    name: str
    short_name: str
    settlement: str
    """As printed above the date of a document: «п. Заречный»."""
    locality: Locality
    address: str
    pupils: int
    teachers: int
    last_grade: int
    joined_on: date
    shnor: bool = False
    shnsu: bool = False
    pilot: bool = False
    mentor: bool = False


@dataclass(frozen=True, slots=True)
class DemoProgramme:
    """A project of support with its schools; lasts the calendar year."""

    code: str
    municipality: str
    title: str
    short_title: str
    basis: str
    schools: tuple[str, ...]

    def period(self, year: int) -> tuple[date, date]:
        return date(year, 1, 12), date(year, 12, 25)


MAIN = DemoMunicipality(
    code="srr",
    name="Среднереченский муниципальный округ",
    name_genitive="Среднереченского муниципального округа",
    region=REGION,
    zone="Asia/Krasnoyarsk",
    department="Управление образования администрации Среднереченского муниципального округа",
    administration="Администрация Среднереченского муниципального округа",
    methodical_centre="МБУ ДПО «Методический центр»",
    place="г. Среднереченск",
    chief_post="Начальник управления образования",
)

SECOND = DemoMunicipality(
    code="voz",
    name="Верхнеозёрский муниципальный район",
    name_genitive="Верхнеозёрского муниципального района",
    region=REGION,
    zone="Asia/Irkutsk",
    department="Отдел образования администрации Верхнеозёрского муниципального района",
    administration="Администрация Верхнеозёрского муниципального района",
    methodical_centre="Методический кабинет отдела образования",
    place="с. Верхнеозёрское",
    chief_post="Начальник отдела образования",
)

MUNICIPALITIES = (MAIN, SECOND)

_FULL = "Муниципальное бюджетное общеобразовательное учреждение"

SCHOOLS: tuple[DemoSchool, ...] = (
    DemoSchool(
        "school-2-zarechny",
        "srr",
        "240102",
        f"{_FULL} «Средняя общеобразовательная школа № 2 п. Заречный»",
        "МБОУ СОШ № 2 п. Заречный",
        "п. Заречный",
        Locality.WORKERS,
        "п. Заречный, ул. Береговая, д. 14",
        312,
        27,
        11,
        date(2023, 11, 1),
        shnor=True,
    ),
    DemoSchool(
        "school-5",
        "srr",
        "240105",
        f"{_FULL} «Средняя общеобразовательная школа № 5 г. Среднереченска»",
        "МБОУ СОШ № 5 г. Среднереченска",
        "г. Среднереченск",
        Locality.TOWN,
        "г. Среднереченск, ул. Вокзальная, д. 31",
        524,
        38,
        11,
        date(2023, 9, 1),
        shnor=True,
    ),
    DemoSchool(
        "lesnogorskaya",
        "srr",
        "240107",
        f"{_FULL} «Лесногорская средняя общеобразовательная школа»",
        "МБОУ «Лесногорская СОШ»",
        "п. Лесногорск",
        Locality.WORKERS,
        "п. Лесногорск, ул. Лесохимиков, д. 6",
        268,
        22,
        11,
        date(2024, 2, 1),
        shnor=True,
    ),
    DemoSchool(
        "tikhoozyorskaya",
        "srr",
        "240111",
        f"{_FULL} «Тихоозёрская основная общеобразовательная школа»",
        "МБОУ «Тихоозёрская ООШ»",
        "с. Тихое Озеро",
        Locality.VILLAGE,
        "с. Тихое Озеро, ул. Школьная, д. 2",
        114,
        14,
        9,
        date(2024, 9, 2),
        shnsu=True,
    ),
    DemoSchool(
        "gymnasium-1",
        "srr",
        "240101",
        f"{_FULL} «Гимназия № 1 г. Среднереченска»",
        "МБОУ «Гимназия № 1 г. Среднереченска»",
        "г. Среднереченск",
        Locality.TOWN,
        "г. Среднереченск, пл. Просвещения, д. 1",
        740,
        52,
        11,
        date(2023, 9, 1),
        mentor=True,
    ),
    DemoSchool(
        "school-8",
        "srr",
        "240108",
        f"{_FULL} «Средняя общеобразовательная школа № 8 г. Среднереченска»",
        "МБОУ СОШ № 8 г. Среднереченска",
        "г. Среднереченск",
        Locality.TOWN,
        "г. Среднереченск, мкр. Северный, д. 22",
        613,
        44,
        11,
        date(2022, 12, 1),
        pilot=True,
    ),
    DemoSchool(
        "verkhnekamenskaya",
        "srr",
        "240109",
        f"{_FULL} «Верхнекаменская средняя общеобразовательная школа»",
        "МБОУ «Верхнекаменская СОШ»",
        "с. Верхнекаменское",
        Locality.REMOTE,
        "с. Верхнекаменское, ул. Горная, д. 9",
        158,
        17,
        11,
        date(2024, 2, 1),
        shnor=True,
        shnsu=True,
    ),
    DemoSchool(
        "polevskaya",
        "srr",
        "240112",
        f"{_FULL} «Полевская основная общеобразовательная школа»",
        "МБОУ «Полевская ООШ»",
        "д. Полевая",
        Locality.VILLAGE,
        "д. Полевая, ул. Центральная, д. 40",
        86,
        11,
        9,
        date(2024, 9, 2),
        shnsu=True,
    ),
    DemoSchool(
        "kedrovskaya",
        "srr",
        "240110",
        f"{_FULL} «Кедровская средняя общеобразовательная школа»",
        "МБОУ «Кедровская СОШ»",
        "с. Кедровое",
        Locality.VILLAGE,
        "с. Кедровое, ул. Таёжная, д. 5",
        203,
        19,
        11,
        date(2024, 2, 1),
    ),
    DemoSchool(
        "school-11-novy-klyuch",
        "srr",
        "240113",
        f"{_FULL} «Средняя общеобразовательная школа № 11 п. Новый Ключ»",
        "МБОУ СОШ № 11 п. Новый Ключ",
        "п. Новый Ключ",
        Locality.WORKERS,
        "п. Новый Ключ, ул. Родниковая, д. 17",
        347,
        29,
        11,
        date(2022, 12, 1),
        pilot=True,
    ),
    DemoSchool(
        "verkhneozyorskaya",
        "voz",
        "380201",
        f"{_FULL} «Верхнеозёрская средняя общеобразовательная школа»",
        "МБОУ «Верхнеозёрская СОШ»",
        "с. Верхнеозёрское",
        Locality.VILLAGE,
        "с. Верхнеозёрское, ул. Набережная, д. 3",
        276,
        24,
        11,
        date(2024, 2, 1),
        shnor=True,
    ),
    DemoSchool(
        "sosnovskaya",
        "voz",
        "380204",
        f"{_FULL} «Сосновская средняя общеобразовательная школа»",
        "МБОУ «Сосновская СОШ»",
        "п. Сосновка",
        Locality.WORKERS,
        "п. Сосновка, ул. Станционная, д. 11",
        191,
        18,
        11,
        date(2024, 9, 2),
        shnor=True,
    ),
    DemoSchool(
        "rybatskaya",
        "voz",
        "380207",
        f"{_FULL} «Рыбацкая основная общеобразовательная школа»",
        "МБОУ «Рыбацкая ООШ»",
        "с. Рыбацкое",
        Locality.REMOTE,
        "с. Рыбацкое, ул. Озёрная, д. 20",
        92,
        12,
        9,
        date(2024, 9, 2),
        shnsu=True,
    ),
)

PROGRAMMES: tuple[DemoProgramme, ...] = (
    DemoProgramme(
        "500plus",
        "srr",
        "Проект адресной поддержки школ «500+»",
        "«500+»",
        "приказ Управления образования от 19.01.{year} № 14-од",
        ("school-2-zarechny", "school-5", "lesnogorskaya", "tikhoozyorskaya"),
    ),
    DemoProgramme(
        "shmr",
        "srr",
        "Проект «Школа Минпросвещения России»",
        "ШМР",
        "приказ Управления образования от 22.01.{year} № 17-од",
        tuple(school.slug for school in SCHOOLS if school.municipality == "srr"),
    ),
    DemoProgramme(
        "shnor",
        "srr",
        "Муниципальная программа поддержки школ с низкими образовательными результатами и школ, "
        "функционирующих в неблагоприятных социальных условиях",
        "ШНОР и ШНСУ",
        "приказ Управления образования от 26.01.{year} № 21-од",
        tuple(s.slug for s in SCHOOLS if s.municipality == "srr" and (s.shnor or s.shnsu)),
    ),
    DemoProgramme(
        "500plus",
        "voz",
        "Проект адресной поддержки школ «500+»",
        "«500+»",
        "приказ Отдела образования от 20.01.{year} № 9",
        ("verkhneozyorskaya", "sosnovskaya", "rybatskaya"),
    ),
)


def school(slug: str) -> DemoSchool:
    """The school with this slug; KeyError when there is none."""
    return _BY_SLUG[slug]


def municipality_of(school: DemoSchool) -> DemoMunicipality:
    return next(place for place in MUNICIPALITIES if place.code == school.municipality)


def programmes_of(school: DemoSchool) -> tuple[DemoProgramme, ...]:
    """The projects this school takes part in."""
    return tuple(p for p in PROGRAMMES if p.municipality == school.municipality and school.slug in p.schools)


_BY_SLUG = {one.slug: one for one in SCHOOLS}
