"""A seal on a PDF: a signature of the whole file (PAdES-B-B, no time stamp) with a visible mark on the last page.

The mark stands below the footer, where our papers leave the margin free."""

import io
from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.font.opentype import GlyphAccumulatorFactory
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, InnerScaling, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.text import TextBoxStyle
from pyhanko.sign import fields, signers
from pyhanko.stamp import TextStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from webapp.own_thread import in_own_thread
from webapp.sealing.keeping import Seal

FIELD = "Seal"
FONT = Path(__file__).resolve().parents[1] / "fonts" / "PTS55F.ttf"
LAST_PAGE = -1
BOX = (57, 6, 457, 28)
"""Points from the lower left corner of the sheet."""
SMALL = 7
AIR = 3
DIGEST = "sha256"


def sealed(document: bytes, seal: Seal, *, at: datetime, zone: ZoneInfo) -> bytes:
    """Return the PDF with the seal on it; what was there stays byte for byte, the seal is appended.

    `at` is told in the mark, in the time of `zone`; it is our own clock, no authority confirms it."""
    signer = signers.SimpleSigner(
        signing_cert=_certificate(seal.certificate),
        signing_key=asn1_keys.PrivateKeyInfo.load(
            seal.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        ),
        cert_registry=SimpleCertificateStore.from_certs([_certificate(one) for one in seal.chain]),
    )
    about = signers.PdfSignatureMetadata(
        field_name=FIELD, md_algorithm=DIGEST, subfilter=fields.SigSeedSubFilter.PADES, name=seal.owner
    )
    press = signers.PdfSigner(
        about,
        signer,
        stamp_style=_style(_words(seal, at.astimezone(zone))),
        new_field_spec=fields.SigFieldSpec(FIELD, on_page=LAST_PAGE, box=BOX),
    )
    paper = IncrementalPdfFileWriter(io.BytesIO(document))
    found: io.BytesIO = in_own_thread(lambda: press.sign_pdf(paper))
    return found.getvalue()


def _words(seal: Seal, at: datetime) -> str:
    return (
        f"Заверено электронной печатью: {seal.owner}. {at:%d.%m.%Y %H:%M}\n"
        f"Сертификат {seal.serial}, действителен до {seal.until:%d.%m.%Y}"
    )


def _style(words: str) -> TextStampStyle:
    text = TextBoxStyle(font=_font(), font_size=SMALL, leading=SMALL + 1, box_layout_rule=_placed(air=0))
    return TextStampStyle(
        stamp_text=words, text_box_style=text, inner_content_layout=_placed(air=AIR), border_width=1
    )


def _placed(*, air: int) -> SimpleBoxLayoutRule:
    return SimpleBoxLayoutRule(
        x_align=AxisAlignment.ALIGN_MIN,
        y_align=AxisAlignment.ALIGN_MID,
        margins=Margins.uniform(air),
        inner_content_scaling=InnerScaling.SHRINK_TO_FIT,
    )


@cache
def _font() -> GlyphAccumulatorFactory:
    return GlyphAccumulatorFactory(str(FONT))


def _certificate(one: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(one.public_bytes(Encoding.DER))
