"""Signatures as pages show them: who, when, by which way, of which bytes, or why not."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from flask import url_for

from webapp.formatting import date_ru, datetime_ru, fio_short
from workflows.signing import Checked, SignState

if TYPE_CHECKING:
    from webapp.models import SignOff


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """A signature or a refusal, in words; `file_url` leads to what was attached, '' where nothing was."""

    status: SignState
    who: str
    at: str
    way: str
    details: tuple[str, ...]
    file_name: str = ""
    file_url: str = ""


def signature_lines(
    signatures: "Iterable[SignOff]", number: str, zone: ZoneInfo
) -> tuple[SignatureLine, ...]:
    """Return who signed a report, by which way and of which bytes, or why not."""
    return tuple(
        SignatureLine(
            one.state,
            f"{one.signer_post or one.signer_role.label} {fio_short(one.signer_name)}",
            datetime_ru(one.signed_at, zone),
            one.way.label if one.way else "",
            tuple(words for words in _details(one, zone) if words),
            one.attachment_name,
            url_for("signing.attached", report=number, signature=one.id) if one.attachment_sha256 else "",
        )
        for one in signatures
    )


def _details(one: "SignOff", zone: ZoneInfo) -> Iterator[str]:
    yield f"Основание: {one.basis}" if one.basis else ""
    yield f"Причина: {one.reason}" if one.reason else ""
    if "signed_by" in one.certificate:
        day = date.fromisoformat(one.certificate["signed_on"])
        yield f"На бумаге подписал: {one.certificate['signed_by']}, {date_ru(day)}"
    elif one.certificate:
        yield from _certificate(one.certificate, zone)
    yield f"SHA-256 подписанного файла: {one.sha256}" if one.way else ""
    yield f"Устарела {datetime_ru(one.ended_at, zone)}" if one.ended_at else ""


def _certificate(said: dict[str, Any], zone: ZoneInfo) -> Iterator[str]:
    owner = ", ".join(words for words in (said["owner"], said["post"], said["organisation"]) if words)
    since, until = (datetime.fromisoformat(said[name]).astimezone(zone).date() for name in ("since", "until"))
    yield f"Владелец сертификата: {owner}"
    yield f"Сертификат {said['serial']}, выдал: {said['issuer']}, действует с {since:%d.%m.%Y} по {until:%d.%m.%Y}"
    if said["signed_at"]:
        at = datetime.fromisoformat(said["signed_at"])
        yield f"Время по часам подписавшего: {datetime_ru(at, zone)}"
    yield f"Алгоритм: {said['algorithm']}"
    yield f"{Checked(said['checked']).label}."
