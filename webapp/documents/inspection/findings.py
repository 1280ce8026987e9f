"""What an inspection found, or the reason it stopped."""

import mmap
from dataclasses import dataclass, field
from typing import BinaryIO

from workflows.file_rules import FileKind, Limits, Notice, Refusal


@dataclass(frozen=True, slots=True)
class Source:
    """A file under inspection: its bytes mapped, the same as a stream, and the extension of its name."""

    data: mmap.mmap
    stream: BinaryIO
    extension: str
    limits: Limits


@dataclass(frozen=True, slots=True)
class Findings:
    """An acceptable file. Sizes of an image in pixels."""

    kind: FileKind
    pages: int | None = None
    width: int | None = None
    height: int | None = None
    encoding: str | None = None
    notices: frozenset[Notice] = field(default_factory=frozenset)


class Refused(Exception):
    """The file is not taken; `facts` fill the places of the sentence."""

    def __init__(self, code: Refusal, **facts: object) -> None:
        self.code = code
        self.facts = {key: str(value) for key, value in facts.items()}
        super().__init__(code)
