"""Frozen dataclasses to canonical JSON and back, and the seal that proves nobody touched them since."""

import dataclasses
import hashlib
import json
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, Self, get_args, get_origin, get_type_hints

LATER = {"later": True}
"""Marks a field that older records do not have; give it a default."""


class Damaged(ValueError):
    """The JSON does not describe this kind of document; the message names the field."""


class Contents:
    """A document's contents: `to_json`, `from_json`, `sealed`. Mixed into the dataclass of each kind.

    The kind holds a field `provenance` with a text field `data_hash`: the seal is written there.
    """

    __slots__ = ()

    def to_json(self) -> str:
        """Canonical JSON (sorted keys, no spaces, Russian as is): the same contents give the same bytes."""
        return json.dumps(_plain(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The contents that `to_json` wrote; a field absent from an older record takes its default.

        Raises `Damaged` for anything else.
        """
        try:
            value = json.loads(text)
        except ValueError as error:
            raise Damaged(f"{cls.__name__}: not JSON") from error
        contents: Self = _built(cls, value, cls.__name__)
        return contents

    def seal(self) -> str:
        """SHA-256, in hexadecimal, of the contents with the place of the seal left empty."""
        return hashlib.sha256(self._with_hash("").to_json().encode(errors="surrogatepass")).hexdigest()

    def sealed(self) -> Self:
        """The same contents with the seal written into `provenance.data_hash`."""
        return self._with_hash(self.seal())

    def is_intact(self) -> bool:
        """Whether the seal agrees with the contents."""
        provenance: Any = getattr(self, "provenance")  # noqa: B009  (the field belongs to the dataclass of the kind)
        return bool(provenance.data_hash) and provenance.data_hash == self.seal()

    def _with_hash(self, data_hash: str) -> Self:
        document: Any = self
        provenance = dataclasses.replace(document.provenance, data_hash=data_hash)
        copy: Self = dataclasses.replace(document, provenance=provenance)
        return copy


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return {
            field.name: _plain(getattr(value, field.name))
            for field in dataclasses.fields(value)
            if _is_told(value, field)
        }
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, date):  # a datetime is a date
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value


def _is_told(value: Any, field: dataclasses.Field[Any]) -> bool:
    """A field that came later is left out while it is empty: the seals of older records hold."""
    return not (field.metadata.get("later") and getattr(value, field.name) == field.default)


@cache
def _fields(cls: type) -> dict[str, tuple[Any, bool]]:
    """Field name → (type, whether it must be given)."""
    hints = get_type_hints(cls)
    absent = dataclasses.MISSING
    return {
        field.name: (hints[field.name], field.default is absent and field.default_factory is absent)
        for field in dataclasses.fields(cls)
    }


def _built(cls: type, value: Any, where: str) -> Any:
    if not isinstance(value, dict):
        raise Damaged(f"{where}: an object is expected")
    fields = _fields(cls)
    if unknown := value.keys() - fields.keys():
        raise Damaged(f"{where}: unknown fields {', '.join(sorted(unknown))}")
    if absent := {name for name, (_, needed) in fields.items() if needed} - value.keys():
        raise Damaged(f"{where}: absent fields {', '.join(sorted(absent))}")
    return cls(**{name: _restored(fields[name][0], item, f"{where}.{name}") for name, item in value.items()})


def _restored(kind: Any, value: Any, where: str) -> Any:
    if get_origin(kind) is UnionType:
        if value is None:
            return None
        (kind,) = (option for option in get_args(kind) if option is not type(None))
    if get_origin(kind) is tuple:
        return _tuple(get_args(kind)[0], value, where)
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return _built(kind, value, where)
    return _scalar(kind, value, where)


def _tuple(item_kind: Any, value: Any, where: str) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise Damaged(f"{where}: a list is expected")
    return tuple(_restored(item_kind, item, f"{where}[{index}]") for index, item in enumerate(value))


_FROM_TEXT: dict[type, Callable[[str], Any]] = {
    date: date.fromisoformat,
    datetime: datetime.fromisoformat,
    Decimal: Decimal,
}


def _scalar(kind: type, value: Any, where: str) -> Any:
    if type(value) is kind:
        return value
    if not isinstance(value, str):
        raise Damaged(f"{where}: {kind.__name__} is expected")
    reader: Callable[[str], Any] | None = kind if issubclass(kind, StrEnum) else _FROM_TEXT.get(kind)
    if reader is None:
        raise Damaged(f"{where}: {kind.__name__} is expected")
    try:
        return reader(value)
    except (ValueError, ArithmeticError) as error:
        raise Damaged(f"{where}: {kind.__name__} is expected") from error
