"""Signatures as pages show them: who, when, by which way, of which bytes, or why not."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from webapp.formatting import datetime_ru, fio_short
from workflows.signing import SignState

if TYPE_CHECKING:
    from webapp.models import SignOff


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """A signature or a refusal, in words."""

    status: SignState
    who: str
    at: str
    way: str
    details: tuple[str, ...]


def signature_lines(signatures: "Iterable[SignOff]", zone: ZoneInfo) -> tuple[SignatureLine, ...]:
    """Return who signed, by which way and of which bytes, or why not."""
    return tuple(
        SignatureLine(
            one.state,
            f"{one.signer_post or one.signer_role.label} {fio_short(one.signer_name)}",
            datetime_ru(one.signed_at, zone),
            one.way.label if one.way else "",
            tuple(
                words
                for words in (
                    f"Основание: {one.basis}" if one.basis else "",
                    f"Причина: {one.reason}" if one.reason else "",
                    f"SHA-256 подписанного файла: {one.sha256}" if one.way else "",
                    f"Устарела {datetime_ru(one.ended_at, zone)}" if one.ended_at else "",
                )
                if words
            ),
        )
        for one in signatures
    )
