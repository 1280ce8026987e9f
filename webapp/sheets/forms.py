"""The forms of a draft: one field for each text of the sheet as it stands on the page."""

import re
from collections.abc import Mapping

from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, IntegerField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from webapp.errors import Stale
from webapp.forms import Form, RussianDateField
from webapp.sheets.operations import Approval, Edit
from workflows.sheet_draft import BOUNDS, DraftCriterion, DraftGroup, Fault, Outline, field_of

_STRUCTURE = re.compile(r"[\w.]{1,20}=([\w.]{1,20}(,[\w.]{1,20})*)?")
ANCHORS = {
    "anchor2": "Когда ставится 2, «Соответствует»",
    "anchor1": "Когда ставится 1, «Частично»",
    "anchor0": "Когда ставится 0, «Не соответствует»",
}
_BOUNDS_SHOWN = {"size": 4, "maxlength": 3, "inputmode": "numeric"}


class SeenForm(Form):
    """What a page that changes a draft must know: which draft it shows."""

    seen = IntegerField(validators=[Optional()])


class ImportForm(SeenForm):
    file = FileField("Таблица XLSX")


class ApprovalForm(SeenForm):
    order_number = StringField(
        "Номер приказа", validators=[DataRequired("Укажите номер приказа."), Length(max=60)]
    )
    order_date = RussianDateField("Дата приказа", validators=[DataRequired("Укажите дату приказа.")])
    effective_from = RussianDateField(
        "Действует с", validators=[DataRequired("Укажите день, с которого действует редакция.")]
    )

    def approval(self) -> Approval:
        """Return what a valid form says."""
        if self.order_date.day is None or self.effective_from.day is None:
            raise ValueError("the form is not valid")
        return Approval(
            order_number=self.order_number.data or "",
            order_date=self.order_date.day,
            effective_from=self.effective_from.day,
        )


class DraftForm(SeenForm):
    """The texts of a draft; `draft_form` adds the fields of its groups and criteria."""

    structure = HiddenField()
    title = StringField("Название листа")
    accept = StringField(BOUNDS["accept"], render_kw=_BOUNDS_SHOWN)
    remarks = StringField(BOUNDS["remarks"], render_kw=_BOUNDS_SHOWN)
    rework = StringField(BOUNDS["rework"], render_kw=_BOUNDS_SHOWN)
    green = StringField(BOUNDS["green"], render_kw=_BOUNDS_SHOWN)
    yellow = StringField(BOUNDS["yellow"], render_kw=_BOUNDS_SHOWN)

    def outline(self, shape: Outline) -> Outline:
        """Return what was typed, in the groups and places of `shape`."""
        return Outline(
            self._typed("title"),
            tuple(
                DraftGroup(
                    group.code,
                    self._typed(field_of("group", group.code)),
                    tuple(self._criterion(one.code) for one in group.criteria),
                )
                for group in shape.groups
            ),
            tuple(self._typed(name) for name in BOUNDS),
        )

    def tell(self, faults: tuple[Fault, ...]) -> tuple[str, ...]:
        """Put each fault at its field; return those of no field."""
        for fault in faults:
            if fault.field:
                self[fault.field].errors = [*self[fault.field].errors, fault.sentence]
        return tuple(fault.sentence for fault in faults if not fault.field)

    def _criterion(self, code: str) -> DraftCriterion:
        return DraftCriterion(
            code,
            self._typed(field_of("text", code)),
            self._typed(field_of("hint", code)),
            bool(self[field_of("blocking", code)].data),
            tuple(self._typed(field_of(name, code)) for name in ANCHORS),
        )

    def _typed(self, name: str) -> str:
        return (self[name].data or "").replace("\r\n", "\n").replace("\x00", "")


def draft_form(outline: Outline, *, seen: int | None = None, sent: bool = False) -> DraftForm:
    """Return the form with a field for each text; filled from the outline unless it was `sent`."""
    fields: dict[str, object] = {}
    for number, group in enumerate(outline.groups, start=1):
        fields[field_of("group", group.code)] = StringField(f"Название группы {number}")
    for number, one in enumerate(outline.criteria, start=1):
        fields[field_of("text", one.code)] = TextAreaField(f"Критерий {number}")
        fields[field_of("hint", one.code)] = TextAreaField(f"Подсказка эксперту, критерий {number}")
        fields[field_of("blocking", one.code)] = BooleanField(f"Блокирующий критерий {number}")
        for name, words in ANCHORS.items():
            fields[field_of(name, one.code)] = TextAreaField(f"{words}, критерий {number}")
    kind = type("DraftFormOfSheet", (DraftForm,), fields)
    form: DraftForm = kind() if sent else kind(formdata=None, data={**_values(outline), "seen": seen})
    return form


def shape_sent(text: str) -> Outline:
    """Return the groups and places that a sent page had; raises Stale for a forged one."""
    parts = [part for part in text.split(";") if part]
    if not all(_STRUCTURE.fullmatch(part) for part in parts):
        raise Stale("Страница устарела. Откройте черновик заново.")
    groups = []
    for part in parts:
        code, _, criteria = part.partition("=")
        groups.append(DraftGroup(code, "", tuple(DraftCriterion(one) for one in criteria.split(",") if one)))
    shape = Outline("", tuple(groups))
    codes = [group.code for group in groups] + [one.code for one in shape.criteria]
    if len(codes) != len(set(codes)):
        raise Stale("Страница устарела. Откройте черновик заново.")
    return shape


def structure_of(outline: Outline) -> str:
    return ";".join(
        f"{group.code}={','.join(one.code for one in group.criteria)}" for group in outline.groups
    )


def edit_of(text: str) -> Edit:
    """Return what the pressed button asks for: «up А.1»."""
    act, _, code = text.partition(" ")
    return Edit(act, code)


def _values(outline: Outline) -> Mapping[str, object]:
    found: dict[str, object] = {"title": outline.title, "structure": structure_of(outline)}
    found |= dict(zip(BOUNDS, outline.bounds, strict=True))
    found |= {field_of("group", group.code): group.title for group in outline.groups}
    for one in outline.criteria:
        found[field_of("text", one.code)] = one.text
        found[field_of("hint", one.code)] = one.hint
        found[field_of("blocking", one.code)] = one.blocking
        found |= {field_of(name, one.code): text for name, text in zip(ANCHORS, one.anchors, strict=True)}
    return found
