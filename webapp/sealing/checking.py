"""Whether a sealed PDF is what was sealed: shown as valid only when nothing at all was changed after it (M18)."""

import io
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from webapp.own_thread import in_own_thread
from webapp.sealing.sealing import FIELD

BROKEN = (PdfError, SignatureValidationError, SigningError, ValueError, KeyError, TypeError, AttributeError)
"""What the library raises over a file that somebody has changed."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check of a PDF gave. `genuine`: sealed by one of the known certificates and not changed since."""

    sealed: bool
    genuine: bool
    owner: str = ""
    serial: str = ""
    at: datetime | None = None


NOT_SEALED = Checked(sealed=False, genuine=False)
CHANGED = Checked(sealed=True, genuine=False)


def check(document: bytes, known: tuple[x509.Certificate, ...]) -> Checked:
    """Return whether the seal stands, whole, by a known certificate. Any doubt is «changed», never an error.

    The certificate need not be valid today: it must have been when the paper was sealed."""
    try:
        found = [
            one for one in PdfFileReader(io.BytesIO(document)).embedded_signatures if one.field_name == FIELD
        ]
        if not found:
            return NOT_SEALED
        return _judged(found[0], known)
    except BROKEN:
        return CHANGED


def _judged(seal: Any, known: tuple[x509.Certificate, ...]) -> Checked:
    roots = [asn1_x509.Certificate.load(one.public_bytes(Encoding.DER)) for one in known]
    at = seal.self_reported_timestamp
    context = ValidationContext(trust_roots=roots, moment=at, allow_fetching=False, best_signature_time=at)
    status = in_own_thread(lambda: validate_pdf_signature(seal, context))
    whole = status.coverage is SignatureCoverageLevel.ENTIRE_FILE and status.modification_level in {
        None,
        ModificationLevel.NONE,
    }
    certificate = status.signing_cert
    named = certificate.subject.native
    return Checked(
        sealed=True,
        genuine=bool(status.bottom_line and whole),
        owner=str(named.get("organization_name") or named.get("common_name", "")),
        serial=f"{certificate.serial_number:X}",
        at=at,
    )
