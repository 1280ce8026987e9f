"""The calendar of the year: what the administrator enters holds everywhere from the next question on."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from tests import factories as make
from tests.counting import statements
from tests.pages import Browser, SignIn
from tests.world import World
from webapp.access.actor import acting_as, system_scope
from webapp.calendars import operations, queries
from webapp.database import moment, session
from webapp.expertise.operations import rework_day
from webapp.models import CalendarDay, JournalEntry, Package
from webapp.programmes.queries import StageFacts, stage_cautions
from workflows.vocabulary import State
from workflows.working_days import DayChange, is_working

DECREE = "Постановление от 01.10.2026 № 1"


def rows() -> int:
    with system_scope("test"):
        return session.scalar(select(func.count()).select_from(CalendarDay)) or 0


def test_a_day_is_entered_corrected_and_taken_back(as_admin: Browser, town: World) -> None:
    page = as_admin.get("/calendar?year=2026")
    assert page.has(
        "2026 год, рабочих дней: 247", "новогодние каникулы", "Постановление Правительства РФ от 24.09.2025"
    )
    as_admin.post(
        "/calendar/days", {"day": "01.06.2026", "works": "0", "name": "День округа", "source": DECREE}
    )
    page = as_admin.get("/calendar?year=2026")
    assert page.has("рабочих дней: 246", "День округа", DECREE)
    as_admin.post("/calendar/days", {"day": "01.06.2026", "works": "1", "name": "", "source": DECREE})
    assert rows() == 1
    as_admin.post("/calendar/days/2026-06-01/reset")
    assert as_admin.get("/calendar?year=2026").has("рабочих дней: 247") and rows() == 0
    with system_scope("test"):
        acts = set(session.scalars(select(JournalEntry.action).where(JournalEntry.object_kind == "calendar")))
    assert acts == {"calendar.changed", "calendar.reset"}


def test_a_day_off_moves(as_admin: Browser, town: World) -> None:
    assert as_admin.get("/calendar?year=2027").has("Переносы выходных дней на 2027 год не учтены")
    moved = {"off": "02.01.2027", "to": "31.12.2027", "decree": DECREE}
    as_admin.post("/calendar/moves", moved)
    page = as_admin.get("/calendar?year=2027")
    assert page.has("перенос выходного дня с 02.01.2027") and not page.has("не учтены")
    with acting_as(town.admin):
        known = queries.calendars()
    assert is_working(date(2027, 1, 2), known) and not is_working(date(2027, 12, 31), known)
    assert as_admin.post("/calendar/moves", moved, status=422).has("и так рабочий")
    wrong = {"off": "03.01.2027", "to": "04.01.2027", "decree": DECREE}
    assert as_admin.post("/calendar/moves", wrong, status=422).has("и так нерабочий")
    assert rows() == 2


def test_what_is_wrong_is_told(as_admin: Browser, town: World) -> None:
    page = as_admin.post("/calendar/days", {"day": "31.02.2026", "works": "0", "source": ""}, status=422)
    assert page.has("нет в календаре", "Укажите основание")
    as_admin.post("/calendar/moves", {}, status=422)
    as_admin.post("/calendar/days/nonsense/reset", status=404)
    as_admin.get("/calendar?year=99999")


def test_only_who_keeps_the_installation_enters_days(sign_in: SignIn, town: World) -> None:
    own_admin = make.person("Управляев Пётр Ильич", "admin", municipality=town.municipality)
    for actor in (town.coordinator, town.school_1.head, own_admin):
        sign_in(actor).get("/calendar", status=404)
        sign_in(actor).post(
            "/calendar/days", {"day": "01.06.2026", "works": "0", "source": DECREE}, status=404
        )
    assert rows() == 0


def test_deadlines_and_warnings_follow_the_entered_days(town: World) -> None:
    made = make.package(town.school_1.school, town.stage, state=State.EXPERTISE)
    with system_scope("test"):
        whole = select(Package).where(Package.id == made.id).options(joinedload(Package.municipality))
        package = session.scalars(whole.execution_options(populate_existing=True)).one()
    instant = datetime(2026, 6, 1, 12, tzinfo=ZoneInfo("Asia/Krasnoyarsk"))
    with moment(instant), acting_as(town.coordinator):
        assert rework_day(package) == date(2026, 6, 8)
    with acting_as(town.admin):
        operations.enter(DayChange(date(2026, 6, 3), False, "День округа", DECREE), actor=town.admin)
    facts = StageFacts("Этап", date(2026, 5, 1), date(2026, 6, 3), date(2026, 6, 8))
    with moment(instant), acting_as(town.coordinator):
        assert rework_day(package) == date(2026, 6, 9)
        assert "День округа" in stage_cautions(facts)[0]


def test_the_calendar_is_read_once(town: World) -> None:
    with acting_as(town.coordinator), statements() as seen:
        queries.forget()
        queries.calendars()
        queries.calendars()
    assert len(seen) == 1
