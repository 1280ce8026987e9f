"""What a dossier says of a package: words already, so that its pages only lay them out."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and its value."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Title:
    """What a dossier is: the words above each of its pages."""

    number: str
    heading: str
    organisation: str
    made: str
    """As of when, and at whose request."""
    address: str
    """Where the product shows the control number of this dossier."""


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A file of a version. `path`, within the folder of the package, is empty where `gone` says why."""

    place: str
    name: str
    note: str
    change: str
    uploaded: str
    decision: str
    size: str
    sha256: str
    path: str
    gone: str = ""


@dataclass(frozen=True, slots=True)
class CaseVersion:
    title: str
    facts: tuple[Fact, ...]
    answers: tuple[Fact, ...]
    explanations: tuple[Fact, ...]
    files: tuple[CaseFile, ...]


@dataclass(frozen=True, slots=True)
class CaseMark:
    code: str
    text: str
    mark: str
    comment: str
    place: str


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    marks: tuple[CaseMark, ...]


@dataclass(frozen=True, slots=True)
class CaseSheet:
    """One person's sheet of one version, with the verdict where it came to one."""

    title: str
    facts: tuple[Fact, ...]
    groups: tuple[Group, ...]
    verdict: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class CaseRemark:
    number: int
    kind: str
    state: str
    text: str
    facts: tuple[Fact, ...]
    changes: tuple["Happening", ...]


@dataclass(frozen=True, slots=True)
class CaseLetter:
    """The letter in force, as the school reads it: remarks by criterion."""

    subject: str
    verdict: str
    text: str
    groups: tuple[tuple[str, tuple[str, ...]], ...]
    closing: tuple[str, ...]
    sender: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A document the product made: its words and where it lies."""

    title: str
    note: str
    path: str


@dataclass(frozen=True, slots=True)
class Happening:
    """Something said or done: when, by whom, what. `more` is a checksum or other fine print."""

    at: str
    who: str
    what: str
    text: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """Everything about one package. Lists are in the order of time."""

    number: str
    school: str
    kind: str
    outcome: str
    facts: tuple[Fact, ...]
    versions: tuple[CaseVersion, ...]
    sheets: tuple[CaseSheet, ...]
    remarks: tuple[CaseRemark, ...]
    letter: CaseLetter | None
    papers: tuple[Paper, ...]
    messages: tuple[Happening, ...]
    events: tuple[Happening, ...]
    journal: tuple[Happening, ...]

    @property
    def missing(self) -> tuple[CaseFile, ...]:
        """Files whose content is not in the dossier, each once."""
        found = {
            one.sha256 + one.name: one for version in self.versions for one in version.files if not one.path
        }
        return tuple(found.values())


@dataclass(frozen=True, slots=True)
class Contents:
    """A package on the first page of a stage's dossier; `path` leads to its own page."""

    number: str
    school: str
    kind: str
    outcome: str
    path: str
    missing: int
