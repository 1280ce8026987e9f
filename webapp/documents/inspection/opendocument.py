"""ODT, ODS and ODP: the kind by the part «mimetype», dangers by names of parts and by elements."""

import re
from collections.abc import Callable

from webapp.documents.inspection.findings import Findings, Refused
from webapp.documents.inspection.ooxml import is_local_file
from webapp.documents.inspection.xml import Attributes, Watch
from workflows.file_rules import FileKind, Notice, Refusal

_KINDS = {kind.media_type.encode(): kind for kind in (FileKind.ODT, FileKind.ODS, FileKind.ODP)}
_REQUIRED = frozenset({"content.xml", "META-INF/manifest.xml"})
# LibreOffice writes the lists of an empty library into harmless documents; modules are other files.
_SOURCES = ("section-source", "table-source", "cell-range-source", "connection-resource")
_MACRO_PART = re.compile(r"^(?:Basic|Dialogs)/(?!.*(?:script|dialog)-l[cb]\.xml$).+[^/]$|^Scripts/.*[^/]$")
_XML_PART = re.compile(r"\.(?:xml|rdf)$", re.IGNORECASE)
_REMOTE = re.compile(r"\s*(?:https?|ftp|smb|file|vnd\.[\w.-]+)\s*:|\s*//", re.IGNORECASE)
_SCRIPT = re.compile(r"\s*(?:javascript|vbscript|data|macro|vnd\.sun\.star\.script)\s*:", re.IGNORECASE)
_DDE_FORMULA = re.compile(r"(?:\bDDE\s*\(|^\w*:?=?[\w.']+\|.*!)", re.IGNORECASE)


class OpenDocument:
    """Gathers what the parts say, then draws the conclusion."""

    def __init__(self, names: frozenset[str], mimetype: bytes) -> None:
        self._names = names
        self._kind = _KINDS.get(mimetype.strip())
        self._notices: set[Notice] = set()
        self._watch = Watch(
            starts={
                **dict.fromkeys(("dde-connection-decl", "dde-connection", "dde-source", "dde-link"),
                                _refuse(Refusal.DDE)),
                **dict.fromkeys(("plugin", "applet"), _refuse(Refusal.ACTIVE_CONTENT)),
                **dict.fromkeys(("script", "module", "library"), _refuse(Refusal.MACROS)),
                **dict.fromkeys(_SOURCES, self._check_source),
                "event-listener": self._check_listener,
                "encryption-data": _refuse(Refusal.PASSWORD),
                "object-ole": _refuse(Refusal.EMBEDDED_OBJECT),
                "template": self._check_template,
                "image": self._check_image,
                "a": self._check_link,
                "table-cell": self._check_cell,
            }
        )  # fmt: skip

    def tells_the_story(self, name: str) -> bool:
        return name == "META-INF/manifest.xml"

    def is_xml(self, name: str) -> bool:
        return _XML_PART.search(name) is not None

    def watch(self, name: str) -> Watch:
        if name.endswith(("script-lc.xml", "script-lb.xml", "dialog-lc.xml", "dialog-lb.xml")):
            return Watch({"element": _refuse(Refusal.MACROS)})
        return self._watch

    def check_story(self) -> None:
        """Raise for a kind that is not accepted and for parts that hold programs."""
        if self._kind is None:
            raise Refused(Refusal.UNSUPPORTED)
        if any(_MACRO_PART.search(name) for name in self._names):
            raise Refused(Refusal.MACROS)

    def conclude(self) -> Findings:
        """Return the findings; Refused when a part is missing without which nothing can be shown."""
        if self._kind is None or not self._names >= _REQUIRED:
            raise Refused(Refusal.BROKEN)
        return Findings(self._kind, notices=frozenset(self._notices))

    def is_chart_workbook(self, name: str) -> bool:
        """Figures of a chart are parts of the document here, never a file in it."""
        return False

    def _check_template(self, attributes: Attributes) -> None:
        target = attributes.get("href", "")
        if not target:
            return
        if not is_local_file(target):
            raise Refused(Refusal.REMOTE_TEMPLATE)
        self._notices.add(Notice.LOCAL_TEMPLATE)

    def _check_image(self, attributes: Attributes) -> None:
        if _REMOTE.match(attributes.get("href", "")):
            self._notices.add(Notice.REMOTE_IMAGE)

    def _check_source(self, attributes: Attributes) -> None:
        if attributes.get("href"):
            raise Refused(Refusal.EXTERNAL_DATA)

    def _check_listener(self, attributes: Attributes) -> None:
        """A click may turn the slide; it may not start a macro or a program."""
        if "language" in attributes or _SCRIPT.match(attributes.get("href", "")):
            raise Refused(Refusal.MACROS)
        if attributes.get("action", "") in {"execute", "verb"}:
            raise Refused(Refusal.ACTIVE_CONTENT)

    def _check_link(self, attributes: Attributes) -> None:
        if _SCRIPT.match(attributes.get("href", "")):
            raise Refused(Refusal.ACTIVE_CONTENT)

    def _check_cell(self, attributes: Attributes) -> None:
        if _DDE_FORMULA.search(attributes.get("formula", "")):
            raise Refused(Refusal.DDE)


def _refuse(code: Refusal) -> Callable[[Attributes], None]:
    def refuse(attributes: Attributes) -> None:
        raise Refused(code, part="объект")

    return refuse
