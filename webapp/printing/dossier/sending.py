"""The whole ZIP as somebody takes it: the kept pages, then the documents from the store, each hashed on its way."""

import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from webapp.printing.dossier.making import Sum
from webapp.printing.zipping import ZipStream, member
from webapp.storage import MissingFile

ABSENT = "НЕТ В ДОСЬЕ.txt"
_INTRODUCTION = (
    "Содержимое этих документов было в системе, когда досье составили, а при его скачивании его уже не было.",
    "Проверка на странице index.html покажет их как отсутствующие.",
)


@dataclass(frozen=True, slots=True)
class Document:
    """A kept file; `chunks` opens its bytes. `gone` says in words why its content is not given any more."""

    sum: Sum
    chunks: Callable[[], Iterable[bytes]]
    gone: str = ""


def whole(pages: BinaryIO, documents: Iterable[Document], at: datetime) -> Iterator[bytes]:
    """The ZIP in pieces as they are made, dated by the wall clock of `at`.

    A document that is gone meanwhile is named in a list of its own; one whose bytes are others breaks the archive off
    (`FileDiffers`)."""
    stream, absent = ZipStream(), list[str]()
    with pages, zipfile.ZipFile(pages) as kept:
        for name in kept.namelist():
            yield from stream.add(member(name, at), kept.read(name))
    for document in documents:
        one, gone = document.sum, document.gone
        try:
            if not gone:
                entry = member(one.path, at)
                yield from stream.add_checked(entry, document.chunks(), size=one.size, sha256=one.sha256)
        except MissingFile as error:
            gone = str(error)
        if gone:
            absent.append(f"{one.path}\r\n   {gone}\r\n   SHA-256: {one.sha256}\r\n")
    if absent:
        text = "\r\n".join((*_INTRODUCTION, "", *absent))
        yield from stream.add(member(ABSENT, at), text.encode("utf-8-sig"))
    yield from stream.close()
