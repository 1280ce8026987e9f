"""Writes ZIP files whose bytes depend on their contents only."""

import io
import zipfile

_NO_TIME = (2020, 1, 1, 0, 0, 0)


def repacked(data: bytes) -> bytes:
    """The same archive with its entries in the same order and no time of writing."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        return packed([(entry.filename, source.read(entry)) for entry in source.infolist()])


def packed(entries: list[tuple[str, bytes]]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            info = zipfile.ZipInfo(name, _NO_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            archive.writestr(info, data)
    return target.getvalue()
