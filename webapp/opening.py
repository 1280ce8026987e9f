"""The choice of what a return opens to the school, on every page that returns a package."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from wtforms import RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from webapp.forms import Form
from workflows.kind import Kind, Slot
from workflows.parts import Parts
from workflows.remarks import WAITING
from workflows.verdicts import MarkValue
from workflows.vocabulary import FileDecision

if TYPE_CHECKING:
    from webapp.dossier.queries import Dossier
    from webapp.models import HeldStep

WHOLE, NAMED = "whole", "named"
SLOT, QUESTION = "slot:", "question:"


class OpeningForm(Form):
    """What the school may change: the whole package, or the parts that are ticked."""

    extent = RadioField(
        "Что открыть школе для исправления",
        choices=[SelectChoice(WHOLE, "Весь пакет"), SelectChoice(NAMED, "Только отмеченные части")],
        default=WHOLE,
        validators=[Optional()],
    )
    parts = SelectMultipleField("Части пакета", validators=[Optional()], choices=[])

    def offer(self, kind: Kind, slots: Sequence[Slot]) -> None:
        """List the parts a package consists of. Call before the form is validated or shown."""
        self.parts.choices = [SelectChoice(SLOT + slot.code, slot.title) for slot in slots] + [
            SelectChoice(QUESTION + question.code, f"Сведения: {question.title}")
            for question in kind.questions
        ]

    def suggest(self, found: "Dossier") -> None:
        """Tick the parts that standing remarks, returned files and low marks concern, on a page not yet filled in."""
        files = [
            line.file.slot
            for line in found.sent_files()
            if line.check and line.check.decision is FileDecision.RETURNED
        ]
        remarks = [one.file.slot for one in found.remarks if one.file and one.state in WAITING]
        concerned = {*files, *remarks, *_lowered(found)}
        self.parts.data = [SLOT + slot.code for slot in found.slots if slot.code in concerned]

    def restore(self, before: "HeldStep | None") -> None:
        """Tick what was chosen for a sending that was taken back."""
        if before is None or not before.opened:
            return
        self.extent.data = NAMED
        slots, questions = before.opened["slots"], before.opened["questions"]
        self.parts.data = [*(SLOT + code for code in slots), *(QUESTION + code for code in questions)]

    def chosen(self, slots: Sequence[Slot]) -> Parts | None:
        """Return the parts to open of a version with these slots; None for the whole package."""
        if self.extent.data != NAMED:
            return None
        ticked = self.parts.data or []
        return Parts(
            frozenset(one.removeprefix(SLOT) for one in ticked if one.startswith(SLOT)),
            frozenset(one.removeprefix(QUESTION) for one in ticked if one.startswith(QUESTION)),
            frozenset(slot.code for slot in slots),
        )


def _lowered(found: "Dossier") -> set[str]:
    """Return the slots whose documents have low marks on the open sheet."""
    if found.expertise is None:
        return set()
    low = [mark.criterion for mark in found.expertise.marks if mark.value in {MarkValue.ZERO, MarkValue.ONE}]
    parts = (found.expertise.sheet.part_of(code) for code in low)
    return {part.slot for part in parts if part}
