"""XML read as it streams by: well-formed, shallow, without any DTD, and with watched elements reported."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from webapp.documents.inspection.findings import Refused
from workflows.file_rules import Refusal

Attributes = dict[str, str]
OnStart = Callable[[Attributes], None]
OnText = Callable[[str], None]
_LARGEST_TEXT = 1024 * 1024
_NOTHING: tuple[OnStart | None, OnText | None] = (None, None)


@dataclass(frozen=True, slots=True)
class Watch:
    """Elements by local name. `starts` see the attributes (local names too), `texts` the whole text at the
    end."""

    starts: Mapping[str, OnStart] = field(default_factory=dict)
    texts: Mapping[str, OnText] = field(default_factory=dict)


class XmlScan:
    """One part of a document, fed in pieces."""

    def __init__(self, watch: Watch, *, depth: int) -> None:
        self._watch = watch
        self._limit = depth
        self._depth = 0
        self._heard: list[str] | None = None
        self._heard_length = 0
        self._locals: dict[str, tuple[OnStart | None, OnText | None]] = {}
        self._plain: set[str] = set()
        # Prefixes are cut off by ourselves: whichever namespace an element claims, its local name is watched.
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.ordered_attributes = True  # a list is cheaper than a dictionary nobody looks into
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = _refuse_doctype
        self._parser.EntityDeclHandler = _refuse_doctype

    def feed(self, piece: bytes) -> None:
        self._parse(piece, final=False)

    def finish(self) -> None:
        self._parse(b"", final=True)

    def _parse(self, piece: bytes, *, final: bool) -> None:
        try:
            self._parser.Parse(piece, final)
        except expat.ExpatError:
            raise Refused(Refusal.BROKEN) from None

    def _start(self, name: str, attributes: list[str]) -> None:
        self._depth += 1
        if self._depth > self._limit:
            raise Refused(Refusal.TOO_COMPLEX)
        if name in self._plain:
            return
        on_start, on_text = self._locals.get(name) or self._known(name)
        if on_start:
            for layer in _layers(attributes):
                on_start(layer)
        if on_text:
            self._heard, self._heard_length = [], 0
            self._parser.CharacterDataHandler = self._hear

    def _end(self, name: str) -> None:
        self._depth -= 1
        if self._heard is None:
            return
        _, on_text = self._locals.get(name, _NOTHING)
        if on_text:
            text, self._heard = "".join(self._heard), None
            self._parser.CharacterDataHandler = None
            on_text(text)

    def _hear(self, text: str) -> None:
        if self._heard is not None:
            self._heard.append(text)
            self._heard_length += len(text)
            if self._heard_length > _LARGEST_TEXT:
                raise Refused(Refusal.TOO_COMPLEX)

    def _known(self, name: str) -> tuple[OnStart | None, OnText | None]:
        local = local_name(name)
        found = self._watch.starts.get(local), self._watch.texts.get(local)
        if found == _NOTHING:
            self._plain.add(name)
        else:
            self._locals[name] = found
        return found


def local_name(name: str) -> str:
    """Return the name without its prefix."""
    return name.rpartition(":")[2]


def looks_like_xml(head: bytes) -> bool:
    """Return whether a part begins as XML, whatever it is called."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith((b"<", b"\xff\xfe<\x00", b"\xfe\xff\x00<"))


def _layers(attributes: list[str]) -> Iterator[Attributes]:
    """Attributes by local name; a second «x:instr» beside «w:instr» must not hide the first, so it comes
    apart."""
    first: Attributes = {}
    hidden: list[Attributes] = []
    for name, value in zip(attributes[::2], attributes[1::2], strict=True):
        if name.startswith("xmlns"):
            continue
        local = local_name(name)
        if local in first:
            hidden.append({local: value})
        else:
            first[local] = value
    yield first
    yield from hidden


def _refuse_doctype(*_: object) -> None:
    raise Refused(Refusal.XML_DTD)
