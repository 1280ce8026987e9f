"""A detached electronic signature (CMS, .sig or .p7s): whose certificate it names, and whether it is of this document.

Only what can truly be checked is called checked: RSA and ECDSA are verified by the library, their chain up to the
certificates the operator trusts. GOST signatures are read and not checked; the page says so (63-ФЗ, К21)."""

import asyncio
import base64
import binascii
import hashlib
import io
import logging
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from asn1crypto import algos, cms
from asn1crypto import x509 as asn1_x509
from pyhanko.sign.validation.generic_cms import async_validate_detached_cms
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext

from webapp.errors import Invalid
from webapp.own_thread import in_own_thread
from workflows.signing import Checked

log = logging.getLogger(__name__)
LARGEST = 1024 * 1024
DIGESTS = {"sha1": "sha1", "sha256": "sha256", "sha384": "sha384", "sha512": "sha512"}
CHECKABLE = frozenset({"rsassa_pkcs1v15", "rsassa_pss", "ecdsa"})
GOST = {
    "1.2.643.7.1.1.1.1": "ГОСТ Р 34.10-2012, 256 бит",
    "1.2.643.7.1.1.1.2": "ГОСТ Р 34.10-2012, 512 бит",
    "1.2.643.2.2.19": "ГОСТ Р 34.10-2001",
}
NOT_A_SIGNATURE = (
    "Файл не похож на электронную подпись. Нужна отсоединённая подпись (.sig или .p7s) с сертификатом внутри."
)
NO_CERTIFICATE = "В файле подписи нет сертификата. Создайте подпись заново и включите в неё сертификат."
ANOTHER = "Подпись относится к другому файлу. Скачайте PDF отчёта ещё раз и подпишите именно его."
_PEM = re.compile(rb"-----BEGIN [A-Z0-9 ]+-----(.+?)-----END [A-Z0-9 ]+-----", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Detached:
    """What a signature says of itself, and what the check of it gave."""

    owner: str
    post: str
    organisation: str
    issuer: str
    serial: str
    since: datetime
    until: datetime
    algorithm: str
    signed_at: datetime | None
    checked: Checked


def read(content: bytes, document: bytes, trusted: tuple[asn1_x509.Certificate, ...] = ()) -> Detached:
    """Return what a detached signature says; Invalid for what is none, and for one of another document."""
    if len(content) > LARGEST:
        raise Invalid(NOT_A_SIGNATURE, "signature")
    try:
        data = _signed_data(content)
        signer = data["signer_infos"][0]
        certificate = _certificate(data, signer)
        return _said(data, signer, certificate, document, trusted)
    except Invalid:
        raise
    except Exception as error:  # over foreign bytes three libraries raise whatever they like
        log.info("not a signature", extra={"fields": {"error": type(error).__name__}})
        raise Invalid(NOT_A_SIGNATURE, "signature") from None


def trusted_of(folder: Path) -> tuple[asn1_x509.Certificate, ...]:
    """Return the certificates of authorities that the operator put into a folder; damaged files are passed by."""
    found = []
    for path in sorted(folder.glob("*")):
        try:
            found += [asn1_x509.Certificate.load(one) for one in _blocks(path.read_bytes())]
        except (OSError, ValueError):
            continue
    return tuple(found)


def _signed_data(content: bytes) -> Any:
    info = cms.ContentInfo.load(_blocks(content)[0], strict=True)
    if info["content_type"].native != "signed_data" or not len(info["content"]["signer_infos"]):
        raise Invalid(NOT_A_SIGNATURE, "signature")
    return info["content"]


def _blocks(content: bytes) -> list[bytes]:
    """Return the bytes of DER, PEM, or of bare base64, as signing programs write them."""
    if content[:1] == b"\x30":
        return [content]
    pieces = _PEM.findall(content) or [content]
    try:
        return [base64.b64decode(b"".join(one.split()), validate=True) for one in pieces]
    except binascii.Error:
        raise ValueError("neither DER nor base64") from None


def _certificate(data: Any, signer: Any) -> asn1_x509.Certificate:
    named, certificates = (
        signer["sid"],
        [one.chosen for one in data["certificates"] or () if one.name == "certificate"],
    )
    for one in certificates:
        if named.name == "issuer_and_serial_number":
            wanted = named.chosen
            if one.serial_number == wanted["serial_number"].native and one.issuer == wanted["issuer"]:
                return one
        elif one.key_identifier == named.chosen.native:
            return one
    raise Invalid(NO_CERTIFICATE, "signature")


def _said(
    data: Any,
    signer: Any,
    certificate: asn1_x509.Certificate,
    document: bytes,
    trusted: tuple[asn1_x509.Certificate, ...],
) -> Detached:
    attributes = {one["type"].native: one["values"] for one in signer["signed_attrs"] or ()}
    held = data["encap_content_info"]["content"]
    if held.native is not None and held.native != document:
        raise Invalid(ANOTHER, "signature")
    digest = DIGESTS.get(str(signer["digest_algorithm"]["algorithm"].native))
    told = attributes["message_digest"][0].native if "message_digest" in attributes else None
    if digest and told is not None and hashlib.new(digest, document).digest() != told:
        raise Invalid(ANOTHER, "signature")
    subject, at = certificate.subject.native, attributes.get("signing_time")
    return Detached(
        owner=_line(subject.get("common_name")) or certificate.subject.human_friendly,
        post=_line(subject.get("title")),
        organisation=_line(subject.get("organization_name")),
        issuer=_line(certificate.issuer.native.get("common_name")) or certificate.issuer.human_friendly,
        serial=f"{certificate.serial_number:X}",
        since=certificate.not_valid_before,
        until=certificate.not_valid_after,
        algorithm=_algorithm(certificate),
        signed_at=at[0].native if at is not None else None,
        checked=_checked(data, signer, document, trusted) if digest else Checked.NOT_CHECKED,
    )


def _line(value: Any) -> str:
    return " ".join(str(value[0] if isinstance(value, list) else value or "").split())[:200]


def _algorithm(certificate: asn1_x509.Certificate) -> str:
    kind = certificate.public_key["algorithm"]["algorithm"]
    return GOST.get(kind.dotted) or {"rsa": "RSA", "ec": "ECDSA"}.get(str(kind.native), str(kind.native))


def _checked(data: Any, signer: Any, document: bytes, trusted: tuple[asn1_x509.Certificate, ...]) -> Checked:
    algorithm: algos.SignedDigestAlgorithm = signer["signature_algorithm"]
    try:
        kind = algorithm.signature_algo
    except ValueError:
        return Checked.NOT_CHECKED
    if kind not in CHECKABLE:
        return Checked.NOT_CHECKED
    context = ValidationContext(trust_roots=list(trusted), allow_fetching=False)
    any_use = KeyUsageConstraints(key_usage=set())
    status = in_own_thread(
        lambda: asyncio.run(
            async_validate_detached_cms(
                io.BytesIO(document), data, signer_validation_context=context, key_usage_settings=any_use
            )
        )
    )
    if not (status.intact and status.valid):
        raise Invalid(ANOTHER, "signature")
    return Checked.VALID if status.trusted else Checked.UNTRUSTED
