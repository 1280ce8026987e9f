"""Typed tables. They know each other and `webapp.database`, nothing else of the product."""

from webapp.models.calendar import CalendarDay
from webapp.models.copies import CommonMark, TextMark, TextSketch
from webapp.models.evidence import EvidenceLink
from webapp.models.expertise import (
    AnswerDraft,
    Expertise,
    Mark,
    Remark,
    RemarkChange,
    RemarkTemplate,
    SheetDraft,
    SheetEdition,
    Verdict,
)
from webapp.models.journal import JournalEntry, JournalHead
from webapp.models.notifications import Mail, Notification
from webapp.models.organisations import Municipality, NumberSequence, School
from webapp.models.outbox import Delivery, Heartbeat, OutboxMessage
from webapp.models.packages import (
    ConflictOfInterest,
    ExpertAssignment,
    FileCheck,
    FileViewed,
    HeldStep,
    Message,
    MessageDraft,
    Opening,
    Package,
    PackageDraft,
    PackageEvent,
    PackageFile,
    StoredFile,
    Version,
    VersionFile,
)
from webapp.models.people import Curatorship, Membership, Substitution, User
from webapp.models.pins import Pin
from webapp.models.programmes import LatePermit, Participation, Programme, Stage, StageDue
from webapp.models.queue import Acquaintance, Postponement, Reminder, SchoolReminder
from webapp.models.reading import FileExamination, LeafText, PagePicture, Reading, TextComparison
from webapp.models.reports import Report, ReportFile
from webapp.models.requisites import Requisite
from webapp.models.risks import (
    AntiRiskIndicator,
    AntiRiskMeasure,
    AntiRiskProgramme,
    AntiRiskTask,
    SchoolRisk,
)
from webapp.models.search import FileWords, PackageWords, RemarkWords, SchoolWords, TextWords
from webapp.models.signing_in import AccessLink, FormToken, LoginSession, SignInAttempt
from webapp.models.uploads import FileUpload

__all__ = [
    "AccessLink",
    "Acquaintance",
    "AnswerDraft",
    "AntiRiskIndicator",
    "AntiRiskMeasure",
    "AntiRiskProgramme",
    "AntiRiskTask",
    "CalendarDay",
    "CommonMark",
    "ConflictOfInterest",
    "Curatorship",
    "Delivery",
    "EvidenceLink",
    "ExpertAssignment",
    "Expertise",
    "FileCheck",
    "FileExamination",
    "FileUpload",
    "FileViewed",
    "FileWords",
    "FormToken",
    "Heartbeat",
    "HeldStep",
    "JournalEntry",
    "JournalHead",
    "LatePermit",
    "LeafText",
    "LoginSession",
    "Mail",
    "Mark",
    "Membership",
    "Message",
    "MessageDraft",
    "Municipality",
    "Notification",
    "NumberSequence",
    "Opening",
    "OutboxMessage",
    "Package",
    "PackageDraft",
    "PackageEvent",
    "PackageFile",
    "PackageWords",
    "PagePicture",
    "Participation",
    "Pin",
    "Postponement",
    "Programme",
    "Reading",
    "Remark",
    "RemarkChange",
    "RemarkTemplate",
    "RemarkWords",
    "Reminder",
    "Report",
    "ReportFile",
    "Requisite",
    "School",
    "SchoolReminder",
    "SchoolRisk",
    "SchoolWords",
    "SheetDraft",
    "SheetEdition",
    "SignInAttempt",
    "Stage",
    "StageDue",
    "StoredFile",
    "Substitution",
    "TextComparison",
    "TextMark",
    "TextSketch",
    "TextWords",
    "User",
    "Verdict",
    "Version",
    "VersionFile",
]
