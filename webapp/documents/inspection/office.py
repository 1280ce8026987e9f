"""Office files: an honest archive whose parts are all read, and the story that their relations tell."""

from collections.abc import Iterator

from webapp.documents.inspection.archive import Budget, Data, Member, read_members, unpack
from webapp.documents.inspection.findings import Findings, Refused, Source
from webapp.documents.inspection.ooxml import CONTENT_TYPES, OfficeOpenXml
from webapp.documents.inspection.opendocument import OpenDocument
from webapp.documents.inspection.shapes import magic_name
from webapp.documents.inspection.xml import XmlScan, looks_like_xml
from workflows.file_rules import OFFICE_EXTENSIONS, FileKind, Limits, Refusal

Format = OfficeOpenXml | OpenDocument
_HEAD = 64
_PACKED_PICTURES = (".emz", ".wmz", ".svgz")
_MIMETYPE = b"mimetypeapplication/vnd.oasis.opendocument"


def inspect_office(source: Source) -> Findings:
    """Return the findings on DOCX, XLSX, PPTX, ODT, ODS or ODP; any other archive is refused as one."""
    data = source.data
    is_office = data.find(CONTENT_TYPES.encode()) >= 0 or data.find(_MIMETYPE, 0, 256) >= 0
    is_whole = data.rfind(b"PK\x05\x06") >= 0
    if not is_office and (is_whole or source.extension not in OFFICE_EXTENSIONS):
        raise Refused(Refusal.ARCHIVE, inside="ZIP")
    return _inspect(data, source.limits, Budget(source.limits), nested=False)


def _inspect(data: Data, limits: Limits, budget: Budget, *, nested: bool) -> Findings:
    members = read_members(data, limits)
    document = _format_of(data, members, budget)
    packed_parts: dict[str, str] = {}
    for member in _story_first(members, document):
        inside = _read(data, member, document, budget)
        if inside and not member.name.lower().endswith(_PACKED_PICTURES):
            packed_parts[member.name] = inside
    by_name = {member.name: member for member in members}
    findings = document.conclude()
    for name, inside in packed_parts.items():
        if nested or inside != "ZIP" or not document.is_chart_workbook(name):
            _refuse_inside(name, inside)
        _inspect_workbook(b"".join(unpack(data, by_name[name], budget)), limits, budget)
    return findings


def _format_of(data: Data, members: tuple[Member, ...], budget: Budget) -> Format:
    names = frozenset(member.name for member in members)
    if CONTENT_TYPES in names:
        return OfficeOpenXml(names)
    mimetype = next((member for member in members if member.name == "mimetype"), None)
    if mimetype is None or mimetype.size > 200:
        raise Refused(Refusal.ARCHIVE, inside="ZIP")
    return OpenDocument(names, b"".join(unpack(data, mimetype, budget)))


def _story_first(members: tuple[Member, ...], document: Format) -> Iterator[Member]:
    """What the parts are and how they hang together is known before any part is read."""
    first = [member for member in members if document.tells_the_story(member.name)]
    yield from first
    document.check_story()
    for member in members:
        if not document.tells_the_story(member.name):
            yield member


def _read(data: Data, member: Member, document: Format, budget: Budget) -> str:
    """Read one part to its end; return the name of the archive, object or program that it is, if it is
    one."""
    head, scan = b"", None
    for number, piece in enumerate(piece for piece in unpack(data, member, budget) if piece):
        if number == 0:
            head = piece[:_HEAD]
            if document.is_xml(member.name) or looks_like_xml(head):
                scan = XmlScan(document.watch(member.name), depth=budget.limits.xml_depth)
        if scan:
            scan.feed(piece)
    if scan:
        scan.finish()
    elif document.is_xml(member.name) and not member.is_folder:
        raise Refused(Refusal.BROKEN)  # an empty part that should hold XML
    return magic_name(head)


def _inspect_workbook(data: bytes, limits: Limits, budget: Budget) -> None:
    """The figures behind a chart travel as a workbook: the same rules, one level deep."""
    if _inspect(data, limits, budget, nested=True).kind is not FileKind.XLSX:
        raise Refused(Refusal.EMBEDDED_OBJECT, part="диаграмма")


def _refuse_inside(name: str, inside: str) -> None:
    is_archive = inside not in {"OLE", "EXE", "ELF", "RTF"} and "embed" not in name.lower()
    code = Refusal.NESTED_ARCHIVE if is_archive else Refusal.EMBEDDED_OBJECT
    raise Refused(code, part=name.rpartition("/")[2])
