"""What is written when a programme is accepted, agreed or refused by the founder, and approved (К22, К23)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from webapp.access.actor import Actor, system_scope
from webapp.database import session, today_in
from webapp.dossier.queries import Dossier
from webapp.models import Requisite, User
from workflows.dates import from_iso
from workflows.route import Refused
from workflows.vocabulary import Act

NUMBER_LIMIT, BODY_LIMIT = 64, 300


@dataclass(frozen=True, slots=True)
class Paper:
    """The requisites of a paper: who issued it, under which number, on which day."""

    body: str = ""
    number: str = ""
    dated_on: date | None = None

    @property
    def complete(self) -> bool:
        return bool(self.body and self.number and self.dated_on)


def accepted(found: Dossier, version_id: int, actor: Actor) -> None:
    """Keep who accepted the programme, as the school's answers say; other kinds have no such answers."""
    if not {"accepted_by", "accepted_number", "accepted_on"} <= {one.code for one in found.kind.questions}:
        return
    answers = found.package.draft.answers if found.package.draft else {}
    day = answers.get("accepted_on", "")
    paper = Paper(
        answers.get("accepted_by", ""),
        answers.get("accepted_number", ""),
        from_iso(day),
    )
    if paper.complete:
        keep(found, Act.ACCEPTED, paper, "", actor, version_id=version_id)


def decided(found: Dossier, act: Act, paper: Paper, text: str, actor: Actor) -> None:
    """Keep a paper issued on the version on the table. Raises Refused for a day that has not come."""
    if paper.dated_on and paper.dated_on > today_in(found.package.municipality.zone):
        raise Refused(["Дата документа ещё не наступила: укажите день не позже сегодняшнего."])
    keep(found, act, paper, text, actor, version_id=found.package.current_version_id or 0)


def keep(found: Dossier, act: Act, paper: Paper, text: str, actor: Actor, *, version_id: int) -> None:
    if paper.dated_on is None:
        raise Refused(["Укажите реквизиты документа: орган, номер и дату."])
    with system_scope("the post of the one who acts"):
        post = session.scalar(select(User.post).where(User.id == actor.user_id)) or ""
    session.add(
        Requisite(
            package_id=found.package.id,
            version_id=version_id,
            act=act,
            body=paper.body[:BODY_LIMIT],
            number=paper.number[:NUMBER_LIMIT],
            dated_on=paper.dated_on,
            text=text.strip(),
            entered_by_id=actor.user_id,
            entered_by_name=actor.name,
            entered_by_post=post,
            entered_by_role=actor.role,
        )
    )
