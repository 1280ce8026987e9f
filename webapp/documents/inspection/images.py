"""JPEG and PNG: sizes before pixels, every chunk checked, nothing decoded that need not be."""

import mmap
import zlib
from collections.abc import Iterator

from PIL import Image, ImageFile, UnidentifiedImageError
from PIL.JpegImagePlugin import JpegImageFile

from webapp.documents.inspection.findings import Findings, Refused, Source
from workflows.file_rules import FileKind, Limits, Notice, Refusal

MILLION = 1_000_000
_GPS = 0x8825
_TEXT_LIMIT = 4 * 1024 * 1024
_PIECE = 256 * 1024
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
# Interlaced PNG: seven passes, each (first column, first row, column step, row step).
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))

ImageFile.LOAD_TRUNCATED_IMAGES = False
Image.MAX_IMAGE_PIXELS = None  # our own limit answers with a sentence


def inspect_jpeg(source: Source) -> Findings:
    """Return the findings on a JPEG, decoded at an eighth of its size: enough to see that it is whole."""
    try:
        image = Image.open(source.stream, formats=("JPEG", "MPO"))
        width, height = image.size
        check_pixels(width, height, source.limits)
        if isinstance(image, JpegImageFile):
            image.draft("L", (max(1, width // 8), max(1, height // 8)))
        image.load()
    except (OSError, SyntaxError, ValueError, UnidentifiedImageError):
        raise Refused(Refusal.BROKEN) from None
    return Findings(FileKind.JPEG, width=width, height=height, notices=_notices(image))


def inspect_png(source: Source) -> Findings:
    """Return the findings on a PNG; the packed pixels are counted, never kept."""
    chunks = _chunks(source.data)
    kind, header = next(chunks, (b"", b""))
    if kind != b"IHDR" or len(header) != 13 or header[9] not in _CHANNELS:
        raise Refused(Refusal.BROKEN)
    width, height = int.from_bytes(header[:4]), int.from_bytes(header[4:8])
    if not width or not height:
        raise Refused(Refusal.BROKEN)
    check_pixels(width, height, source.limits)
    expected = _expected_bytes(width, height, header)
    inflated = _Inflated(expected)
    for kind, body in chunks:
        if kind == b"IDAT":
            inflated.feed(body)
        elif kind in {b"zTXt", b"iTXt", b"iCCP"}:
            _check_text(body)
    inflated.finish()
    try:
        image = Image.open(source.stream, formats=("PNG",))
    except (OSError, SyntaxError, ValueError, UnidentifiedImageError):
        raise Refused(Refusal.BROKEN) from None
    return Findings(FileKind.PNG, width=width, height=height, notices=_notices(image))


def check_pixels(width: int, height: int, limits: Limits) -> None:
    """Raise for an image that would need too much memory wherever it is shown."""
    if width * height > limits.pixels:
        raise Refused(Refusal.TOO_MANY_PIXELS, width=width, height=height, limit=limits.pixels // MILLION)


class _Inflated:
    """Counts the real bytes of the packed pixels against what the header promises."""

    def __init__(self, expected: int) -> None:
        self._expected = expected
        self._count = 0
        self._inflater = zlib.decompressobj()

    def feed(self, packed: bytes) -> None:
        pending = packed
        while pending and not self._inflater.eof:
            try:
                self._count += len(self._inflater.decompress(pending, _PIECE))
            except zlib.error:
                raise Refused(Refusal.BROKEN) from None
            if self._count > self._expected:
                raise Refused(Refusal.BAD_STRUCTURE, part="пикселей больше, чем заявлено")
            pending = self._inflater.unconsumed_tail

    def finish(self) -> None:
        if self._count != self._expected:
            raise Refused(Refusal.BROKEN)


def _chunks(data: mmap.mmap) -> Iterator[tuple[bytes, bytes]]:
    at, kind = 8, b""
    while kind != b"IEND":
        if at + 12 > len(data):
            raise Refused(Refusal.BROKEN)
        length = int.from_bytes(data[at : at + 4])
        kind, end = data[at + 4 : at + 8], at + 8 + length
        if end + 4 > len(data):
            raise Refused(Refusal.BROKEN)
        body = data[at + 8 : end]
        if zlib.crc32(body, zlib.crc32(kind)) != int.from_bytes(data[end : end + 4]):
            raise Refused(Refusal.BROKEN)
        yield kind, body
        at = end + 4
    if at != len(data):
        raise Refused(Refusal.BAD_STRUCTURE, part="посторонние данные после изображения")


def _expected_bytes(width: int, height: int, header: bytes) -> int:
    bits = header[8] * _CHANNELS[header[9]]
    passes = _PASSES if header[12] else ((0, 0, 1, 1),)
    total = 0
    for left, top, across, down in passes:
        columns, rows = -(-(width - left) // across), -(-(height - top) // down)
        if columns > 0 and rows > 0:
            total += rows * (1 + (columns * bits + 7) // 8)
    return total


def _check_text(body: bytes) -> None:
    start = body.find(b"\x00")
    packed = body[start + 2 :] if start >= 0 else b""
    try:
        unpacked = zlib.decompressobj().decompress(packed, _TEXT_LIMIT + 1)
    except zlib.error:
        return  # an uncompressed iTXt, or text that no reader will show
    if len(unpacked) > _TEXT_LIMIT:
        raise Refused(Refusal.BOMB, limit=f"{_TEXT_LIMIT // (1024 * 1024)} МБ")


def _notices(image: Image.Image) -> frozenset[Notice]:
    """A camera's place of shooting is personal data: tell the person (152-ФЗ)."""
    try:
        has_location = bool(image.getexif().get_ifd(_GPS))
    except Exception:  # damaged metadata does not make a picture unusable
        return frozenset()
    return frozenset({Notice.HAS_LOCATION}) if has_location else frozenset()
