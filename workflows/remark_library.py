"""The library of remarks a municipality works with: the standard ones, changed, hidden and joined by its own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from workflows.dictionaries.remark_templates import REMARK_TEMPLATES, CriterionRef, RemarkTemplate
from workflows.sheet import Sheet

STANDARD: Mapping[str, RemarkTemplate] = {template.code: template for template in REMARK_TEMPLATES}


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Templates to offer for one criterion: those that name it, then those that fit any."""

    named: tuple[RemarkTemplate, ...]
    universal: tuple[RemarkTemplate, ...]

    @property
    def all(self) -> tuple[RemarkTemplate, ...]:
        return self.named + self.universal


def library(own: Iterable[RemarkTemplate]) -> tuple[RemarkTemplate, ...]:
    """Return the templates of a municipality: its rows stand in the place of the standard ones of the same code."""
    rows = {template.code: template for template in own}
    standard = tuple(rows.pop(code, template) for code, template in STANDARD.items())
    return standard + tuple(rows.values())


def refs_of(sheet: Sheet) -> Mapping[str, CriterionRef]:
    """Return for each criterion of a sheet, composed or not, what templates call it."""
    found = {}
    for criterion in sheet.criteria:
        part = sheet.part_of(criterion.code)
        code = criterion.code.removeprefix(f"{part.code}.") if part else criterion.code
        found[criterion.code] = CriterionRef(part.sheet if part else sheet.code, code)
    return found


def suggested(templates: Iterable[RemarkTemplate], ref: CriterionRef | None) -> Suggestions:
    """Return what to offer for a criterion; without one, what fits any and then all the others."""
    offered = tuple(template for template in templates if not template.archived)
    universal = tuple(template for template in offered if not template.criteria)
    if ref is None:
        return Suggestions((), universal + tuple(template for template in offered if template.criteria))
    return Suggestions(tuple(template for template in offered if ref in template.criteria), universal)
