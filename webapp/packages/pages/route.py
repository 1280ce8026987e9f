"""The route of a package on its page: five steps, buttons, the page of one step."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flask import url_for

from webapp.access.actor import Actor
from webapp.dossier import queries
from webapp.dossier.queries import Dossier
from webapp.formatting import date_ru, fio_for, fio_short
from webapp.packages.pages.parts import DECIDED, RETURNED, Head, curator_names, head, zone_of
from webapp.packages.pages.remarks import RemarkItem, remark_item
from workflows.remarks import SETTLED
from workflows.route import Step
from workflows.vocabulary import SCHOOL_ROLES, Role, State, Turn

STRIP = (
    ("Отправка школой", frozenset({State.DRAFT, State.WITHDRAWN})),
    ("Проверка куратора", frozenset({State.CURATOR_REVIEW, State.CURATOR_RETURNED})),
    (
        "Экспертиза",
        frozenset({State.ADMITTED, State.EXPERTISE, State.RECONCILIATION, State.EXPERTISE_RETURNED}),
    ),
    (
        "Решение",
        frozenset(
            {
                State.CONCLUDED,
                State.CONFORMS,
                State.CONFORMS_WITH_REMARKS,
                State.FAILS,
                State.FOUNDER_REVIEW,
                State.FOUNDER_RETURNED,
                State.AGREED,
                State.APPROVED,
            }
        ),
    ),
    ("Отчёт этапа", frozenset({State.REPORTED, State.PLACED})),
)

MY_TURN = {
    Turn.SCHOOL: SCHOOL_ROLES,
    Turn.CURATOR: {Role.CURATOR},
    Turn.EXPERT: {Role.EXPERT, Role.COORDINATOR},
    Turn.COORDINATOR: {Role.COORDINATOR},
    Turn.CHIEF: {Role.CHIEF},
    Turn.NOBODY: frozenset(),
}


@dataclass(frozen=True, slots=True)
class StripStep:
    title: str
    note: str
    state: str
    mine: bool


@dataclass(frozen=True, slots=True)
class StepButton:
    """A step this person may try; `lacks` are the conditions it still needs."""

    action: str
    label: str
    url: str
    promise: str
    lacks: tuple[str, ...]


def strip(found: Dossier, actor: Actor, zone: ZoneInfo) -> tuple[StripStep, ...]:
    """Return the five steps of the route with whose turn it is."""
    package = found.package
    place = next((n for n, (_t, states) in enumerate(STRIP) if package.state in states), 0)
    mine = actor.role in MY_TURN[package.turn]
    notes = strip_notes(found, zone)
    steps = []
    for number, (title, _states) in enumerate(STRIP):
        over = number < place or (
            number == place and package.state in DECIDED | {State.REPORTED, State.PLACED}
        )
        now_here = number == place and not over
        state = "done" if over else "next"
        if now_here:
            state = "returned" if package.state in RETURNED else "now"
        note = notes.get(number, "") if not now_here else turn_note(found, zone)
        steps.append(StripStep(title, note, state, mine and now_here))
    return tuple(steps)


DONE = {
    "submit": ("Пакет направлен куратору", "Сейчас ход куратора. Вы получите уведомление о решении."),
    "resubmit": (
        "Доработанный пакет направлен куратору",
        "Сейчас ход куратора. Вы получите уведомление о решении.",
    ),
    "return": (
        "Пакет возвращён школе",
        "Школа видит замечания со сроками. Пакет вернётся к вам после исправлений.",
    ),
    "confirm": ("Пакет подтверждён", "Пакет передан на содержательную экспертизу."),
    "begin": (
        "Экспертиза начата",
        "Отметки сохраняются сами. Школа увидит их только после направления заключения.",
    ),
    "join": (
        "Экспертиза начата",
        "Отметки сохраняются сами. Второй эксперт увидит ваш лист, когда вы сдадите оба.",
    ),
    "hand_in": ("Экспертный лист сдан", "Координатор сведёт его с листом второго эксперта."),
    "reconcile_early": ("Сведение открыто", "Начните сведение: в заключение войдёт сданный лист."),
    "reconcile": ("Сведение начато", "Решите расхождения и завершите сведение."),
    "release": ("Заключение направлено школе", "Изменить его больше нельзя."),
    "held": ("Отправка школе назначена", "До её срока отправку можно отменить: школа пока ничего не видит."),
    "cancelled": ("Отправка отменена", "Школа ничего не получила. Внесите изменения и отправьте снова."),
    "sent": ("Отправлено школе", "Школа получила уведомление."),
    "conclude": ("Экспертиза завершена", "Заключение готово к направлению школе."),
    "place": ("Размещение отмечено", "Дата и ссылка видны в карточке пакета."),
    "agree": (
        "Программа согласована",
        "Школа утвердит её приказом и внесёт реквизиты. Лист согласования будет готов через минуту.",
    ),
    "decline": (
        "В согласовании отказано",
        "Школа видит мотивы и срок. После доработки пакет снова пройдёт проверку и экспертизу.",
    ),
    "approve": ("Реквизиты утверждения внесены", "Они войдут в лист согласования."),
    "withdraw": (
        "Пакет отозван",
        "Верните его в черновики, исправьте и направьте снова до окончания приёма.",
    ),
}


@dataclass(frozen=True, slots=True)
class Done:
    title: str
    text: str


def done_words(action: str) -> Done | None:
    """Return what has just happened, for the page after a step; None for an unknown word in the address."""
    return Done(*DONE[action]) if action in DONE else None


@dataclass(frozen=True, slots=True)
class StepPage:
    """The page of one step: what it does, who will see it, what is still lacking."""

    number: str
    title: str
    action: str
    promise: str
    lacks: tuple[str, ...]
    seen: int
    head: Head
    remarks: tuple[RemarkItem, ...]


def step_page(found: Dossier, actor: Actor, step: Step) -> StepPage | None:
    """Return the page of a step this person may try now; None when the route does not offer it."""
    offered = {one.action: lacks for one, lacks in queries.steps_for(found, actor)}
    if step.action not in offered:
        return None
    zone = zone_of(actor)
    unsent = tuple(
        remark_item(found, one, actor, zone)
        for one in found.remarks
        if one.state not in SETTLED and step.action in {"return", "confirm", "resubmit"}
    )
    return StepPage(
        found.package.number,
        step.label,
        step.action,
        step.promise,
        offered[step.action],
        found.package.seen,
        head(found, zone),
        unsent,
    )


def step_button(number: str, step: Step, lacks: tuple[str, ...]) -> StepButton:
    url = url_for("packages.step", number=number, action=step.action)
    if step.action in {"conclude", "release"}:
        url = url_for("expertise.verdict", number=number)
    return StepButton(step.action, step.label, url, step.promise, lacks)


def strip_notes(found: Dossier, zone: ZoneInfo) -> dict[int, str]:
    package, version = found.package, found.version
    notes: dict[int, str] = {}
    if version:
        notes[0] = f"{fio_short(version.sent_by_name)}, {date_ru(version.sent_at.astimezone(zone))}"
    if package.confirmed_at:
        confirmed = date_ru(package.confirmed_at.astimezone(zone))
        notes[1] = f"{fio_for(package.confirmed_by_name, package.confirmed_for_name)}, {confirmed}"
    if found.expertise and found.expertise.concluded_at:
        concluded = found.expertise.concluded_at.astimezone(zone)
        notes[2] = f"{fio_short(found.expertise.examiner_name)}, {date_ru(concluded)}"
    if package.verdict:
        notes[3] = package.verdict.label
    return notes


def turn_note(found: Dossier, zone: ZoneInfo) -> str:
    package = found.package
    due = f", срок {date_ru(package.due_at.astimezone(zone))}" if package.due_at else ""
    who = {
        Turn.SCHOOL: "ход школы",
        Turn.CURATOR: "ход куратора",
        Turn.EXPERT: "ход эксперта",
        Turn.COORDINATOR: "ход координатора",
        Turn.CHIEF: "ход учредителя",
        Turn.NOBODY: "завершено",
    }[package.turn]
    if package.turn is Turn.CURATOR and found.curators:
        who = curator_names(found)[0]
    return f"{who}{due}"
