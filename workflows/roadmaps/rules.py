"""How each reading of the indicator counts, spelled out beside its figure (domain.md §2.9)."""

from collections.abc import Mapping
from types import MappingProxyType

from workflows.roadmaps.indicator import Reading

_DONE = (
    "Числитель – те из них, что исполнены и подтверждены не позднее даты. "
    "Исключённое приказом не учитывается, перенесённый срок действует со дня переноса."
)
RULES: Mapping[Reading, str] = MappingProxyType(
    {
        Reading.DUE: "Знаменатель – мероприятия, последний день срока которых наступил на дату, и исполненные "
        "досрочно. Повторяющееся мероприятие учитывается с окончания первого периода, мероприятие «в течение "
        f"всего периода» – с окончания дорожной карты. {_DONE}",
        Reading.ALL: f"Знаменатель – все мероприятия дорожной карты на дату, когда бы ни был их срок. {_DONE}",
    }
)
BRIEFLY: Mapping[Reading, str] = MappingProxyType(
    {
        Reading.DUE: "Считаются мероприятия, срок которых наступил на {day}, и исполненные досрочно; исключённые "
        "приказом не считаются. Исполненным считается мероприятие, все исполнения которого подтверждены "
        "координатором.",
        Reading.ALL: "Считаются все мероприятия дорожной карты на {day}, кроме исключённых приказом.",
    }
)
"""The same in a line beside the table; the day of the figure goes in."""
