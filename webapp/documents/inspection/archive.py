"""The archive under an office file, read by ourselves: libraries disagree about what a crooked archive holds.

Python 3.11 reads overlapping members (CVE-2024-0450), others trust declared sizes or take the second of two
members with one name. Here the directory, the headers and the bytes must tell one story.
"""

import mmap
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn

from webapp.documents.inspection.findings import Refused
from workflows.file_rules import MEBIBYTE, Limits, Refusal

Data = mmap.mmap | bytes
_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR = struct.Struct("<4sLQL")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_LONGEST_COMMENT = 65_535
_ENCRYPTED_BITS = 0x1 | 0x40 | 0x2000
_DESCRIPTOR_BIT, _UTF8_BIT = 0x8, 0x800
_STORED, _DEFLATED = 0, 8
_UNIX, _LINK, _TYPE_MASK = 3, 0o120000, 0o170000
_PIECE = 64 * 1024
_INFLATED_PIECE = 1024 * 1024
_BAD_NAME = re.compile(r"[\x00-\x1f\\]|^/|^[A-Za-z]:|(?:^|/)\.\.(?:/|$)")
_MAX16, _MAX32 = 0xFFFF, 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Member:
    """One part of the archive. Offsets and sizes in bytes; `start` is where its packed bytes begin."""

    name: str
    start: int
    packed: int
    size: int
    crc: int
    deflated: bool

    @property
    def is_folder(self) -> bool:
        return self.name.endswith("/")


