"""What the pages of recommendations show."""

from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flask import url_for

from webapp.access.actor import Actor
from webapp.access.permissions import Permission as P
from webapp.access.permissions import may
from webapp.database import today_in
from webapp.formatting import DueIn, datetime_ru, days_left, fio_short
from webapp.models import Recommendation
from webapp.tables import columns
from workflows.dictionaries.risks import RISKS
from workflows.recommendations import BY_SCHOOL, OPEN, Move, RecommendationState, is_possible

COLUMNS = columns("Рекомендация", "Школа", "Срок", "Состояние")
SHOWN = 140
"""Signs of a text in the list."""
STATES = (
    ("", "Любое"),
    ("open", "Ждут школу"),
    ("overdue", "Просрочены"),
    *((one.value, one.label) for one in RecommendationState),
)
_RISKS = {one.code: one.name for one in RISKS}
_HINTS = {
    Move.RECEIVE: "",
    Move.REPORT: "Что сделано, чем подтверждается.",
    Move.ACCEPT: "Можно оставить пустым.",
    Move.RETURN: "Чего не хватает: школа прочтёт.",
    Move.WITHDRAW: "Почему: школа прочтёт.",
}


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    url: str
    number: int
    school: str
    due: DueIn | None
    state: RecommendationState


@dataclass(frozen=True, slots=True)
class MoveItem:
    """Something the person may do now."""

    code: str
    title: str
    url: str
    hint: str
    words: bool
    """It is said in words."""
    optional: bool


@dataclass(frozen=True, slots=True)
class RecommendationPage:
    number: int
    school: str
    school_url: str
    state: RecommendationState
    text: str
    facts: tuple[tuple[str, str], ...]
    due: DueIn | None
    report: str
    reported: str
    decision: str
    decided: str
    moves: tuple[MoveItem, ...]


def lines(rows: Iterable[Recommendation], actor: Actor) -> tuple[Line, ...]:
    return tuple(
        Line(
            _cut(row.text),
            url_for("recommendations.show", number=row.number),
            row.number,
            row.school.short_name,
            _due(row, actor),
            row.state,
        )
        for row in rows
    )


def recommendation_page(row: Recommendation, actor: Actor) -> RecommendationPage:
    zone = ZoneInfo(actor.zone)

    def by(name: str, at: object) -> str:
        return f"{fio_short(name)}, {datetime_ru(at, zone)}" if at else ""  # type: ignore[arg-type]

    told = (
        ("Направлена", by(row.sent_by_name, row.sent_at)),
        ("Основание", row.ground),
        ("Рисковое направление", _RISKS.get(row.risk_code, "")),
        ("Этап", row.stage.title if row.stage else ""),
        ("Получена", by(row.received_by_name, row.received_at) or "школа ещё не подтвердила"),
    )
    return RecommendationPage(
        number=row.number,
        school=row.school.short_name,
        school_url=url_for("schools.show", slug=row.school.slug),
        state=row.state,
        text=row.text,
        facts=tuple((label, value) for label, value in told if value),
        due=_due(row, actor),
        report=row.report,
        reported=by(row.reported_by_name, row.reported_at),
        decision=row.decision,
        decided=by(row.decided_by_name, row.decided_at),
        moves=tuple(_moves(row, actor)),
    )


def _moves(row: Recommendation, actor: Actor) -> Iterable[MoveItem]:
    for one in Move:
        permission = P.ANSWER_RECOMMENDATIONS if one in BY_SCHOOL else P.SEND_RECOMMENDATIONS
        if may(actor.role, permission) and is_possible(one, row.state):
            endpoint = "recommendations.answer" if one in BY_SCHOOL else "recommendations.decide"
            yield MoveItem(
                one.value, one.label, url_for(endpoint, number=row.number, move=one.value), _HINTS[one],
                one is not Move.RECEIVE, one is Move.ACCEPT,
            )  # fmt: skip


def _due(row: Recommendation, actor: Actor) -> DueIn | None:
    return days_left(row.due_on, today_in(actor.zone)) if row.due_on and row.state in OPEN else None


def _cut(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= SHOWN else plain[: SHOWN - 1] + "…"
