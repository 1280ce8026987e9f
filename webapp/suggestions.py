"""Templates of remarks as a form suggests them: put into its words by a script, or by an address without one."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from workflows.dictionaries.remark_templates import CriterionRef, RemarkTemplate
from workflows.remark_library import suggested
from workflows.vocabulary import Toned


@dataclass(frozen=True, slots=True)
class Suggestion:
    text: str
    kind: Toned
    url: str


def suggestions(
    templates: Iterable[RemarkTemplate], ref: CriterionRef | None, address: Callable[[str], str]
) -> tuple[Suggestion, ...]:
    """Return what to suggest for a criterion, the closest first; `address` is given the code of a template."""
    return tuple(Suggestion(one.text, one.kind, address(one.code)) for one in suggested(templates, ref).all)


def text_of(templates: Iterable[RemarkTemplate], code: str) -> str:
    """Return the words of the template an address names, '' when there is none on offer."""
    return next((one.text for one in templates if one.code == code and not one.archived), "")
