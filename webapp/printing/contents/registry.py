"""Which contents belong to which kind of printed document."""

from enum import StrEnum

from webapp.printing.contents.agreement import AgreementSheet
from webapp.printing.contents.codec import Contents
from webapp.printing.contents.conclusion import PackageConclusion
from webapp.printing.contents.diary_report import DiaryReport
from webapp.printing.contents.letter import SchoolLetter
from webapp.printing.contents.receipt import PackageReceipt
from webapp.printing.contents.roadmap_report import RoadmapReport
from webapp.printing.contents.stage_report import StageReport


class Kind(StrEnum):
    """A kind of printed document; the value names its templates in `templates/reports/`."""

    CONCLUSION = "conclusion"
    STAGE_REPORT = "stage_report"
    RECEIPT = "receipt"
    AGREEMENT = "agreement"
    LETTER = "letter"
    ROADMAP_REPORT = "roadmap_report"
    DIARY = "diary"


CONTENTS: dict[Kind, type[Contents]] = {
    Kind.CONCLUSION: PackageConclusion,
    Kind.STAGE_REPORT: StageReport,
    Kind.RECEIPT: PackageReceipt,
    Kind.AGREEMENT: AgreementSheet,
    Kind.LETTER: SchoolLetter,
    Kind.ROADMAP_REPORT: RoadmapReport,
    Kind.DIARY: DiaryReport,
}
