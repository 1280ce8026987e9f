"""The page of «Расписка о приёме пакета»."""

from webapp.printing.contents import PackageReceipt
from webapp.printing.pages.requisites import file_rows, organisation_page, origin_page
from webapp.printing.pages.tables import Numbering, Page
from webapp.printing.wording import exact_moment, minute_moment


def receipt_page(receipt: PackageReceipt) -> Page:
    """The page of one receipt."""
    facts = [
        ["Школа", receipt.school],
        ["Пакет документов", f"{receipt.kind_title}, № {receipt.package_number}, редакция {receipt.version}"],
        ["Проект", receipt.programme],
        ["Этап экспертизы", receipt.stage],
        ["Принят", exact_moment(receipt.received)],
        ["Направил", f"{receipt.sender.post} {receipt.sender.name}".strip()],
    ]
    if receipt.late_reason:
        facts.append(["Принят после окончания приёма", receipt.late_reason])
    return {
        "title": f"Расписка о приёме пакета № {receipt.package_number}",
        "requisites": {
            **organisation_page(receipt.organisation),
            "document_kind": "РАСПИСКА О ПРИЁМЕ ПАКЕТА",
            "number": f"№\u00a0{receipt.package_number}",
            "date": minute_moment(receipt.received),
            "margin": 20,
        },
        "origin": origin_page(receipt.provenance, f"Расписка по пакету №\u00a0{receipt.package_number}"),
        "facts": facts,
        "steps": list(receipt.next_steps),
        "tables": {"received": Numbering().table("received", file_rows(receipt.files))},
    }