class Budget:
    """How much may still be unpacked; shared with the workbooks inside a document."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._unpacked = 0
        self._packed = 0

    def begin(self, member: Member) -> None:
        self._packed += member.packed
        if member.size > self.limits.member_size:
            _refuse_bomb(self.limits.member_size)

    def spend(self, count: int) -> None:
        self._unpacked += count
        if self._unpacked > self.limits.unpacked:
            _refuse_bomb(self.limits.unpacked)
        if self._unpacked > max(self.limits.ratio_floor, self.limits.ratio * self._packed):
            _refuse_bomb(self.limits.ratio_floor)


def read_members(data: Data, limits: Limits) -> tuple[Member, ...]:
    """Return the members; Refused for anything on which two readers could disagree."""
    start, size, count = _directory(data)
    if count > limits.members:
        raise Refused(Refusal.TOO_MANY_PARTS, limit=limits.members)
    members, spans, at = [], [], start
    for _ in range(count):
        member, span, at = _entry(data, at, start + size)
        members.append(member)
        spans.append(span)
    if at != start + size:
        _refuse("оглавление архива не сходится")
    _check_spans(spans, start)
    _check_names(members)
    return tuple(members)


def unpack(data: Data, member: Member, budget: Budget) -> Iterator[bytes]:
    """Yield the real bytes of a member; Refused as soon as they differ from what the directory declares."""
    budget.begin(member)
    count, checksum = 0, 0
    for piece in _inflated(data, member) if member.deflated else _stored(data, member):
        count += len(piece)
        if count > member.size:
            _refuse("размер части указан неверно")
        budget.spend(len(piece))
        checksum = zlib.crc32(piece, checksum)
        yield piece
    if count != member.size:
        _refuse("размер части указан неверно")
    if checksum != member.crc:
        raise Refused(Refusal.BROKEN)


def _directory(data: Data) -> tuple[int, int, int]:
    """Return start, size and count of the central directory, which must end exactly where its end record
    says."""
    at = data.rfind(b"PK\x05\x06", max(0, len(data) - _END.size - _LONGEST_COMMENT))
    if at < 0 or at + _END.size > len(data):
        raise Refused(Refusal.BROKEN)
    _, disk, first_disk, here, count, size, start, comment = _END.unpack_from(data, at)
    if at + _END.size + comment != len(data):
        _refuse("посторонние данные после документа")
    before = at
    if _MAX16 in {here, count} or _MAX32 in {size, start}:
        disk, first_disk, here, count, size, start, before = _directory64(data, at)
    if disk or first_disk or here != count or start + size != before:
        _refuse("оглавление архива не сходится")
    return start, size, count


def _directory64(data: Data, end: int) -> tuple[int, int, int, int, int, int, int]:
    locator = end - _LOCATOR.size
    if locator < 0 or data[locator : locator + 4] != b"PK\x06\x07":
        _refuse("оглавление архива не сходится")
    at = _LOCATOR.unpack_from(data, locator)[2]
    if at + _END64.size != locator or data[at : at + 4] != b"PK\x06\x06":
        _refuse("оглавление архива не сходится")
    _, _, _, _, disk, first_disk, here, count, size, start = _END64.unpack_from(data, at)
    return disk, first_disk, here, count, size, start, at


def _entry(data: Data, at: int, end: int) -> tuple[Member, tuple[int, int], int]:
    if at + _CENTRAL.size > end:
        _refuse("оглавление архива не сходится")
    (magic, made_by, _, flags, method, _, _, crc, packed, size, name_length, extra_length, comment_length,
     disk, _, attributes, offset) = _CENTRAL.unpack_from(data, at)  # fmt: skip
    next_at = at + _CENTRAL.size + name_length + extra_length + comment_length
    if magic != b"PK\x01\x02" or disk or next_at > end:
        _refuse("оглавление архива не сходится")
    if flags & _ENCRYPTED_BITS:
        raise Refused(Refusal.PASSWORD)
    if method not in {_STORED, _DEFLATED}:
        _refuse("неизвестный способ сжатия")
    raw_name = data[at + _CENTRAL.size : at + _CENTRAL.size + name_length]
    extra_at = at + _CENTRAL.size + name_length
    extra = data[extra_at : extra_at + extra_length]
    size, packed, offset = _wide(extra, size, packed, offset)
    if made_by >> 8 == _UNIX and (attributes >> 16) & _TYPE_MASK == _LINK:
        _refuse("ссылка вместо файла")
    start = _payload_start(data, offset, raw_name, flags=flags, method=method, sizes=(crc, packed, size))
    member = Member(_decoded(raw_name, flags), start, packed, size, crc, method == _DEFLATED)
    return member, (offset, start + packed), next_at


def _wide(extra: bytes, *values: int) -> tuple[int, int, int]:
    """Return the values with the 64-bit field in place of those that say «see there»."""
    field = _extra_field(extra, 1)
    wide, at = [], 0
    for value in values:
        if value != _MAX32:
            wide.append(value)
            continue
        if at + 8 > len(field):
            _refuse("оглавление архива не сходится")
        wide.append(int.from_bytes(field[at : at + 8], "little"))
        at += 8
    return wide[0], wide[1], wide[2]


def _extra_field(extra: bytes, wanted: int) -> bytes:
    at = 0
    while at + 4 <= len(extra):
        tag, length = struct.unpack_from("<HH", extra, at)
        if tag == wanted:
            return extra[at + 4 : at + 4 + length]
        at += 4 + length
    return b""


def _payload_start(
    data: Data, offset: int, name: bytes, *, flags: int, method: int, sizes: tuple[int, int, int]
) -> int:
    if offset + _LOCAL.size > len(data):
        _refuse("часть лежит вне файла")
    (magic, _, local_flags, local_method, _, _, crc, packed, size, name_length, extra_length) = (
        _LOCAL.unpack_from(data, offset)
    )
    start: int = offset + _LOCAL.size + name_length + extra_length
    local_name = data[offset + _LOCAL.size : offset + _LOCAL.size + name_length]
    if magic != b"PK\x03\x04" or local_name != name or local_method != method:
        _refuse("заголовок части не совпадает с оглавлением")
    if (local_flags ^ flags) & _ENCRYPTED_BITS:
        raise Refused(Refusal.PASSWORD)
    # With a descriptor the header may leave the numbers out; with 64-bit sizes it points to the extra field.
    for local, declared in zip((crc, packed, size), sizes, strict=True):
        left_out = local_flags & _DESCRIPTOR_BIT and local == 0
        if local not in {declared, _MAX32} and not left_out:
            _refuse("заголовок части не совпадает с оглавлением")
    return start


def _check_spans(spans: list[tuple[int, int]], directory: int) -> None:
    """The parts lie one after another from the first byte of the file up to the directory."""
    ordered = sorted(spans)
    if not ordered or ordered[0][0] != 0:
        _refuse("посторонние данные перед документом")
    ends = [start for start, _ in ordered[1:]] + [directory]
    for (_, end), limit in zip(ordered, ends, strict=True):
        if end > limit:
            _refuse("части перекрывают друг друга")


def _check_names(members: list[Member]) -> None:
    seen: set[str] = set()
    for member in members:
        key = member.name.casefold()
        if key in seen:
            _refuse("две части с одним именем")
        seen.add(key)
        if not member.name or _BAD_NAME.search(member.name):
            _refuse("недопустимое имя части")


def _decoded(name: bytes, flags: int) -> str:
    try:
        return name.decode("utf-8" if flags & _UTF8_BIT else "cp437")
    except UnicodeDecodeError:
        _refuse("недопустимое имя части")


def _stored(data: Data, member: Member) -> Iterator[bytes]:
    if member.packed != member.size:
        _refuse("размер части указан неверно")
    for at in range(member.start, member.start + member.packed, _INFLATED_PIECE):
        yield data[at : min(at + _INFLATED_PIECE, member.start + member.packed)]


def _inflated(data: Data, member: Member) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    at, end = member.start, member.start + member.packed
    try:
        while at < end and not inflater.eof:
            piece = data[at : min(at + _PIECE, end)]
            at += len(piece)
            while piece and not inflater.eof:
                yield inflater.decompress(piece, _INFLATED_PIECE)
                piece = inflater.unconsumed_tail
        yield inflater.flush()
    except zlib.error:
        raise Refused(Refusal.BROKEN) from None
    if not inflater.eof:
        raise Refused(Refusal.BROKEN)
    if inflater.unused_data or at < end:
        _refuse("посторонние данные внутри части")


def _refuse(part: str) -> NoReturn:
    raise Refused(Refusal.BAD_STRUCTURE, part=part)


def _refuse_bomb(limit: int) -> NoReturn:
    raise Refused(Refusal.BOMB, limit=f"{limit // MEBIBYTE} МБ")
