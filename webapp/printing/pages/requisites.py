"""The head, the foot and the origin of a document, as the templates print them."""

import io
from collections.abc import Sequence

import segno

from webapp.formatting import date_ru, filesize_ru
from webapp.printing.contents import FileLine, Organisation, Person, Provenance, Requisites, SignatureMark
from webapp.printing.pages.tables import Page, Row, numbered
from webapp.printing.wording import day, exact_moment

_MARGIN, _LONG_KEPT_MARGIN = 20, 30  # millimetres on the left, ГОСТ Р 7.0.97-2025
_SHORT_HASH = 16  # characters of the seal in the footer: enough to tell two editions apart by eye


def requisites_page(requisites: Requisites) -> Page:
    """The requisites in the order of ГОСТ Р 7.0.97-2025."""
    approval = requisites.approval
    return {
        **organisation_page(requisites.organisation),
        "document_kind": requisites.document_kind.upper(),
        "date": date_ru(requisites.issued_on),
        "number": f"№\u00a0{requisites.number}",
        "place": requisites.place,
        "heading": requisites.heading,
        "approval": None
        if approval is None
        else {
            "post": approval.post,
            "name": approval.name,
            "date": date_ru(approval.on) if approval.on else "«___» _____________ 20___ г.",
        },
        "signatories": [{"post": person.post, "name": person.name} for person in requisites.signatories],
        "marks": [_mark(mark) for mark in requisites.signature_marks],
        "margin": _LONG_KEPT_MARGIN if requisites.long_kept else _MARGIN,
    }


def organisation_page(organisation: Organisation) -> Page:
    """The name of the organisation and the lines around it."""
    return {
        "parent": organisation.parent,
        "organisation": organisation.name,
        "details": organisation.details,
    }


def origin_page(provenance: Provenance, subject: str) -> Page:
    """As of when, by which seal, where to check; `subject` («Отчёт № 12») opens the line of the footer."""
    as_of = exact_moment(provenance.as_of)
    seal = provenance.data_hash
    parts = [subject, f"данные на {as_of}"]
    if seal:
        parts.append(f"SHA-256 данных {seal[:_SHORT_HASH]}…")
    return {
        "footer": "; ".join(parts),
        "as_of": f"Данные приведены по состоянию на {as_of}.",
        "seal": _seal(provenance),
        "code": provenance.verification_code,
        "url": provenance.verification_url,
        "check": _check(provenance),
        "qr": qr_svg(provenance.verification_url) if provenance.verification_url else "",
    }


def qr_svg(address: str) -> str:
    """The QR code of an address as SVG, black on white with its quiet zone."""
    drawing = io.BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(drawing, kind="svg", border=4, xmldecl=False, omitsize=True, light="#fff")
    return drawing.getvalue().decode()


def file_rows(files: Sequence[FileLine]) -> list[Row]:
    """№, slot, name, size, SHA-256."""
    return numbered([[file.slot, file.name, filesize_ru(file.size), file.sha256] for file in files])


def people(persons: Sequence[Person]) -> list[str]:
    """«Муниципальный координатор М. П. Образцова»: one line each."""
    return [f"{person.post} {person.name}".strip() for person in persons]


def _seal(provenance: Provenance) -> str:
    told = [f"Контрольная сумма данных (SHA-256): {provenance.data_hash}"] if provenance.data_hash else []
    if provenance.journal:
        told.append(f"Конец журнала действий: {provenance.journal}")
    return ". ".join(told)


def _check(provenance: Provenance) -> str:
    if not provenance.verification_url:
        return ""
    words = "Подлинность документа можно проверить по адресу, указанному в QR-коде"
    return f"{words}, или по коду проверки:" if provenance.verification_code else f"{words}:"


def _mark(mark: SignatureMark) -> Page:
    return {
        "title": "Документ подписан электронной подписью",
        "lines": [
            f"Сертификат: {mark.certificate}",
            f"Владелец: {mark.owner}",
            f"Действителен: с {day(mark.valid_from)} по {day(mark.valid_to)}",
            *([mark.way] if mark.way else []),
        ],
    }
