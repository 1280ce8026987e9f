"""Case (г) of the demonstration: two experts differ by six points, the coordinator reconciles (ШМР 3.3)."""

from collections.abc import Mapping

from demo.stage_hands import Chapter, Hands, Low
from demo.story.development import begin_effective, confirm
from workflows.verdicts import MarkValue

_ONE, _ZERO = MarkValue.ONE, MarkValue.ZERO
_STRICT: Mapping[str, Low] = {
    "Б.1": (
        _ONE,
        "Меры по качеству преподавания повторяют план работы школы. Назовите, что изменится на уроке.",
    ),
    "Б.2": (_ZERO, "Мер по управлению нет: таблица раздела 4 говорит только о преподавании."),
    "В.1": (_ZERO, "Не сказано, кто, когда и по каким данным отслеживает ход программы."),
    "В.2": (_ONE, "Ресурсы названы на программу в целом. Распределите их по группам мер."),
    "В.3": (_ONE, "Риски перечислены без мер на случай, если они наступят."),
}
_MILD: Mapping[str, Low] = {
    "В.2": (_ONE, "Распределите кадры, время и средства по группам мер."),
}


def _two_experts(hands: Hands) -> None:
    slug, coordinator = "lesnogorskaya", hands.places.actor("coordinator")
    number = begin_effective(hands, slug, start=-21)
    confirm(hands, number, slug, start=-21, curator="curator2")
    hands.joint(number, days=-17)
    opinions = (("expert1", "begin", _STRICT), ("expert2", "join", _MILD))
    for login, action, _low in opinions:
        expert = hands.places.actor(login)
        hands.assign(number, expert, days=-17)
        hands.step(number, action, expert, days=-14)
    for place, (login, _action, low) in enumerate(opinions):
        expert = hands.places.actor(login)
        hands.examine(number, expert, low, days=-9 + 4 * place)
        hands.step(number, "hand_in", expert, days=-9 + 4 * place, hour=17)
    hands.step(number, "reconcile", coordinator, days=-1)


CHAPTERS: tuple[Chapter, ...] = (_two_experts,)
