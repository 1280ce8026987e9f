"""DOCX, XLSX and PPTX: judged by content types and relations, where a macro or a remote template cannot
hide."""

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote

from webapp.documents.inspection.fields import field_watch
from webapp.documents.inspection.findings import Findings, Refused
from webapp.documents.inspection.xml import Attributes, Watch
from workflows.file_rules import FileKind, Notice, Refusal

CONTENT_TYPES = "[Content_Types].xml"
_OFFICE = "application/vnd.openxmlformats-officedocument."
_MAIN_TYPES: dict[str, FileKind] = {
    f"{_OFFICE}wordprocessingml.document.main+xml": FileKind.DOCX,
    f"{_OFFICE}spreadsheetml.sheet.main+xml": FileKind.XLSX,
    f"{_OFFICE}presentationml.presentation.main+xml": FileKind.PPTX,
}
_SLIDE = f"{_OFFICE}presentationml.slide+xml"
# Parts of content types and relation types (lower case) that are never accepted.
_BAD_TYPES: tuple[tuple[str, Refusal], ...] = (
    ("macroenabled", Refusal.MACROS),
    ("vbaproject", Refusal.MACROS),
    ("vbadata", Refusal.MACROS),
    ("macrosheet", Refusal.MACROS),
    ("activex", Refusal.ACTIVE_CONTENT),
    ("spreadsheetml.externallink", Refusal.EXTERNAL_DATA),
    ("spreadsheetml.connections", Refusal.EXTERNAL_DATA),
)
_BAD_RELATIONS: dict[str, Refusal] = {
    "vbaproject": Refusal.MACROS,
    "wordvbadata": Refusal.MACROS,
    "xlmacrosheet": Refusal.MACROS,
    "xlintlmacrosheet": Refusal.MACROS,
    "control": Refusal.ACTIVE_CONTENT,
    "activexcontrolbinary": Refusal.ACTIVE_CONTENT,
    "customui": Refusal.ACTIVE_CONTENT,
    "oleobject": Refusal.EMBEDDED_OBJECT,
    "afchunk": Refusal.EMBEDDED_OBJECT,
    "externallink": Refusal.EXTERNAL_DATA,
    "externallinkpath": Refusal.EXTERNAL_DATA,
    "connections": Refusal.EXTERNAL_DATA,
    "subdocument": Refusal.EXTERNAL_DATA,
    "frame": Refusal.EXTERNAL_DATA,
    "mailmergesource": Refusal.EXTERNAL_DATA,
    "mailmergeheadersource": Refusal.EXTERNAL_DATA,
}
_BAD_NAMES = re.compile(r"(?:^|/)(?:vbaproject\.bin|vbadata\.xml|macrosheets/)", re.IGNORECASE)
_FETCHED_ON_DEMAND = frozenset({"hyperlink", "image", "video", "audio", "media"})
_SCRIPT = re.compile(r"\s*(?:javascript|vbscript|data|ms-[\w-]+|mhtml)\s*:", re.IGNORECASE)
_LOCAL_FILE = re.compile(r"(?:file:(?:///|//localhost/|/(?!/)))?(?:[A-Za-z]:/)?[^/:][^:]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation of a part: the last word of its type in lower case, and where it leads."""

    source: str
    kind: str
    target: str
    is_external: bool

    @property
    def path(self) -> str:
        """The name of the part inside the archive that the relation leads to."""
        folder = posixpath.dirname(posixpath.dirname(self.source))
        return posixpath.normpath(posixpath.join("/", folder, unquote(self.target))).lstrip("/")


class OfficeOpenXml:
    """Gathers what the parts say about each other, then draws the conclusion."""

    def __init__(self, names: frozenset[str]) -> None:
        self._names = names
        self._overrides: list[tuple[str, str]] = []
        self._defaults: dict[str, str] = {}
        self._relations: list[Relation] = []
        self._notices: set[Notice] = set()
        self._watch = field_watch()

    def tells_the_story(self, name: str) -> bool:
        return name == CONTENT_TYPES or name.lower().endswith(".rels")  # part names ignore letter case

    def is_xml(self, name: str) -> bool:
        return name.lower().endswith((".xml", ".rels", ".vml")) and not name.endswith("/")

    def watch(self, name: str) -> Watch:
        if name == CONTENT_TYPES:
            return Watch({"Override": self._override, "Default": self._default})
        if name.lower().endswith(".rels"):
            return Watch({"Relationship": self._relation_of(name)})
        return self._watch

    def check_story(self) -> None:
        """Raise for a content type, a name or a relation that is never accepted."""
        for name in self._names:
            if _BAD_NAMES.search(name):
                raise Refused(Refusal.MACROS)
        for kind in (*(kind for _, kind in self._overrides), *self._defaults.values()):
            for part, refusal in _BAD_TYPES:
                if part in kind.lower():
                    raise Refused(refusal)
        for relation in self._relations:
            self._check(relation)

    def conclude(self) -> Findings:
        """Return the findings; Refused unless exactly one main part exists, of an accepted kind."""
        mains = {relation.path for relation in self._relations if relation.source == "_rels/.rels"
                 and relation.kind == "officedocument"}  # fmt: skip
        declared = {path for path, kind in self._overrides if kind in _MAIN_TYPES}
        if not mains or not mains <= self._names:
            raise Refused(Refusal.BROKEN)
        if len(mains) > 1 or (declared and declared != mains):
            raise Refused(Refusal.BAD_STRUCTURE, part="два основных документа")
        kind = _MAIN_TYPES.get(self._type_of(mains.pop()))
        if kind is None:
            raise Refused(Refusal.UNSUPPORTED)
        slides = sum(content_type == _SLIDE for _, content_type in self._overrides)
        return Findings(
            kind, pages=slides if kind is FileKind.PPTX else None, notices=frozenset(self._notices)
        )

    def is_chart_workbook(self, name: str) -> bool:
        """Return whether only charts lead to this part: it holds their figures."""
        leading = [relation for relation in self._relations if relation.path == name]
        return bool(leading) and all(_is_chart_data(relation) for relation in leading)

    def _check(self, relation: Relation) -> None:
        if refusal := _BAD_RELATIONS.get(relation.kind):
            raise Refused(refusal, part=relation.target.rpartition("/")[2])
        if relation.kind == "package" and not _is_chart_data(relation):
            raise Refused(Refusal.EMBEDDED_OBJECT, part=relation.target.rpartition("/")[2])
        if relation.kind == "attachedtemplate":
            self._check_template(relation.target)
        elif relation.is_external:
            self._check_external(relation)

    def _check_template(self, target: str) -> None:
        """Word notes the template on the author's disk in harmless documents too; only a network one is
        fetched."""
        if not is_local_file(target):
            raise Refused(Refusal.REMOTE_TEMPLATE)
        self._notices.add(Notice.LOCAL_TEMPLATE)

    def _check_external(self, relation: Relation) -> None:
        if relation.kind not in _FETCHED_ON_DEMAND:
            raise Refused(Refusal.EXTERNAL_DATA)
        if _SCRIPT.match(unquote(relation.target)):
            raise Refused(Refusal.ACTIVE_CONTENT)
        if relation.kind == "image":
            self._notices.add(Notice.REMOTE_IMAGE)

    def _override(self, attributes: Attributes) -> None:
        part = attributes.get("PartName", "").lstrip("/")
        self._overrides.append((part, attributes.get("ContentType", "")))

    def _default(self, attributes: Attributes) -> None:
        self._defaults[attributes.get("Extension", "").lower()] = attributes.get("ContentType", "")

    def _relation_of(self, source: str) -> Callable[[Attributes], None]:
        def gather(attributes: Attributes) -> None:
            kind = attributes.get("Type", "").rstrip("/").rpartition("/")[2].lower()
            external = attributes.get("TargetMode", "").lower() == "external"
            self._relations.append(Relation(source, kind, attributes.get("Target", ""), external))

        return gather

    def _type_of(self, path: str) -> str:
        override = dict(self._overrides).get(path)
        return override or self._defaults.get(path.rpartition(".")[2].lower(), "")


def is_local_file(target: str) -> bool:
    """Return whether a link leads to a disk of the author's computer, not to a network."""
    return _LOCAL_FILE.fullmatch(unquote(target).strip().replace("\\", "/")) is not None


def _is_chart_data(relation: Relation) -> bool:
    in_charts = posixpath.dirname(posixpath.dirname(relation.source)).endswith("/charts")
    return relation.kind == "package" and in_charts and not relation.is_external
