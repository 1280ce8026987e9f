"""The library of templates of the municipality, and the criteria a template may name."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Integer, bindparam, select

from webapp.database import kept, session
from webapp.errors import NotThere
from webapp.expertise import queries as expertise
from webapp.models import RemarkTemplate as Row
from workflows.dictionaries.remark_templates import CriterionRef, RemarkTemplate
from workflows.remark_library import STANDARD, library
from workflows.sheet import Sheet, from_json
from workflows.sheets import SHEETS


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """A template with who changed it last; `seen` is 0 for a standard one nobody has touched."""

    template: RemarkTemplate
    seen: int
    changed_by: str
    changed_at: datetime | None

    @property
    def standard(self) -> bool:
        return self.template.code in STANDARD


def template_lines(municipality_id: int) -> tuple[TemplateLine, ...]:
    """Return the library of a municipality, archived templates included; one statement."""
    rows = {row.code: row for row in session.scalars(_OWN, {"municipality": municipality_id})}
    lines = []
    for template in library(value_of(row) for row in rows.values()):
        row = rows.get(template.code)
        lines.append(
            TemplateLine(
                template,
                row.seen if row else 0,
                row.changed_by_name if row else "",
                row.changed_at if row else None,
            )
        )
    return tuple(lines)


def templates(municipality_id: int) -> tuple[RemarkTemplate, ...]:
    """Return the templates of a municipality; one statement."""
    return tuple(line.template for line in template_lines(municipality_id))


def template_line(municipality_id: int, code: str) -> TemplateLine:
    """Return one template of a municipality; raises NotThere."""
    found = next((line for line in template_lines(municipality_id) if line.template.code == code), None)
    if found is None:
        raise NotThere
    return found


def own_row(municipality_id: int, code: str) -> Row | None:
    """Return the row of a template, locked until the transaction ends; None for an untouched standard one."""
    return session.scalar(
        select(Row)
        .where(Row.municipality_id == municipality_id, Row.code == code)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def value_of(row: Row) -> RemarkTemplate:
    refs = tuple(CriterionRef(sheet, criterion) for sheet, criterion in row.criteria)
    return RemarkTemplate(row.code, row.text, row.kind, refs, row.basis, row.archived)


def sheets_in_force(municipality_id: int, today: date) -> tuple[Sheet, ...]:
    """Return the sheets whose criteria a template may name; one statement."""
    editions = expertise.editions_in_force(municipality_id, SHEETS, today=today)
    return tuple(from_json(editions[code].content) for code in SHEETS)


_OWN = kept(
    select(Row)
    .where(Row.municipality_id == bindparam("municipality", type_=Integer()))
    .order_by(Row.id)
    .execution_options(populate_existing=True)
)
