"""Column types that several tables share."""

import json
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Any

from sqlalchemy import JSON, Dialect, Enum, ForeignKey, String, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import mapped_column
from sqlalchemy.types import TypeDecorator

from webapp.database import UtcDateTime, now
from workflows.sheet import Sheet, from_json, to_json

Id = Annotated[int, mapped_column(primary_key=True)]
Code = Annotated[str, mapped_column(String(64))]
Line = Annotated[str, mapped_column(String(300))]
LongText = Annotated[str, mapped_column(Text)]
Sha256 = Annotated[str, mapped_column(String(64))]
Instant = Annotated[datetime, mapped_column(UtcDateTime)]
Created = Annotated[datetime, mapped_column(UtcDateTime, default=now)]
Json = Annotated[dict[str, Any], mapped_column(JSON().with_variant(JSONB(), "postgresql"), default=dict)]
JsonList = Annotated[list[Any], mapped_column(JSON().with_variant(JSONB(), "postgresql"), default=list)]

MunicipalityKey = Annotated[int, mapped_column(ForeignKey("municipality.id"))]
SchoolKey = Annotated[int, mapped_column(ForeignKey("school.id"))]
UserKey = Annotated[int, mapped_column(ForeignKey("user.id"))]
PackageKey = Annotated[int, mapped_column(ForeignKey("package.id"))]
VersionKey = Annotated[int, mapped_column(ForeignKey("version.id"))]


class ComposedSheet(TypeDecorator[Sheet]):
    """A criteria sheet as it was composed, kept as text: the same text is read into a sheet once."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Sheet | None, dialect: Dialect) -> str | None:
        return None if value is None else json.dumps(to_json(value), ensure_ascii=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Sheet | None:
        return None if value is None else _sheet(value)


@lru_cache(maxsize=64)
def _sheet(text: str) -> Sheet:
    return from_json(json.loads(text))


def word(kind: type[StrEnum]) -> Enum:
    """Return the column type of a word of the vocabulary: stored as its value, checked in Python."""
    return Enum(
        kind,
        native_enum=False,
        length=40,
        values_callable=lambda e: [m.value for m in e],
        validate_strings=True,
    )
