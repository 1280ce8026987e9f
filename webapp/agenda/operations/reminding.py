"""Reminding those who answer for a measure of its deadline: seven, three and one day before, and once after (К41)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from webapp.agenda.queries import Duty, due_between, people_of
from webapp.database import now, release, transaction
from webapp.formatting import counted
from webapp.models import Measure
from webapp.notifications import operations as notifications
from webapp.notifications.operations import EVENING, MORNING
from webapp.notifications.queries import Case, told_whom, with_right
from workflows.roadmaps.duties import FORGOTTEN_AFTER, OVERDUE, STEPS, reminder

LINK = "/roadmap/mine"
TITLE_LIMIT = 90


@dataclass(frozen=True, slots=True)
class _Due:
    """A duty to be reminded of today, in the days of its municipality."""

    duty: Duty
    step: str
    due: date
    today: date

    @property
    def key(self) -> str:
        return f"measures-{self.due:%Y%m%d}-{self.step}"


def remind() -> int:
    """Remind people of what they owe by roadmaps; returns how many reminders went.

    What is due on one day is one reminder to a person, whatever its number; the notification's key makes it one
    however often this runs. A reminder missed while no worker ran is made up for in the words of the day."""
    found = tuple(_due_today())
    if not found:
        return 0
    people = people_of((one.duty.measure.municipality_id for one in found), found[0].today)
    wanted: dict[tuple[int, str], list[_Due]] = defaultdict(list)
    for one in found:
        for user_id in people.of(one.duty):
            wanted[user_id, one.key].append(one)
    known = told_whom({key for _user_id, key in wanted})
    release()
    return sum(_remind(user_id, key, wanted[user_id, key]) for user_id, key in sorted(wanted.keys() - known))


def _due_today() -> Iterator[_Due]:
    """Yield what is to be reminded of now. The zones of the country differ by less than a day from the first guess."""
    guess = now().date()
    first, last = guess - timedelta(days=FORGOTTEN_AFTER + 1), guess + timedelta(days=max(STEPS) + 1)
    for duty in due_between(first, last, guess):
        local = now().astimezone(ZoneInfo(duty.measure.roadmap.municipality.zone))
        if duty.due is None or not MORNING <= local.hour < EVENING:
            continue
        step = reminder(duty.due, local.date(), _known_since(duty))
        if step is not None:
            yield _Due(duty, step, duty.due, local.date())


def _known_since(duty: Duty) -> date:
    """Return from when on the deadline stands in the product: its term, the approval of its roadmap."""
    zone = ZoneInfo(duty.measure.roadmap.municipality.zone)
    told_at = [term.set_at for term in duty.measure.terms] + [duty.measure.roadmap.approved_at]
    return max((at.astimezone(zone).date() for at in told_at if at is not None), default=date.min)


def _remind(user_id: int, key: str, found: Sequence[_Due]) -> bool:
    """Tell one person of what is due on one day, as far as they see it."""
    with transaction():
        seen = [one for one in found if with_right(_case(one), (user_id,))]
        if not seen:
            return False
        notifications.tell((user_id,), key, "measure_deadline", _words(seen), LINK)
    return True


def _case(one: _Due) -> Case:
    measure = one.duty.measure
    return Case(Measure, measure.id, measure.title, LINK, measure.municipality_id, one.today)


def _words(found: Sequence[_Due]) -> str:
    """Return «До срока 3 дня (31.12.2026): 5 мероприятий дорожной карты», or the name of a single one."""
    first = found[0]
    titles = list(dict.fromkeys(one.duty.measure.title for one in found))
    named = f"«{titles[0][:TITLE_LIMIT]}»" if len(titles) == 1 else _several(titles)
    left = (first.due - first.today).days
    if first.step == OVERDUE:
        return f"Срок истёк {first.due:%d.%m.%Y}: {named}"
    if left == 0:
        return f"Сегодня истекает срок: {named}"
    return f"До срока {counted(left, 'день', 'дня', 'дней')} ({first.due:%d.%m.%Y}): {named}"


def _several(titles: Sequence[str]) -> str:
    return f"{counted(len(titles), 'мероприятие', 'мероприятия', 'мероприятий')} дорожной карты"
