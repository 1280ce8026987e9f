"""The page that shows reminders before they go: to whom, in which words, and whom they will not reach."""

from collections.abc import Sequence
from dataclasses import dataclass

from webapp.formatting import counted, fio_short
from webapp.monitoring.queries import Draft
from webapp.tables import Column, columns

COLUMNS = columns("Школа", "Кому", "Текст")


@dataclass(frozen=True, slots=True)
class DraftLine:
    school: str
    people: str
    text: str
    why_not: str
    """Why this one does not go; '' when it does."""


@dataclass(frozen=True, slots=True)
class ReminderPage:
    columns: tuple[Column, ...]
    lines: tuple[DraftLine, ...]
    slugs: tuple[str, ...]
    """The schools that will be reminded, each once."""
    button: str
    refusal: str


def reminder_page(drafts: Sequence[Draft], *, chosen: bool, refusal: str = "") -> ReminderPage:
    slugs = tuple(dict.fromkeys(draft.slug for draft in drafts if draft.goes))
    return ReminderPage(
        columns=COLUMNS,
        lines=tuple(
            DraftLine(
                draft.school,
                ", ".join(fio_short(name) for name in draft.people),
                draft.words,
                _why_not(draft),
            )
            for draft in drafts
        ),
        slugs=slugs,
        button=f"Отправить {counted(len(slugs), 'школе', 'школам', 'школам')}",
        refusal=refusal or ("" if slugs else _nobody(drafts, chosen)),
    )


def _why_not(draft: Draft) -> str:
    if draft.sent:
        return f"Сегодня уже отправлено: {fio_short(draft.sent.by)}"
    return "" if draft.people else "Не отправится: у школы нет учётных записей"


def _nobody(drafts: Sequence[Draft], chosen: bool) -> str:
    if not chosen:
        return "Отметьте в таблице школы, которым нужно напомнить."
    if drafts:
        return "Всем этим школам сегодня уже напомнили, или напоминать некому."
    return "У этих школ нет документов, которые ждут их действий."
