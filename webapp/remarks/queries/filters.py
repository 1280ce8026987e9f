"""What a ledger of remarks can be asked: conditions of its address as criteria of one statement."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from types import MappingProxyType

from sqlalchemy import ColumnElement, Date, Integer, String, bindparam, false, func, or_
from sqlalchemy.orm import InstrumentedAttribute

from webapp.models import Package, PackageFile, Remark, Stage
from workflows.remarks import WAITING
from workflows.vocabulary import RemarkKind, RemarkOrigin, RemarkState

OVERDUE = "overdue"
WHOLE_PACKAGE = "-"
"""The condition of the remarks that name no file."""
MOST_ROUNDS = 1000


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address of a ledger asks for; an empty value asks nothing."""

    q: str = ""
    state: str = ""
    kind: str = ""
    author: str = ""
    """Where the remark comes from (a value of `RemarkOrigin`), or the name of its author."""
    round: str = ""
    file: str = ""
    due: str = ""
    stage: str = ""
    package: str = ""

    @property
    def active(self) -> bool:
        return any(getattr(self, one.name) for one in fields(self))

    @property
    def given(self) -> dict[str, str]:
        """The conditions that are asked, as an address writes them."""
        return {one.name: value for one in fields(self) if (value := getattr(self, one.name))}


Asked = Mapping[str, Mapping[str, object]]


def asked(filters: Filters, today: date) -> Asked:
    """Return the criteria that are asked, each with the values of its parameters; an unknown word finds nothing."""
    words = filters.q.strip()
    conditions: Mapping[str, tuple[str, Mapping[str, object]]] = {
        "state": _one_of(RemarkState, "state", filters.state),
        "kind": _one_of(RemarkKind, "kind", filters.kind),
        "round": _round(filters.round),
        "author": ("origin" if filters.author in set(RemarkOrigin) else "author", {"author": filters.author}),
        "file": ("no_file" if filters.file == WHOLE_PACKAGE else "file", {"file": filters.file}),
        "due": ("overdue", {"today": today}) if filters.due == OVERDUE else ("nothing", {}),
        "stage": ("stage", {"stage": filters.stage}),
        "package": ("package", {"package": filters.package}),
        "q": ("words", {"words": _pattern(words), "number": _number(words)}) if words else ("nothing", {}),
    }
    return {name: values for field, (name, values) in conditions.items() if getattr(filters, field)}


def _one_of(
    words: type[RemarkState] | type[RemarkKind], name: str, value: str
) -> tuple[str, Mapping[str, object]]:
    return (name, {name: value}) if value in set(words) else ("nothing", {})


def _round(value: str) -> tuple[str, Mapping[str, object]]:
    known = value.isdecimal() and int(value[:9]) < MOST_ROUNDS
    return ("round", {"round": int(value)}) if known else ("nothing", {})


def _number(words: str) -> int:
    """Return the number of a remark that the words may be, 0 when they are none."""
    bare = words.removeprefix("№").strip()
    return int(bare) if bare.isdecimal() and len(bare) < len("1000000000") else 0


def _pattern(words: str) -> str:
    """Return the words as they are compared; what a pattern would take for a wildcard stands for itself."""
    folded = words.lower().replace("ё", "е")
    return folded.replace("/", "//").replace("%", "/%").replace("_", "/_")


def _found_in(column: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    words = bindparam("words", type_=String())
    return func.replace(func.lower(column), "ё", "е").contains(words, escape="/")


CRITERIA: Mapping[str, ColumnElement[bool]] = MappingProxyType(
    {
        "nothing": false(),
        "state": Remark.state == bindparam("state", type_=Remark.state.type),
        "kind": Remark.kind == bindparam("kind", type_=Remark.kind.type),
        "round": Remark.round == bindparam("round", type_=Integer()),
        "origin": Remark.origin == bindparam("author", type_=Remark.origin.type),
        "author": Remark.author_name == bindparam("author", type_=String()),
        "file": PackageFile.name == bindparam("file", type_=String()),
        "no_file": Remark.file_id.is_(None),
        "overdue": (Remark.due_on < bindparam("today", type_=Date())) & Remark.state.in_(WAITING),
        "stage": Stage.slug == bindparam("stage", type_=String()),
        "package": Package.number == bindparam("package", type_=String()),
        "words": or_(
            *(_found_in(column) for column in (Remark.text, Remark.answer, Remark.resolution, Remark.place)),
            Remark.number == bindparam("number", type_=Integer()),
        ),
    }
)
