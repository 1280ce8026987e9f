"""Column types that several tables share."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from sqlalchemy import JSON, Enum, ForeignKey, String, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import mapped_column

from webapp.database import UtcDateTime, now

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


def word(kind: type[StrEnum]) -> Enum:
    """Return the column type of a word of the vocabulary: stored as its value, checked in Python."""
    return Enum(
        kind,
        native_enum=False,
        length=40,
        values_callable=lambda e: [m.value for m in e],
        validate_strings=True,
    )
