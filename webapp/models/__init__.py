"""Typed tables. They know each other and `webapp.database`, nothing else of the product."""

from webapp.models.calendar import CalendarDay
from webapp.models.copies import CommonMark, TextMark, TextSketch
from webapp.models.diary import DiaryAddition, DiaryAgreement, DiaryEntry, DiaryFile
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
from webapp.models.programmes import (
    FormerParticipation,
    LatePermit,
    Participation,
    Programme,
    Stage,
    StageDue,
)
from webapp.models.queue import Acquaintance, Postponement, Reminder, SchoolReminder
from webapp.models.reading import FileExamination, LeafText, PagePicture, Reading, TextComparison
from webapp.models.recommendations import Recommendation
from webapp.models.reports import Report, ReportFile
from webapp.models.requisites import Requisite
from webapp.models.risks import (
    AntiRiskIndicator,
    AntiRiskMeasure,
    AntiRiskProgramme,
    AntiRiskTask,
    SchoolRisk,
)
from webapp.models.roadmap_imports import CalendarFeed, RoadmapImport
from webapp.models.roadmaps import (
    Measure,
    MeasureCondition,
    MeasureEvent,
    MeasureParty,
    MeasureTerm,
    Progress,
    ProgressEvidence,
    Roadmap,
    RoadmapEdition,
    RoadmapParty,
    RoadmapSection,
    YearClosing,
)
from webapp.models.search import FileWords, PackageWords, RemarkWords, SchoolWords, TextWords
from webapp.models.signing import SignatureAgreement, SignOff, StageReopening
from webapp.models.signing_in import AccessLink, FormToken, LoginSession, SignInAttempt
from webapp.models.stage_checks import StageCheck, StageConclusion
from webapp.models.surveys import Survey, SurveyMark
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
    "CalendarFeed",
    "CommonMark",
    "ConflictOfInterest",
    "Curatorship",
    "Delivery",
    "DiaryAddition",
    "DiaryAgreement",
    "DiaryEntry",
    "DiaryFile",
    "EvidenceLink",
    "ExpertAssignment",
    "Expertise",
    "FileCheck",
    "FileExamination",
    "FileUpload",
    "FileViewed",
    "FileWords",
    "FormToken",
    "FormerParticipation",
    "Heartbeat",
    "HeldStep",
    "JournalEntry",
    "JournalHead",
    "LatePermit",
    "LeafText",
    "LoginSession",
    "Mail",
    "Mark",
    "Measure",
    "MeasureCondition",
    "MeasureEvent",
    "MeasureParty",
    "MeasureTerm",
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
    "Progress",
    "ProgressEvidence",
    "Reading",
    "Recommendation",
    "Remark",
    "RemarkChange",
    "RemarkTemplate",
    "RemarkWords",
    "Reminder",
    "Report",
    "ReportFile",
    "Requisite",
    "Roadmap",
    "RoadmapEdition",
    "RoadmapImport",
    "RoadmapParty",
    "RoadmapSection",
    "School",
    "SchoolReminder",
    "SchoolRisk",
    "SchoolWords",
    "SheetDraft",
    "SheetEdition",
    "SignInAttempt",
    "SignOff",
    "SignatureAgreement",
    "Stage",
    "StageCheck",
    "StageConclusion",
    "StageDue",
    "StageReopening",
    "StoredFile",
    "Substitution",
    "Survey",
    "SurveyMark",
    "TextComparison",
    "TextMark",
    "TextSketch",
    "TextWords",
    "User",
    "Verdict",
    "Version",
    "VersionFile",
    "YearClosing",
]
