"""The library of remarks: its register and its form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from wtforms.fields.choices import SelectChoice

from webapp.remarks.forms import TemplateForm
from webapp.remarks.operations import TemplateDraft
from webapp.remarks.queries import TemplateLine
from webapp.tables import TabItem
from workflows.dictionaries.remark_templates import CriterionRef
from workflows.listing import listed
from workflows.sheet import Sheet
from workflows.sheets import SHEETS
from workflows.vocabulary import RemarkKind, Toned

SEPARATOR = "|"


@dataclass(frozen=True, slots=True)
class TemplateItem:
    code: str
    text: str
    kind: Toned
    places: tuple[str, ...]
    """«Концепция развития: А.1, А.2»; none for a template that fits any criterion."""
    basis: str
    origin: str
    archived: bool
    seen: int


@dataclass(frozen=True, slots=True)
class LibraryPage:
    items: tuple[TemplateItem, ...]
    tabs: tuple[TabItem, ...]
    sheets: tuple[tuple[str, str], ...]
    sheet: str
    archived: bool


@dataclass(frozen=True, slots=True)
class RefGroup:
    """The criteria of one sheet in the form of a template."""

    title: str
    options: tuple[tuple[str, str, bool], ...]
    chosen: int


def library_page(
    lines: Sequence[TemplateLine], sheets: Sequence[Sheet], sheet: str, *, archived: bool
) -> LibraryPage:
    """Return the templates that are offered, or those that are not any more, of one sheet or of all."""
    titles = {one.code: one.title for one in sheets}
    shown = [line for line in lines if line.template.archived is archived]
    counts = [sum(1 for line in lines if line.template.archived is one) for one in (False, True)]
    tabs = (
        TabItem("Действуют", url_for("templates.register"), counts[0], not archived),
        TabItem("В архиве", url_for("templates.register", archived=1), counts[1], archived),
    )
    named = [line for line in shown if not sheet or any(ref.sheet == sheet for ref in line.template.criteria)]
    return LibraryPage(
        tuple(_item(line, titles) for line in named), tabs, tuple(titles.items()), sheet, archived
    )


def draft_of(form: TemplateForm) -> TemplateDraft:
    return TemplateDraft(
        text=form.text.data or "",
        kind=RemarkKind(form.kind.data),
        criteria=tuple(CriterionRef(*value.split(SEPARATOR, 1)) for value in form.criteria.data or ()),
        basis=form.basis.data or "",
    )


def values_of(line: TemplateLine) -> dict[str, Any]:
    template = line.template
    return {
        "text": template.text,
        "kind": template.kind.value,
        "criteria": [_value(ref) for ref in template.criteria],
        "basis": template.basis,
        "seen": line.seen,
    }


def ref_choices(sheets: Sequence[Sheet], line: TemplateLine | None) -> list[SelectChoice]:
    """Return every criterion a template may name; one that left its sheet stays while the template names it."""
    choices = {
        _value(CriterionRef(sheet.code, one.code)): f"{one.code}. {one.text}"
        for sheet in sheets
        for one in sheet.criteria
    }
    for ref in line.template.criteria if line else ():
        choices.setdefault(_value(ref), f"{ref.criterion} (в действующей редакции листа нет)")
    return [SelectChoice(value, label) for value, label in choices.items()]


def ref_groups(form: TemplateForm) -> tuple[RefGroup, ...]:
    """Return the criteria of the form by their sheets."""
    chosen = set(form.criteria.data or ())
    options: dict[str, list[tuple[str, str, bool]]] = {}
    for choice in form.criteria.choices:
        sheet = str(choice.value).split(SEPARATOR, 1)[0]
        options.setdefault(sheet, []).append((choice.value, choice.label, choice.value in chosen))
    return tuple(
        RefGroup(SHEETS[code].title if code in SHEETS else code, tuple(own), sum(1 for one in own if one[2]))
        for code, own in options.items()
    )


def _item(line: TemplateLine, titles: Mapping[str, str]) -> TemplateItem:
    template = line.template
    by_sheet: dict[str, list[str]] = {}
    for ref in template.criteria:
        by_sheet.setdefault(ref.sheet, []).append(ref.criterion)
    origin = "типовой" if line.standard else "свой"
    return TemplateItem(
        code=template.code,
        text=template.text,
        kind=template.kind,
        places=tuple(f"{titles.get(code, code)}: {listed(codes, 8)}" for code, codes in by_sheet.items()),
        basis=template.basis,
        origin=f"{origin}, изменён" if line.standard and line.seen else origin,
        archived=template.archived,
        seen=line.seen,
    )


def _value(ref: CriterionRef) -> str:
    return f"{ref.sheet}{SEPARATOR}{ref.criterion}"
