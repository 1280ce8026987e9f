"""The dossier of a package or a stage: pages that open anywhere without a network, documents, checksums (ADR 0061).

`values` says what a dossier holds, `pages` makes its pages, `making` the part that is kept, `sending` the whole ZIP."""

from webapp.printing.dossier.making import Made, Pages, Sum
from webapp.printing.dossier.sending import Document, whole
from webapp.printing.dossier.values import (
    Case,
    CaseFile,
    CaseLetter,
    CaseMark,
    CaseRemark,
    CaseSheet,
    CaseVersion,
    Contents,
    Fact,
    Group,
    Happening,
    Paper,
    Title,
)

__all__ = [
    "Case", "CaseFile", "CaseLetter", "CaseMark", "CaseRemark", "CaseSheet", "CaseVersion", "Contents", "Document",
    "Fact", "Group", "Happening", "Made", "Pages", "Paper", "Sum", "Title", "whole",
]  # fmt: skip
