"""Seals on disk: for each municipality a private key and its certificates, readable by their owner only.

They lie in `seal/` of the data folder, where a backup finds them; the database knows nothing of them."""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeAlias

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    pkcs12,
)
from cryptography.x509.oid import NameOID

from webapp.database import now
from webapp.errors import Invalid

Key: TypeAlias = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
CODE = re.compile(r"[\w-]{1,64}")
YEAR = timedelta(days=365)
LONGEST_NAME = 64
"""Bytes of a common name in a certificate; the organisation stands there whole."""
NOT_READ = (
    "Файл печати не прочитан: нужен контейнер PKCS#12 (.p12, .pfx) с ключом RSA или ECDSA и верный пароль."
)


@dataclass(frozen=True, slots=True)
class Seal:
    """What an organisation seals with; `chain` are the certificates above its own."""

    key: Key
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()

    @property
    def owner(self) -> str:
        subject = self.certificate.subject
        for kind in (NameOID.ORGANIZATION_NAME, NameOID.COMMON_NAME):
            if found := subject.get_attributes_for_oid(kind):
                return str(found[0].value)
        return subject.rfc4514_string()

    @property
    def serial(self) -> str:
        return f"{self.certificate.serial_number:X}"

    @property
    def until(self) -> datetime:
        return self.certificate.not_valid_after_utc

    def is_valid(self, at: datetime) -> bool:
        return self.certificate.not_valid_before_utc <= at <= self.until


def init(folder: Path, code: str, owner: str, *, years: int, replace: bool = False) -> Seal:
    """Make a key (ECDSA P-256) and a certificate that it signs itself, and keep them; returns the seal.

    Raises Invalid where there is one already, unless it is to be replaced: papers sealed before stay as they are."""
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "RU"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, owner),
            x509.NameAttribute(NameOID.COMMON_NAME, _short(owner)),
        ]
    )
    key = ec.generate_private_key(ec.SECP256R1())
    public, begins = key.public_key(), now() - timedelta(minutes=5)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + years * YEAR)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .sign(key, hashes.SHA256())
    )
    return _keep(folder, code, Seal(key, certificate), replace=replace)


def take(folder: Path, code: str, content: bytes, password: str, *, replace: bool = False) -> Seal:
    """Keep a seal that an authority issued, from a PKCS#12 container; raises Invalid for what is none."""
    try:
        key, certificate, chain = pkcs12.load_key_and_certificates(content, password.encode() or None)
    except ValueError:
        raise Invalid(NOT_READ) from None
    if certificate is None or not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise Invalid(NOT_READ)
    found = Seal(key, certificate, tuple(chain))
    if not found.is_valid(now()):
        raise Invalid(f"Сертификат печати действует до {found.until:%d.%m.%Y}. Получите новый и укажите его.")
    return _keep(folder, code, found, replace=replace)


def seal_of(folder: Path, code: str) -> Seal | None:
    """Return the seal of a municipality; None where there is none. Raises Invalid for a file that is damaged."""
    path = _path(folder, code)
    if not path.exists():
        return None
    content = path.read_bytes()
    try:
        key = load_pem_private_key(content, None)
        certificates = x509.load_pem_x509_certificates(content)
    except ValueError:
        raise Invalid(f"Файл печати {path.name} повреждён. Верните его из резервной копии.") from None
    assert isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey)
    return Seal(key, certificates[0], tuple(certificates[1:]))


def known(folder: Path) -> tuple[x509.Certificate, ...]:
    """Return the certificate of every seal there is or was: papers sealed by a former one stay genuine."""
    place = folder / "seal"
    found = (seal_of(folder, path.stem) for path in sorted(place.glob("*.pem")))
    former = (x509.load_pem_x509_certificate(path.read_bytes()) for path in sorted(place.glob("*.crt")))
    return (*(one.certificate for one in found if one is not None), *former)


def certificate_of(found: Seal) -> str:
    """Return the certificate as PEM, to be given to those who check papers without the system."""
    return found.certificate.public_bytes(Encoding.PEM).decode("ascii")


def _keep(folder: Path, code: str, found: Seal, *, replace: bool) -> Seal:
    path = _path(folder, code)
    if path.exists() and not replace:
        raise Invalid(
            "Печать у этого муниципалитета уже есть. Чтобы заменить её, повторите команду с параметром --replace."
        )
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if former := seal_of(folder, code):
        path.with_suffix(f".{former.serial}.crt").write_text(certificate_of(former), encoding="ascii")
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
        target.write(found.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        for one in (found.certificate, *found.chain):
            target.write(one.public_bytes(Encoding.PEM))
        target.flush()
        os.fsync(target.fileno())
    part.replace(path)
    return found


def _path(folder: Path, code: str) -> Path:
    assert CODE.fullmatch(code), code
    return folder / "seal" / f"{code}.pem"


def _short(owner: str) -> str:
    words = owner.split()
    while len(words) > 1 and len(" ".join(words).encode()) > LONGEST_NAME:
        words.pop()
    return " ".join(words).encode()[:LONGEST_NAME].decode(errors="ignore")


def _usage() -> x509.KeyUsage:
    unused: Sequence[str] = (
        "key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign", "encipher_only",
        "decipher_only",
    )  # fmt: skip
    return x509.KeyUsage(digital_signature=True, content_commitment=True, **dict.fromkeys(unused, False))
