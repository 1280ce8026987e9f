"""Recommendations to schools: one carried out, one received, one that is overdue (К39)."""

from datetime import timedelta

from demo.stage_hands import Chapter, Hands
from webapp.recommendations import operations as recommendations
from webapp.recommendations.operations import Advice
from workflows.recommendations import Move
from workflows.vocabulary import Role

_ADVICE = (
    (
        "Связать план внутришкольного контроля с верифицированными рисками и разместить его на сайте школы.",
        -40,
        14,
    ),
    ("Для каждого показателя программы указать исходное и целевое значение.", -30, 45),
    ("Заключить договор о сетевом взаимодействии с опорной школой.", -30, 20),
)


def _advise(hands: Hands) -> None:
    coordinator = hands.places.actor("coordinator")
    stage = hands.places.stages["srr", "evidence-1"]
    slugs = [slug for slug, school in hands.places.schools.items() if _takes_part(hands, school.id)][:3]
    for slug, (text, days, due_in) in zip(slugs, _ADVICE, strict=False):
        with hands.at(coordinator, days, 10):
            advice = Advice(
                text=text, ground="Отчёт первого этапа", stage_id=stage.id,
                due_on=hands.today + timedelta(days=days + due_in),
            )  # fmt: skip
            (number,) = recommendations.send([hands.places.schools[slug].id], advice, actor=coordinator)
        head = hands.places.staff(slug, Role.HEAD)
        with hands.at(head, days + 2, 11):
            recommendations.move(number, Move.RECEIVE, actor=head)
        if slug == slugs[0]:
            with hands.at(head, days + 10, 11):
                done = "План контроля утверждён приказом № 112-од и размещён на сайте."
                recommendations.move(number, Move.REPORT, done, actor=head)
            with hands.at(coordinator, days + 12, 11):
                recommendations.move(number, Move.ACCEPT, actor=coordinator)


def _takes_part(hands: Hands, school_id: int) -> bool:
    stage = hands.places.stages["srr", "evidence-1"]
    with hands.at(hands.places.actor("coordinator"), -41):
        return recommendations.queries.take_part(school_id, stage.id)


CHAPTERS: tuple[Chapter, ...] = (_advise,)
