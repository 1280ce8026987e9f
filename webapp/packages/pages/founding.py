"""The requisites of a development programme on its page, and the founder's decision as the school will read it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from webapp.access.actor import Actor
from webapp.calendars.queries import calendars
from webapp.database import today_in
from webapp.dossier.queries import Dossier
from webapp.formatting import date_ru, fio_short
from webapp.models import Requisite
from webapp.packages.forms import PaperForm
from webapp.packages.operations import Answer, Paper
from webapp.packages.pages.parts import Fact
from workflows.dates import from_iso
from workflows.kinds import route_of
from workflows.vocabulary import Act, State, Toned
from workflows.working_days import add_working_days

DECISIONS = {"agree": State.AGREED, "decline": State.FOUNDER_RETURNED}
SCHOOLS_BODY = "Приказ директора"


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision of the founder: its word, its paper, what it says, who took it."""

    status: Toned
    paper: str
    text: str
    who: str
    until: str = ""


def requisite_facts(found: Dossier, rows: Iterable[Requisite]) -> tuple[Fact, ...]:
    """Return the papers of the programme in their order; () for kinds that no founder agrees to."""
    if State.FOUNDER_REVIEW not in route_of(found.package.kind).states or found.version is None:
        return ()
    known = {row.act: paper_words(row.body, row.number, row.dated_on) for row in rows}
    known.setdefault(Act.ACCEPTED, _as_sent(found.version.answers))
    if Act.DECLINED in known:
        return tuple(Fact(act.label, known[act]) for act in Act if known.get(act))
    return tuple(Fact(act.label, known.get(act) or "не указано") for act in Act if act is not Act.DECLINED)


def decision(rows: Iterable[Requisite]) -> Decision | None:
    """Return the founder's decision on the version on the table; None while there is none."""
    by_act = {row.act: row for row in rows}
    row = by_act.get(Act.AGREED) or by_act.get(Act.DECLINED)
    if row is None:
        return None
    status = State.AGREED if row.act is Act.AGREED else State.FOUNDER_RETURNED
    paper = paper_words(row.body, row.number, row.dated_on)
    return Decision(status, paper, row.text, fio_short(row.entered_by_name))


def decision_preview(answer: Answer, action: str, actor: Actor) -> Decision | None:
    """Return the decision as the school will read it, before it is taken."""
    if action not in DECISIONS:
        return None
    paper = answer.paper or Paper()
    until = f"Срок доработки: {date_ru(answer.until)}" if answer.until else ""
    day = paper.dated_on or today_in(actor.zone)
    words = paper_words(paper.body, paper.number, day)
    return Decision(DECISIONS[action], words, answer.text, fio_short(actor.name), until)


def suggest_paper(form: PaperForm, found: Dossier) -> None:
    """Fill in what is known: the founder's office, today, a term by the calendar of the municipality."""
    place = found.package.municipality
    today = today_in(place.zone)
    founder = "text" in form
    form.body.data = place.department if founder else SCHOOLS_BODY
    form.day.data = today.isoformat()
    if "until" in form:
        form["until"].data = add_working_days(today, place.founder_days, calendars()).isoformat()


def paper_words(body: str, number: str, day: date) -> str:
    return f"{body}, №\u00a0{number} от {date_ru(day)}"


def _as_sent(answers: Mapping[str, str]) -> str:
    """Return who accepted the programme in the school's own words, also as older versions say it."""
    body, number, day = (answers.get(f"accepted_{name}", "") for name in ("by", "number", "on"))
    dated_on = from_iso(day)
    return paper_words(body, number, dated_on) if number and dated_on else body
