"""The moves a story is made of: each is what a person would do in the product, at a moment of the past."""

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from demo.places import Places
from webapp.access.actor import Actor, acting_as
from webapp.assembly import operations as assembly
from webapp.database import moment, session
from webapp.dossier import queries as dossiers
from webapp.expertise import operations as expertise
from webapp.models import PackageFile, Remark
from webapp.packages import operations as packages
from webapp.packages.operations import Answer
from webapp.remarks import operations as remarks
from workflows.verdicts import MarkValue, VerdictKind
from workflows.vocabulary import Audience, FileDecision, RemarkKind, RemarkState, Role


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of the demonstration on its way into a slot."""

    slot: str
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Hands:
    """Does things in the product on behalf of people, `days` before or after today, by the municipal clock."""

    places: Places
    today: date

    @contextmanager
    def at(self, actor: Actor, days: int, hour: int = 10, minute: int = 0) -> Iterator[None]:
        local = datetime.combine(
            self.today + timedelta(days=days), time(hour, minute), tzinfo=ZoneInfo(actor.zone)
        )
        with moment(local), acting_as(actor):
            yield
        session.expunge_all()

    def begin(self, school: str, stage: str, kind: str, *, days: int, place: str = "srr") -> str:
        """Return the number of the package a school begins."""
        actor = self.places.staff(school, Role.SCHOOL)
        with self.at(actor, days, 9, 20):
            return assembly.start(self.places.stages[place, stage].slug, kind, actor=actor)

    def attach(self, number: str, school: str, files: Sequence[Attachment], *, days: int) -> None:
        actor = self.places.staff(school, Role.SCHOOL)
        for n, file in enumerate(files):
            with self.at(actor, days, 9, 30 + n % 25):
                upload = assembly.Upload(file.name, io.BytesIO(file.content))
                for outcome in assembly.add_files(number, file.slot, [upload], actor=actor):
                    if not outcome.kept:
                        raise ValueError(f"{file.name}: {outcome.sentence}")

    def answer(self, number: str, school: str, answers: Mapping[str, str], *, days: int) -> None:
        actor = self.places.staff(school, Role.SCHOOL)
        with self.at(actor, days, 10, 5):
            draft = dossiers.get(number).draft
            assembly.save_answers(number, answers, actor=actor, seen=draft.seen if draft else 1)

    def send(self, number: str, school: str, *, days: int, action: str = "submit") -> None:
        self.step(
            number, action, self.places.staff(school, Role.HEAD), Answer(declared=True), days=days, hour=11
        )

    def step(
        self,
        number: str,
        action: str,
        actor: Actor,
        answer: Answer | None = None,
        *,
        days: int,
        hour: int = 14,
    ) -> None:
        with self.at(actor, days, hour):
            seen = dossiers.get(number).seen
            packages.take_step(number, action, answer or Answer(), actor=actor, seen=seen)

    def check(
        self, number: str, curator: Actor, *, days: int, returned: Mapping[str, str] | None = None
    ) -> None:
        """Let the curator decide on every file: those whose name begins with a key are returned with the words."""
        words = returned or {}
        with self.at(curator, days, 12):
            lines = [
                line.file for line in dossiers.dossier(number, curator).sent_files() if line.check is None
            ]
        for n, file in enumerate(lines):
            text = next((said for begin, said in words.items() if file.name.startswith(begin)), "")
            decision = FileDecision.RETURNED if text else FileDecision.CONFIRMED
            draft = (
                remarks.Draft(
                    text=text,
                    kind=RemarkKind.ESSENTIAL,
                    place="стр. 1",
                    due_on=self.today + timedelta(days=days + 7),
                )
                if text
                else None
            )
            with self.at(curator, days, 12, 5 + n % 50):
                packages.check_file(number, file.number, decision, draft, actor=curator)

    def say(
        self, number: str, actor: Actor, text: str, *, days: int, internal: bool = False, hour: int = 15
    ) -> None:
        with self.at(actor, days, hour, 10):
            packages.post_message(
                number, text, Audience.INTERNAL if internal else Audience.EVERYONE, actor=actor
            )

    def reply(self, number: str, school: str, texts: Mapping[int, str], *, days: int) -> None:
        """Let the school answer remarks by number; an unnamed open one gets the answer under 0."""
        actor = self.places.staff(school, Role.SCHOOL)
        with self.at(actor, days, 9, 50):
            waiting = [
                (one.number, one.seen)
                for one in self._remarks(number)
                if one.published_at and one.state in dossiers.WAITING
            ]
        for remark, seen in waiting:
            with self.at(actor, days, 10, remark % 50):
                remarks.answer(number, remark, texts.get(remark, texts[0]), actor=actor, seen=seen)

    def settle(
        self,
        number: str,
        actor: Actor,
        *,
        days: int,
        state: RemarkState = RemarkState.CONFIRMED,
        text: str = "",
    ) -> None:
        """Let the author close every answered remark of theirs."""
        mine = remarks.ORIGIN[actor.role]
        with self.at(actor, days, 11, 30):
            fixed = [
                (one.number, one.seen)
                for one in self._remarks(number)
                if one.state is RemarkState.FIXED and one.origin is mine
            ]
        for remark, seen in fixed:
            with self.at(actor, days, 11, 40):
                remarks.settle(number, remark, state, text, actor=actor, seen=seen)

    def examine(
        self,
        number: str,
        actor: Actor,
        low: Mapping[str, tuple[MarkValue, str]],
        *,
        days: int,
        until: int | None = None,
    ) -> None:
        """Fill the sheet: the named criteria get their mark and comment, the others conform; `until` stops early."""
        with self.at(actor, days, 13):
            sheet = dossiers.dossier(number, actor).sheet
        if sheet is None:
            raise ValueError(f"{number}: no sheet")
        for n, criterion in enumerate(sheet.criteria[:until]):
            value, comment = low.get(criterion.code, (MarkValue.TWO, ""))
            draft = expertise.MarkDraft(criterion=criterion.code, value=value, comment=comment)
            with self.at(actor, days, 13, n % 60):
                expertise.save_mark(number, draft, actor=actor, seen=0)

    def conclude(
        self, number: str, actor: Actor, kind: VerdictKind, text: str, *, days: int, release: bool = False
    ) -> None:
        answer = Answer(
            text=text, verdict=kind, release=release, day=self.today + timedelta(days=max(days, 0) + 10)
        )
        self.step(number, "conclude", actor, answer, days=days, hour=16)

    def assign(self, number: str, expert: Actor, *, days: int) -> None:
        coordinator = self.places.actor("coordinator")
        with self.at(coordinator, days, 9):
            packages.assign_expert(number, expert.user_id, actor=coordinator)

    def files_of(self, number: str, actor: Actor) -> Sequence[PackageFile]:
        with acting_as(actor):
            return [line.file for line in dossiers.dossier(number, actor).files]

    def _remarks(self, number: str) -> Sequence[Remark]:
        package = dossiers.get(number)
        return session.scalars(
            select(Remark).where(Remark.package_id == package.id).order_by(Remark.number)
        ).all()
