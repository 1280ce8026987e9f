"""Everything one municipality can own, twice: what is looked for, and what must never be found.

Every text of the second municipality carries `TAINT`, so that a leak shows wherever it comes out."""

import io
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tests import factories as make
from tests.webapp.access.planned import NUMBERS, put_roadmap
from tests.world import SchoolPeople, World
from webapp import journal
from webapp.access.actor import Actor, system_scope
from webapp.database import now, session, transaction
from webapp.documents import comparison
from webapp.documents.content import Block, BlockKind, Content, Leaf
from webapp.filestore import storage
from webapp.models import (
    AntiRiskIndicator,
    AntiRiskMeasure,
    AntiRiskProgramme,
    AntiRiskTask,
    ConflictOfInterest,
    Curatorship,
    DiaryAddition,
    DiaryAgreement,
    DiaryEntry,
    DiaryFile,
    EvidenceLink,
    ExpertAssignment,
    Expertise,
    FileCheck,
    FileUpload,
    FileViewed,
    FileWords,
    FormerParticipation,
    HeldStep,
    LeafText,
    Mark,
    Message,
    MessageDraft,
    Municipality,
    Notification,
    NumberSequence,
    Package,
    PackageDraft,
    PackageEvent,
    PackageFile,
    PackageWords,
    PagePicture,
    Participation,
    Pin,
    Programme,
    Reading,
    Recommendation,
    Remark,
    RemarkChange,
    RemarkTemplate,
    RemarkWords,
    Report,
    ReportFile,
    Requisite,
    SchoolRisk,
    SchoolWords,
    SheetDraft,
    SheetEdition,
    SignatureAgreement,
    SignOff,
    Stage,
    StageCheck,
    StageConclusion,
    StageDue,
    StageReopening,
    StoredFile,
    Substitution,
    Survey,
    SurveyMark,
    TextComparison,
    TextMark,
    TextSketch,
    TextWords,
    Verdict,
    Version,
    VersionFile,
)
from webapp.reading.operations import EDITION
from workflows.diary import Contact, Doer
from workflows.kind import Subject, expand
from workflows.kinds import KINDS, route_of
from workflows.reading import ReadingState
from workflows.recommendations import RecommendationState
from workflows.search import lex
from workflows.sheet import to_json
from workflows.sheet_draft import outline_of, to_plain
from workflows.sheets import SHEETS
from workflows.signing import SignState, Way
from workflows.stage_closing import Item
from workflows.verdicts import MarkValue, VerdictKind, Zone
from workflows.vocabulary import (
    Act,
    Audience,
    FileDecision,
    RemarkKind,
    RemarkOrigin,
    RemarkState,
    ReportKind,
    ReportState,
    Role,
    Significance,
    State,
)

TAINT = "тайнопись"
"""Stands in every text of the second municipality; lower case, because searching folds case."""
SHARED_MARK = 77
"""Every text of both municipalities has it: a search for near copies would find them all."""
STATES = {
    "concept": State.CURATOR_REVIEW,
    "evidence1": State.DRAFT,
    "evidence2": State.CURATOR_RETURNED,
    "development": State.EXPERTISE,
    "effective_mode": State.CONFORMS_WITH_REMARKS,
}
SENT = frozenset(STATES.values()) - {State.DRAFT}
RELEASED = frozenset({State.CONFORMS_WITH_REMARKS})


@dataclass(frozen=True, slots=True)
class Dossier:
    """One package with a row of everything that may belong to a package in its state."""

    package: Package
    sent_file: PackageFile
    draft_file: PackageFile
    version: Version
    expertise: Expertise | None
    verdict: Verdict | None
    published: Remark
    unpublished: Remark
    open_word: Message
    inner_word: Message
    upload: FileUpload


@dataclass(frozen=True, slots=True)
class Estate:
    """What one municipality owns; `dossiers` by state."""

    place: Municipality
    people: SchoolPeople
    curator: Actor
    coordinator: Actor
    expert: Actor
    admin: Actor
    programme: Programme
    stage: Stage
    curatorship: Curatorship
    risk: SchoolRisk
    measure: AntiRiskMeasure
    dossiers: dict[State, Dossier]
    report: Report
    conclusion: Report
    notification: Notification
    edition: SheetEdition
    conflict: ConflictOfInterest
    leave: Substitution


