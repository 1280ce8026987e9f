"""PDF: every object is written out in its normal form and searched for what acts, hides or attaches.

qpdf decodes escaped names («/J#61vaScript») and object streams; strings are taken out before the search, so
that a document may speak about JavaScript without being refused for it.
"""

import re
from collections.abc import Iterator
from typing import Any

import pikepdf

from webapp.documents.inspection.findings import Findings, Refused, Source
from webapp.documents.inspection.images import check_pixels
from workflows.file_rules import FileKind, Limits, Notice, Refusal

_STRING = re.compile(rb"\((?:[^\\()]|\\.)*\)", re.DOTALL)
_LARGEST_PAGE = 200 * 72  # points: the 200 inches of ISO 32000 Annex C
_ACTIONS = {
    b"Launch": "запуск программы",
    b"SubmitForm": "отправка формы",
    b"ImportData": "загрузка данных",
    b"GoToE": "переход во вложенный файл",
    b"GoToR": "переход в другой файл",
    b"Thread": "переход в другой файл",
}
_ACTION = rb"(Launch|SubmitForm|ImportData|GoToE|GoToR|Thread)"
_MEDIA = rb"(?:RichMedia|Movie|Sound|3D|Rendition|RichMediaExecute|GoTo3DView)"
_VALUE = rb"(?:<<|\[|\(|<|\d+ \d+ R)"
_END = rb"(?=[\s/\[\]<>()]|$)"

_ACTING = re.compile(rb"/S /" + _ACTION + _END + rb"|^/" + _ACTION + rb"$")
# Read top to bottom: the first match names the reason.
_DANGERS: tuple[tuple[re.Pattern[bytes], Refusal], ...] = (
    (re.compile(rb"/S /JavaScript" + _END + rb"|/(?:JS|JavaScript) " + _VALUE), Refusal.PDF_SCRIPT),
    (re.compile(rb"^/JavaScript$"), Refusal.PDF_SCRIPT),
    (re.compile(rb"/XFA " + _VALUE), Refusal.PDF_FORM),
    (
        re.compile(
            rb"/(?:EmbeddedFiles|EF|Collection) " + _VALUE
            + rb"|/Type /EmbeddedFile" + _END + rb"|/Subtype /FileAttachment" + _END
        ),
        Refusal.PDF_ATTACHMENT,
    ),
    (re.compile(rb"/(?:S|Subtype) /" + _MEDIA + _END), Refusal.PDF_MEDIA),
)  # fmt: skip
_SCRIPT_LINK = re.compile(rb"/URI \(\s*(?:javascript|vbscript|data)\s*:", re.IGNORECASE)
_IMAGE = re.compile(rb"/Subtype /Image" + _END)
_WIDTH, _HEIGHT = re.compile(rb"/Width (\d+)"), re.compile(rb"/Height (\d+)")
_BOX = re.compile(rb"/MediaBox \[ ([-\d. ]+) \]")
_SIGNATURE = re.compile(rb"/ByteRange \[")


def inspect_pdf(source: Source) -> Findings:
    """Return the findings on a PDF; a file that needs repair is refused: viewers repair differently."""
    try:
        with pikepdf.open(source.stream, attempt_recovery=False, suppress_warnings=True) as pdf:
            return _inspect(pdf, source.limits)
    except pikepdf.PasswordError:
        raise Refused(Refusal.PASSWORD) from None
    except (pikepdf.PdfError, pikepdf.DataDecodingError, UnicodeDecodeError, ValueError, TypeError):
        raise Refused(Refusal.BROKEN) from None


def _inspect(pdf: pikepdf.Pdf, limits: Limits) -> Findings:
    if pdf.is_encrypted:
        raise Refused(Refusal.PASSWORD)
    if len(pdf.objects) > limits.pdf_objects:
        raise Refused(Refusal.TOO_COMPLEX)
    signed = False
    for text in _written_out(pdf):
        _check_object(text, limits)
        signed = signed or _SIGNATURE.search(text) is not None
    pages = len(pdf.pages)
    if pages == 0:
        raise Refused(Refusal.BROKEN)
    if pages > limits.pages:
        raise Refused(Refusal.TOO_MANY_PAGES, limit=limits.pages)
    return Findings(FileKind.PDF, pages=pages, notices=frozenset({Notice.SIGNED} if signed else ()))


def _written_out(pdf: pikepdf.Pdf) -> Iterator[bytes]:
    yield pdf.trailer.unparse(resolved=True)
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream):
            _check_stream(item)
            yield item.stream_dict.unparse(resolved=True)
        elif isinstance(item, pikepdf.Object):  # numbers and truth values arrive as those of Python
            yield item.unparse(resolved=True)


def _check_stream(stream: Any) -> None:
    if "/F" in stream:
        raise Refused(Refusal.EXTERNAL_DATA)


def _check_object(text: bytes, limits: Limits) -> None:
    if _SCRIPT_LINK.search(text):
        raise Refused(Refusal.PDF_SCRIPT)
    bare = _STRING.sub(b"()", text)
    if found := _ACTING.search(bare):
        raise Refused(Refusal.PDF_ACTION, part=_ACTIONS[found.group(1) or found.group(2)])
    for pattern, refusal in _DANGERS:
        if pattern.search(bare):
            raise Refused(refusal)
    if _IMAGE.search(bare):
        _check_image(bare, limits)
    for box in _BOX.finditer(bare):
        _check_box([float(number) for number in box.group(1).split()])


def _check_image(text: bytes, limits: Limits) -> None:
    width, height = _WIDTH.search(text), _HEIGHT.search(text)
    if width and height:
        check_pixels(int(width.group(1)), int(height.group(1)), limits)


def _check_box(corners: list[float]) -> None:
    left, bottom, right, top = corners if len(corners) == 4 else (0.0, 0.0, 1.0, 1.0)
    if max(abs(right - left), abs(top - bottom)) > _LARGEST_PAGE:
        raise Refused(Refusal.TOO_COMPLEX)
