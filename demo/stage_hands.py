"""The moves a story is made of: each is what a person would do in the product, at a moment of the past."""

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from sqlalchemy import select

from demo.files.sets import DemoFile
from demo.places import Places
from webapp.access.actor import Actor, acting_as
from webapp.assembly import operations as assembly
from webapp.database import in_transaction, moment, session, transaction
from webapp.dossier import queries as dossiers
from webapp.expertise import operations as expertise
from webapp.models import Remark
from webapp.packages import operations as packages
from webapp.packages.operations import Answer
from webapp.remarks import operations as remarks
from workflows.parts import Parts
from workflows.remarks import ORIGIN, WAITING
from workflows.sheet import Sheet
from workflows.verdicts import MarkValue, VerdictKind
from workflows.vocabulary import Audience, FileDecision, RemarkKind, RemarkState, Role


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of the demonstration on its way into a slot."""

    slot: str
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the file whose name begins so, in the curator's words, and where in it."""

    file: str
    text: str
    place: str


Low = tuple[MarkValue, str]
"""A mark below «Соответствует» with its obligatory comment."""


def attachments(files: Iterable[DemoFile], *, slot: str = "") -> tuple[Attachment, ...]:
    """The files on their way into their own slots, or all of them into the named one."""
    return tuple(Attachment(slot or one.slot, one.name, one.data) for one in files)


@dataclass(frozen=True, slots=True)
class Hands:
    """Does things in the product on behalf of people, `days` before or after today, by the municipal clock.

    What one person does in one sitting (a sheet, a check of all files) is one commit: each act still goes
    through its own operation at its own minute.
    """

    places: Places
    today: date

    @contextmanager
    def at(self, actor: Actor, days: int, hour: int = 10, minute: int = 0) -> Iterator[None]:
        local = datetime.combine(
            self.today + timedelta(days=days), time(hour, minute), tzinfo=ZoneInfo(actor.zone)
        )
        with moment(local.astimezone(UTC)), acting_as(actor):
            yield
        if not in_transaction():
            session.expunge_all()

    def begin(self, school: str, stage: str, kind: str, *, days: int, place: str = "srr") -> str:
        """Return the number of the package a school begins."""
        actor = self.places.staff(school, Role.SCHOOL)
        with self.at(actor, days, 9, 20):
            return assembly.start(self.places.stages[place, stage].slug, kind, actor=actor)

    def attach(self, number: str, school: str, files: Sequence[Attachment], *, days: int) -> None:
        actor = self.places.staff(school, Role.SCHOOL)
        for n, (slot, group) in enumerate(groupby(files, key=lambda file: file.slot)):
            uploads = [assembly.Upload(file.name, io.BytesIO(file.content)) for file in group]
            with self.at(actor, days, 9, 30 + n % 25):
                for outcome in assembly.add_files(number, slot, uploads, actor=actor):
                    if not outcome.kept:
                        raise ValueError(f"{outcome.name}: {outcome.sentence}")

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

    def give_back(self, number: str, curator: Actor, *, days: int) -> None:
        """Let the curator return a package and open only the documents returned with a remark."""
        with self.at(curator, days, 14):
            found = dossiers.dossier(number, curator)
            returned = {
                line.file.slot
                for line in found.sent_files()
                if line.check and line.check.decision is FileDecision.RETURNED
            }
            sent = frozenset(slot.code for slot in found.slots)
        parts = Parts(slots=frozenset(returned), sent_slots=sent)
        self.step(number, "return", curator, Answer(parts=parts), days=days)

    def check(self, number: str, curator: Actor, *, days: int, faults: Sequence[Fault] = ()) -> None:
        """Let the curator decide on every file not yet decided on: those with faults are returned.

        Raises ValueError when a fault is told of a file that is not there."""
        with self.at(curator, days, 12), transaction():
            found = dossiers.dossier(number, curator)
            files = [line.file for line in found.sent_files() if line.check is None]
            told = 0
            for n, file in enumerate(files):
                drafts = [self._draft(one, days) for one in faults if file.name.startswith(one.file)]
                decision = FileDecision.RETURNED if drafts else FileDecision.CONFIRMED
                with self.at(curator, days, 12, 5 + n % 50):
                    first = drafts[0] if drafts else None
                    packages.check_file(number, file.number, decision, first, actor=curator)
                    for draft in drafts[1:]:
                        remarks.write(number, replace(draft, file_id=file.id), actor=curator)
                told += len(drafts)
        if told != len(faults):
            raise ValueError(f"{number}: {told} faults found of {len(faults)}")

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
        with self.at(actor, days, 9, 50), transaction():
            for one in self._remarks(number):
                if one.published_at is None or one.state not in WAITING:
                    continue
                text = texts.get(one.number, "") or texts[0]
                with self.at(actor, days, 10, one.number % 50):
                    remarks.answer(number, one.number, text, actor=actor, seen=one.seen)

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
        mine = ORIGIN[actor.role]
        with self.at(actor, days, 11, 30), transaction():
            for one in self._remarks(number):
                if one.state is not RemarkState.FIXED or one.origin is not mine:
                    continue
                with self.at(actor, days, 11, 40):
                    remarks.settle(number, one.number, state, text, actor=actor, seen=one.seen)

    def examine(
        self, number: str, actor: Actor, low: Mapping[str, Low], *, days: int, until: int | None = None
    ) -> None:
        """Fill the sheet: the named criteria get their mark and comment, the others conform; `until` stops early.

        Raises ValueError for a criterion the sheet does not have (as far as it is filled)."""
        with self.at(actor, days, 13), transaction():
            criteria = self._sheet(number, actor).criteria[:until]
            if unknown := low.keys() - {one.code for one in criteria}:
                raise ValueError(f"{number}: no criteria {sorted(unknown)}")
            for n, criterion in enumerate(criteria):
                value, comment = low.get(criterion.code, (MarkValue.TWO, ""))
                draft = expertise.MarkDraft(criterion=criterion.code, value=value, comment=comment)
                with self.at(actor, days, 13, n % 60):
                    expertise.save_mark(number, draft, actor=actor, seen=0)

    def part_of(self, number: str, actor: Actor, title: str) -> str:
        """The prefix of the criteria by which the measure with this title is judged: «М3»."""
        with self.at(actor, 0, 12):
            return next(part.code for part in self._sheet(number, actor).parts if title in part.title)

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

    def joint(self, number: str, *, days: int) -> None:
        """Let the coordinator want two experts for a package."""
        coordinator = self.places.actor("coordinator")
        with self.at(coordinator, days, 8):
            seen = dossiers.get(number).seen
            packages.set_joint(number, joint=True, seen=seen, actor=coordinator)

    def _sheet(self, number: str, actor: Actor) -> Sheet:
        sheet = dossiers.dossier(number, actor).sheet
        if sheet is None:
            raise ValueError(f"{number}: no sheet")
        return sheet

    def _draft(self, fault: Fault, days: int) -> remarks.Draft:
        due_on = self.today + timedelta(days=days + 7)
        return remarks.Draft(text=fault.text, kind=RemarkKind.ESSENTIAL, place=fault.place, due_on=due_on)

    def _remarks(self, number: str) -> Sequence[Remark]:
        package = dossiers.get(number)
        return session.scalars(
            select(Remark).where(Remark.package_id == package.id).order_by(Remark.number)
        ).all()


Chapter = Callable[[Hands], None]
"""A part of the story: what happened to one school, told by the hands."""
