"""Signatures: who, in which role, of exactly which bytes, by which way; the agreement they rest on; stages reopened."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, literal_column
from sqlalchemy.orm import Mapped, mapped_column

from webapp.database import Base
from webapp.models.columns import (
    Created,
    Id,
    Json,
    Line,
    LongText,
    MunicipalityKey,
    Sha256,
    UserKey,
    word,
)
from workflows.signing import SignState, Way
from workflows.vocabulary import Role


class SignatureAgreement(Base):
    """The act by which a municipality lets its people sign in the system (63-ФЗ, ст. 9); the last is in force."""

    __tablename__ = "signature_agreement"
    __table_args__ = (Index("ix_signature_agreement_place", "municipality_id", "id"),)

    id: Mapped[Id]
    municipality_id: Mapped[MunicipalityKey]
    title: Mapped[Line]
    number: Mapped[Line]
    dated: Mapped[date]
    recorded_by_name: Mapped[Line]
    recorded_at: Mapped[Created]


class SignOff(Base):
    """One signature, or a refusal to sign. It never changes but for its end, when the stage is reopened."""

    __tablename__ = "sign_off"
    __table_args__ = (
        Index("ix_sign_off_report", "report_id"),
        Index("ix_sign_off_stage", "stage_id", "state"),
        Index(
            "uq_sign_off_standing",
            "report_id",
            "signer_id",
            unique=True,
            postgresql_where=literal_column("state in ('standing', 'declined')"),
            sqlite_where=literal_column("state in ('standing', 'declined')"),
        ),
    )

    id: Mapped[Id]
    municipality_id: Mapped[MunicipalityKey]
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    stage_id: Mapped[int | None] = mapped_column(ForeignKey("stage.id"))
    """The stage that is closed by it; None for a report on a roadmap."""
    state: Mapped[SignState] = mapped_column(word(SignState), default=SignState.STANDING)
    way: Mapped[Way | None] = mapped_column(word(Way))
    sha256: Mapped[Sha256]
    """Of the bytes that were signed: the PDF of the report."""
    data_sha256: Mapped[Sha256]
    signer_id: Mapped[UserKey]
    signer_name: Mapped[Line]
    signer_post: Mapped[Line] = mapped_column(default="")
    signer_role: Mapped[Role] = mapped_column(word(Role))
    signed_at: Mapped[Created]
    address: Mapped[Line] = mapped_column(default="")
    basis: Mapped[Line] = mapped_column(default="")
    """Requisites of the agreement, for a simple signature."""
    reason: Mapped[LongText] = mapped_column(default="")
    """Why signing was declined."""
    attachment_sha256: Mapped[str | None] = mapped_column(ForeignKey("stored_file.sha256"))
    attachment_name: Mapped[Line] = mapped_column(default="")
    certificate: Mapped[Json]
    """Of an attached signature: owner, issuer, serial, validity, algorithm, and what the check of it gave."""
    ended_at: Mapped[datetime | None]
    differences: Mapped[Json]
    """What had changed when it became outdated."""


class StageReopening(Base):
    """A signed stage taken up again, with its reason; visible for ever."""

    __tablename__ = "stage_reopening"
    __table_args__ = (Index("ix_stage_reopening_stage", "stage_id", "id"),)

    id: Mapped[Id]
    municipality_id: Mapped[MunicipalityKey]
    stage_id: Mapped[int] = mapped_column(ForeignKey("stage.id"))
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    reason: Mapped[LongText]
    by_id: Mapped[UserKey]
    by_name: Mapped[Line]
    by_role: Mapped[Role] = mapped_column(word(Role))
    at: Mapped[Created]