@dataclass(frozen=True, slots=True)
class Estates:
    town: World
    own: Estate
    foreign: Estate


def build(town: World) -> Estates:
    """Fill both municipalities of the world alike; expert and admin are added where the world has none."""
    own_admin = make.person("Управляев Пётр Ильич", "admin", municipality=town.municipality)
    foreign_admin = make.person(f"Админ {TAINT}", "admin", municipality=town.foreign)
    foreign_expert = make.person(f"Эксперт {TAINT}", "expert", municipality=town.foreign)
    with system_scope("estate"), transaction():
        own = _Builder(
            "srr",
            "",
            town.municipality,
            town.school_1,
            town.curator,
            town.coordinator,
            town.expert,
            own_admin,
        )
        foreign = _Builder(
            "voz", f" {TAINT}", town.foreign, town.foreign_school, town.foreign_curator, town.foreign_coordinator,
            foreign_expert, foreign_admin,
        )  # fmt: skip
        return Estates(town, own.build(), foreign.build())


ACT = "school.entered"
"""What the journal holds of each estate."""


def put(row: Any) -> Any:
    session.add(row)
    session.flush()
    return row


@dataclass(slots=True)
class _Builder:
    code: str
    mark: str
    place: Municipality
    people: SchoolPeople
    curator: Actor
    coordinator: Actor
    expert: Actor
    admin: Actor

    def build(self) -> Estate:
        programme = put(Programme(
            municipality_id=self.place.id, code=f"{self.code}-programme", title=self.words("Проект"),
            short_title=self.words("Проект"), year=2026, starts_on=date(2026, 1, 10), ends_on=date(2026, 12, 25),
        ))  # fmt: skip
        taken_part = put(Participation(
            municipality_id=self.place.id, programme_id=programme.id, school_id=self.people.school.id,
            joined_on=date(2026, 1, 20), basis=self.words("Приказ"),
        ))  # fmt: skip
        put(FormerParticipation(
            municipality_id=self.place.id, participation_id=taken_part.id, school_id=self.people.school.id,
            until=date(2026, 1, 21),
        ))  # fmt: skip
        stage = self._stage(programme)
        curatorship = put(Curatorship(
            municipality_id=self.place.id, user_id=self.curator.user_id, school_id=self.people.school.id,
            since=make.today() - timedelta(days=30), order_number=self.words("12-од"),
        ))  # fmt: skip
        leave = put(Substitution(
            municipality_id=self.place.id, absent_id=self.curator.user_id, since=make.today() - timedelta(days=20),
            until=make.today() - timedelta(days=10), order_number=self.words("20-од"), made_by_name=self.words("Координатор"),
        ))  # fmt: skip
        put(Curatorship(
            municipality_id=self.place.id, user_id=self.curator.user_id, school_id=self.people.school.id,
            since=leave.since, until=leave.until, substitutes_id=curatorship.id, substitution_id=leave.id,
        ))  # fmt: skip
        risk, measure = self._risk(programme)
        put(
            SchoolWords(id=self.people.school.id, lex=lex(f"{self.people.school.name}{self.mark}"), edition=1)
        )
        put(NumberSequence(municipality_id=self.place.id, series="package-2026", last=len(STATES)))
        dossiers = {
            state: self._dossier(n, kind, state, programme, stage)
            for n, (kind, state) in enumerate(STATES.items(), start=1)
        }
        decided = dossiers[State.CONFORMS_WITH_REMARKS].package
        put_roadmap(
            put, self.words, self.code, self.place, self.people.school, programme, stage, self.coordinator,
            dossiers[State.CONFORMS_WITH_REMARKS].sent_file,
        )  # fmt: skip
        self._diary(stage)
        self._survey(programme)
        self._recommendation(stage)
        put(StageConclusion(municipality_id=self.place.id, stage_id=stage.id, text=self.words("Выводы"),
                            by_name=self.words("Координатор")))  # fmt: skip
        put(StageCheck(municipality_id=self.place.id, stage_id=stage.id, item=Item.ORDERED, met=True,
                       by_name=self.words("Координатор")))  # fmt: skip
        self._report(ReportKind.ROADMAP, None, None)
        journal.record(ACT, kind="school", object_id=self.words("школа"), municipality_id=self.place.id)
        notification = put(Notification(
            user_id=self.coordinator.user_id, key=f"{self.code}-1", event="submitted", title=self.words("Пакет направлен"),
            link=f"/packages/{decided.number}",
        ))  # fmt: skip
        return Estate(
            self.place, self.people, self.curator, self.coordinator, self.expert, self.admin, programme, stage, curatorship,
            risk, measure, dossiers, self._report(ReportKind.STAGE, stage, None),
            self._report(ReportKind.CONCLUSION, None, decided), notification, self._edition(), self._conflict(), leave,
        )  # fmt: skip

    def _diary(self, stage: Stage) -> None:
        """An entry of the curator on the school, with all that may follow it."""
        school_id, place = self.people.school.id, self.place.id
        entry = put(DiaryEntry(
            municipality_id=place, number=NUMBERS[self.code], school_id=school_id, stage_id=stage.id,
            author_id=self.curator.user_id, author_name=self.words("Куратор"), happened_at=now(), contact=Contact.VISIT,
            participants=self.words("директор"), examined=self.words("Рассмотрено"), problems=self.words("Проблемы"),
            recommendations=self.words("Рекомендации"), question=self.words("Вопрос"), entered_at=now(), risks=[],
            mark_remark=self.words("Замечание"),
        ))  # fmt: skip
        put(DiaryAgreement(municipality_id=place, entry_id=entry.id, school_id=school_id,
                           what=self.words("Договорённость"), doer=Doer.SCHOOL))  # fmt: skip
        data = f"вложение {self.code}{self.mark}".encode()
        kept = storage().keep(storage().receive(io.BytesIO(data), limit=1000))
        put(StoredFile(sha256=kept.sha256, size=kept.size, kind="pdf", media_type="application/pdf"))
        put(DiaryFile(municipality_id=place, entry_id=entry.id, name=f"{self.words('Протокол')}.pdf", sha256=kept.sha256,
                      size=kept.size, by_name=self.words("Куратор")))  # fmt: skip
        put(DiaryAddition(municipality_id=place, entry_id=entry.id, text=self.words("Дополнение"),
                          by_name=self.words("Куратор"), by_role=Role.CURATOR))  # fmt: skip

    def _recommendation(self, stage: Stage) -> None:
        """A recommendation to the school, with its report and what was decided."""
        put(Recommendation(
            municipality_id=self.place.id, number=NUMBERS[self.code], school_id=self.people.school.id, stage_id=stage.id,
            ground=self.words("Основание"), text=self.words("Рекомендация"), state=RecommendationState.REPORTED,
            sent_by_name=self.words("Координатор"), received_by_name=self.words("Директор"), report=self.words("Отчёт"),
            reported_by_name=self.words("Директор"), decision=self.words("Решение"),
        ))  # fmt: skip

    def _survey(self, programme: Programme) -> None:
        """A survey of directors and curators in which both took part."""
        place = self.place.id
        survey = put(Survey(
            municipality_id=place, number=NUMBERS[self.code], programme_id=programme.id, title=self.words("Опрос"),
            opens_on=make.today(), closes_on=make.today() + timedelta(days=5), asks_directors=True, asks_curators=True,
            note=self.words("Пояснение"), summary=self.words("Итоги"), created_by_name=self.words("Координатор"),
        ))  # fmt: skip
        for school_id, user_id in ((self.people.school.id, None), (None, self.curator.user_id)):
            put(SurveyMark(municipality_id=place, survey_id=survey.id, school_id=school_id, user_id=user_id,
                           taken_on=make.today(), by_name=self.words("Куратор")))  # fmt: skip

    def _conflict(self) -> ConflictOfInterest:
        """A declared conflict of the expert with the school."""
        row: ConflictOfInterest = put(ConflictOfInterest(
            municipality_id=self.place.id, user_id=self.expert.user_id, user_name=self.words("Эксперт"),
            school_id=self.people.school.id, reason=self.words("Родственница работает в школе."),
            declared_by_name=self.words("Эксперт"),
        ))  # fmt: skip
        return row

    def _edition(self) -> SheetEdition:
        """A sheet of this municipality alone, and the draft of its next edition."""
        sheet = replace(SHEETS["development"], code=f"{self.code}-sheet", title=self.words("Лист"))
        edition: SheetEdition = put(SheetEdition(
            municipality_id=self.place.id, sheet_code=sheet.code, number=1, title=sheet.title, content=to_json(sheet),
            effective_from=make.today() - timedelta(days=30), author_id=self.coordinator.user_id,
            author_name=self.words("Координатор"),
        ))  # fmt: skip
        put(RemarkTemplate(
            municipality_id=self.place.id, code=f"own-{self.code}", text=self.words("Шаблон"), kind=RemarkKind.EDITORIAL,
            criteria=[], basis=self.words("Основание"), changed_by_name=self.words("Координатор"),
        ))  # fmt: skip
        put(SheetDraft(
            municipality_id=self.place.id, sheet_code=sheet.code, base=1, saved_by_name=self.words("Координатор"),
            content=to_plain(replace(outline_of(sheet), title=self.words("Новый лист"))),
        ))  # fmt: skip
        return edition

    def words(self, text: str) -> str:
        return f"{text}{self.mark}"

    def _stage(self, programme: Programme) -> Stage:
        stage: Stage = put(Stage(
            municipality_id=self.place.id, programme_id=programme.id, slug=f"{self.code}-stage", title=self.words("Этап"),
            opens_on=make.today() - timedelta(days=10), closes_on=make.today() + timedelta(days=10),
            examine_until=make.today() + timedelta(days=20), note=self.words("Примечание"),
        ))  # fmt: skip
        for kind in KINDS:
            put(StageDue(municipality_id=self.place.id, stage_id=stage.id, kind=kind))
        return stage

    def _risk(self, programme: Programme) -> tuple[SchoolRisk, AntiRiskMeasure]:
        keys = {"municipality_id": self.place.id, "school_id": self.people.school.id}
        risk = put(SchoolRisk(
            **keys, programme_id=programme.id, risk_code="equipment", significance=Significance.HIGH,
            verification_note=self.words("Проверено"), activated_on=make.today(),
        ))  # fmt: skip
        plan = put(AntiRiskProgramme(
            **keys, risk_id=risk.id, aim=self.words("Цель"), starts_on=date(2026, 2, 1), ends_on=date(2026, 12, 1)
        ))  # fmt: skip
        put(AntiRiskTask(**keys, plan_id=plan.id, number=1, text=self.words("Задача")))
        put(AntiRiskIndicator(**keys, plan_id=plan.id, number=1, title=self.words("Показатель")))
        measure = put(AntiRiskMeasure(
            **keys, plan_id=plan.id, number=1, title=self.words("Мера"), due_on=date(2026, 5, 5), task_number=1,
            executor=self.words("Завуч"), expected_document=self.words("Протокол"),
        ))  # fmt: skip
        return risk, measure

    def _dossier(self, n: int, kind: str, state: State, programme: Programme, stage: Stage) -> Dossier:
        package = put(Package(
            number=f"{self.code}-2026-{n}", municipality_id=self.place.id, school_id=self.people.school.id,
            programme_id=programme.id, stage_id=stage.id, kind=kind, state=state, turn=route_of(kind).turn[state],
            due_at=now() + timedelta(days=3), confirmed_by_name=self.words("Куратор"), placed_link="",
            sent_at=None if state is State.DRAFT else now(),
            confirmed_at=now() if state in EXAMINED else None,
        ))  # fmt: skip
        put(PackageWords(id=package.id, lex=lex(f"{package.number}{self.mark}"), edition=1))
        put(PackageDraft(package_id=package.id, answers={"comment": self.words("Ответ")}, excuses={}))
        sent, draft = (
            self._file(package, 1, in_draft=True),
            self._file(package, 2, in_draft=state is State.DRAFT),
        )
        version = self._version(package, sent)
        if state is not State.DRAFT:
            package.current_version_id = version.id
        put(FileViewed(user_id=self.curator.user_id, file_id=sent.id, package_id=package.id))
        put(FileCheck(
            file_id=sent.id, package_id=package.id, decision=FileDecision.CONFIRMED, checked_by_id=self.curator.user_id,
            checked_by_name=self.words("Куратор"),
        ))  # fmt: skip
        put(EvidenceLink(
            package_id=package.id, file_id=sent.id, measure="told-1", related=True, set_by_id=self.people.head.user_id,
            set_by_name=self.words("Директор"), set_by_role=Role.HEAD, set_at=version.sent_at,
        ))  # fmt: skip
        put(HeldStep(
            package_id=package.id, action="return", opened={}, user_id=self.curator.user_id,
            user_name=self.words("Куратор"), membership_id=self.curator.membership_id,
        ))  # fmt: skip
        put(ExpertAssignment(
            package_id=package.id, user_id=self.expert.user_id, user_name=self.words("Эксперт"),
            assigned_by_name=self.words("Координатор"),
        ))  # fmt: skip
        put(
            MessageDraft(
                user_id=self.coordinator.user_id, package_id=package.id, text=self.words("Недописано")
            )
        )
        for audience in Audience:
            put(PackageEvent(
                package_id=package.id, action="submit", title=self.words("Событие"), text=self.words("Пояснение"),
                audience=audience, actor_name=self.words("Кто"), to_state=state, version_number=1,
            ))  # fmt: skip
        put(Requisite(
            package_id=package.id, version_id=version.id, act=Act.ACCEPTED, body=self.words("Педагогический совет"),
            number=self.words("4"), dated_on=date(2026, 8, 28), text=self.words("Пояснение"),
            entered_by_id=self.people.head.user_id, entered_by_name=self.words("Директор"), entered_by_role=Role.HEAD,
        ))  # fmt: skip
        words = [self._word(package, audience) for audience in (Audience.EVERYONE, Audience.INTERNAL)]
        remarks = [self._remark(package, version, sent, number=number) for number in (1, 2)]
        expertise, verdict = self._expertise(package, version) if state in EXAMINED else (None, None)
        session.flush()
        return Dossier(
            package, sent, draft, version, expertise, verdict, *remarks, *words, self._upload(package)
        )

    def _upload(self, package: Package) -> FileUpload:
        row: FileUpload = put(FileUpload(
            key=f"{package.id:032x}", user_id=self.people.head.user_id, package_id=package.id, slot=_first_slot(package.kind),
            name=f"{self.words('Не целиком')}.pdf", size=100, part_size=60, received=60, outcome={},
            parts=[{"name": f"{package.id:032x}.part", "size": 60, "sha256": "0" * 64}],
        ))  # fmt: skip
        return row

    def _file(self, package: Package, number: int, *, in_draft: bool) -> PackageFile:
        data = f"{package.number} {number} {self.mark}".encode()
        kept = storage().keep(storage().receive(io.BytesIO(data), limit=1000))
        put(StoredFile(sha256=kept.sha256, size=kept.size, kind="txt", media_type="text/plain"))
        row: PackageFile = put(PackageFile(
            package_id=package.id, number=number, slot=_first_slot(package.kind), name=f"{self.words('Файл')} {number}.txt",
            sha256=kept.sha256, size=kept.size, kind="txt", in_draft=in_draft, note=self.words("Страницы 1–3"),
            uploaded_by_id=self.people.head.user_id, uploaded_by_name=self.words("Директор"),
        ))  # fmt: skip
        self._read(kept.sha256)
        put(FileWords(id=row.id, lex=lex(row.name), edition=1))
        return row

    def _read(self, sha256: str) -> None:
        """What was read of a file belongs to nobody: whoever is given the file is given its words."""
        words = self.words("Текст документа")
        put(Reading(sha256=sha256, state=ReadingState.READY, edition=EDITION, leaves=1, notices=[]))
        put(LeafText(sha256=sha256, number=1, text=words, blocks=[["p", 0, words]]))
        put(
            TextWords(
                sha256=sha256, leaf=1, start=0, length=len(words), blocks=[[1, 0]], lex=lex(words), edition=1
            )
        )
        sketch: TextSketch = put(TextSketch(sha256=sha256, edition=1, marks=[SHARED_MARK]))
        whose = {"municipality_id": self.place.id, "school_id": self.people.school.id}
        put(TextMark(**whose, mark=SHARED_MARK, text_id=sketch.id))
        put(PagePicture(sha256=sha256, page=1, state=ReadingState.READY, picture=sha256))
        told = comparison.to_json(
            comparison.compare(Content((Leaf((Block(BlockKind.PARAGRAPH, words),)),)), Content())
        )
        put(
            TextComparison(
                before=sha256, after=sha256, state=ReadingState.READY, edition=1, figures=[], result=told
            )
        )

    def _version(self, package: Package, sent: PackageFile) -> Version:
        slots = [asdict(slot) | {"due_on": None} for slot in expand(KINDS[package.kind], Subject())]
        version: Version = put(Version(
            package_id=package.id, number=1, round=1, slots=slots, answers={"comment": self.words("Ответ")},
            sent_by_id=self.people.head.user_id, sent_by_name=self.words("Директор"), sent_by_role=Role.HEAD,
            declared_no_personal_data=True,
        ))  # fmt: skip
        put(
            VersionFile(
                package_id=package.id, version_id=version.id, file_id=sent.id, position=1, change="new"
            )
        )
        return version

    def _word(self, package: Package, audience: Audience) -> Message:
        row: Message = put(Message(
            package_id=package.id, audience=audience, text=f"{self.words('Сообщение')} {audience.value}",
            author_id=self.curator.user_id, author_name=self.words("Куратор"), author_role=Role.CURATOR,
        ))  # fmt: skip
        return row

    def _remark(self, package: Package, version: Version, file: PackageFile, *, number: int) -> Remark:
        """The first remark is published, the second is still being written."""
        row: Remark = put(Remark(
            package_id=package.id, number=number, origin=RemarkOrigin.CURATOR, kind=RemarkKind.ESSENTIAL,
            text=self.words("Замечание"), file_id=file.id, due_on=make.today() + timedelta(days=5), round=1,
            version_id=version.id, author_id=self.curator.user_id, author_name=self.words("Куратор"),
            author_role=Role.CURATOR, published_at=now() if number == 1 else None,
        ))  # fmt: skip
        put(RemarkWords(id=row.id, lex=lex(row.text), edition=1, seen=1))
        put(RemarkChange(
            package_id=package.id, remark_id=row.id, state=RemarkState.OPEN, round=1, version_number=1,
            actor_name=self.words("Куратор"), actor_role=Role.CURATOR,
        ))  # fmt: skip
        put(Pin(
            package_id=package.id, file_id=file.id, page=1, quote=self.words("Цитата"), remark_id=row.id,
            author_id=self.curator.user_id, author_name=self.words("Куратор"),
        ))  # fmt: skip
        return row

    def _expertise(self, package: Package, version: Version) -> tuple[Expertise, Verdict | None]:
        sheet = SHEETS[KINDS[package.kind].sheet]
        released = package.state in RELEASED
        expertise = put(Expertise(
            package_id=package.id, version_id=version.id, round=1, examiner_id=self.expert.user_id,
            examiner_name=self.words("Эксперт"), examiner_role=Role.EXPERT, editions=[], sheet=sheet,
            concluded_at=now() if released else None,
        ))  # fmt: skip
        put(Mark(
            package_id=package.id, expertise_id=expertise.id, criterion=sheet.criteria[0].code, value=MarkValue.ONE,
            comment=self.words("Отметка"),
        ))  # fmt: skip
        package.examiner_id = self.expert.user_id
        if not released:
            return expertise, put(self._verdict(package, version, expertise, released=False))
        package.verdict = VerdictKind.WITH_REMARKS
        return expertise, put(self._verdict(package, version, expertise, released=True))

    def _verdict(
        self, package: Package, version: Version, expertise: Expertise, *, released: bool
    ) -> Verdict:
        return Verdict(
            package_id=package.id, version_id=version.id, expertise_id=expertise.id, round=1, kind=VerdictKind.WITH_REMARKS,
            rationale=self.words("Обоснование"), points=Decimal(10), maximum=Decimal(20), percent=Decimal(50),
            zone=Zone.YELLOW, decided_by_id=self.expert.user_id, decided_by_name=self.words("Эксперт"),
            released_by_name=self.words("Координатор") if released else "", released_at=now() if released else None,
        )  # fmt: skip

    def _report(self, kind: ReportKind, stage: Stage | None, package: Package | None) -> Report:
        report: Report = put(Report(
            municipality_id=self.place.id, number=f"{self.code}-{kind.value}-1", kind=kind, title=self.words("Отчёт"),
            stage_id=stage.id if stage else None, package_id=package.id if package else None,
            request_key=f"{self.code}-{kind.value}", state=ReportState.READY, content=self._content(kind),
            conclusion=self.words("Вывод"), requested_by_id=self.coordinator.user_id,
            requested_by_name=self.words("Координатор"), frozen_at=now(), finished_at=now(),
        ))  # fmt: skip
        data = f"отчёт {self.code} {kind.value}{self.mark}".encode()
        kept = storage().keep(storage().receive(io.BytesIO(data), limit=1000))
        put(ReportFile(
            municipality_id=self.place.id, report_id=report.id, format="pdf", name=f"{self.words('Отчёт')}.pdf",
            sha256=kept.sha256, size=kept.size,
        ))  # fmt: skip
        if stage is not None:
            self._signature(report, stage, kept.sha256)
        return report

    def _content(self, kind: ReportKind) -> dict[str, Any]:
        """Frozen data of a report on a roadmap with one measure; others have none."""
        if kind is not ReportKind.ROADMAP:
            return {}
        measure = {"number": "1.", "title": self.words("Мероприятие"), "status": "Запланировано"}
        return {"number": self.code, "measures": [measure], "overdue": [], "figures": []}

    def _signature(self, report: Report, stage: Stage, sha256: str) -> None:
        """One that stands no more: what is below the stage may be written."""
        put(SignatureAgreement(
            municipality_id=self.place.id, title=self.words("Положение"), number=self.words("4-од"),
            dated=date(2026, 1, 12), recorded_by_name=self.words("Координатор"),
        ))  # fmt: skip
        put(StoredFile(sha256=sha256, size=1, kind="pdf", media_type="application/pdf"))
        put(SignOff(
            municipality_id=self.place.id, report_id=report.id, stage_id=stage.id, state=SignState.OUTDATED,
            way=Way.SCAN, attachment_sha256=sha256, attachment_name=self.words("скан.pdf"), sha256=sha256, data_sha256=sha256, signer_id=self.coordinator.user_id,
            signer_name=self.words("Координатор"), signer_role=Role.COORDINATOR, differences={},
            certificate={"signed_by": self.words("Начальник"), "signed_on": "2026-01-12"},
        ))  # fmt: skip
        put(StageReopening(
            municipality_id=self.place.id, stage_id=stage.id, report_id=report.id, reason=self.words("Причина"),
            by_id=self.coordinator.user_id, by_name=self.words("Координатор"), by_role=Role.COORDINATOR,
        ))  # fmt: skip


EXAMINED = frozenset({State.EXPERTISE, State.CONFORMS_WITH_REMARKS})


def _first_slot(kind: str) -> str:
    slot = KINDS[kind].slots[0]
    return slot.code if slot.per == "package" else f"{slot.code}-1"
