"""The matrix: rows and columns, what each cell says, what the address asks for, what must not be seen."""

import io
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from tests import factories as make
from tests.counting import statements
from tests.pages import Browser, SignIn
from tests.webapp.monitoring.conftest import Travelled
from tests.world import World
from webapp.access.actor import Actor, acting_as
from webapp.database import moment, now
from webapp.models import FileCheck, Participation, Version, VersionFile
from webapp.monitoring import queries
from webapp.monitoring.queries import Filters, Found
from webapp.paging import START
from webapp.schools.queries import Filters as SchoolFilters
from workflows.clock import InHand
from workflows.vocabulary import FileDecision, Role, State, Turn

ZONE = ZoneInfo("Asia/Krasnoyarsk")


def at(day: date, hour: int = 12) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZONE)


def found(actor: Actor, **asked: object) -> Found:
    with acting_as(actor):
        filters = Filters(**asked)  # type: ignore[arg-type]
        return queries.matrix(filters, queries.shape(filters), START, actor)


def names(result: Found) -> list[str]:
    return [row.short_name for row in result.page.rows]


def test_every_participant_has_a_row_and_every_due_kind_a_column(town: World) -> None:
    result = found(town.coordinator)
    assert (
        names(result) == ["СОШ № 5 г. Среднереченска", "«Лесногорская СОШ»", "«Тихоозёрская ООШ»"]
        or len(result.page.rows) == 3
    )
    assert all(len(row.cells) == 2 for row in result.page.rows)
    assert {cell.column.kind.code for cell in result.page.rows[0].cells} == {"concept", "development"}
    assert all(cell.state is None and cell.required for row in result.page.rows for cell in row.cells)
    assert [(total.due, total.sent) for total in result.totals] == [(3, 0), (3, 0)]


def test_a_cell_says_since_when_whose_turn_and_whose_days(town: World, travelled: Travelled) -> None:
    travelled(
        town.school_1,
        "development",
        (State.DRAFT, at(date(2026, 11, 2))),
        (State.CURATOR_REVIEW, at(date(2026, 11, 9))),
        (State.CURATOR_RETURNED, at(date(2026, 11, 11))),
        (State.CURATOR_REVIEW, at(date(2026, 11, 16))),
        (State.ADMITTED, at(date(2026, 11, 17))),
    )
    with moment(at(date(2026, 11, 20))):
        result = found(town.coordinator)
    cells = {cell.column.kind.code: cell for row in result.page.rows for cell in row.cells if cell.sent}
    assert cells["development"].days == InHand(school=3, curator=3, examiners=3)
    assert cells["development"].since == date(2026, 11, 17)
    assert cells["development"].turn is Turn.EXPERT


def test_a_draft_is_the_schools_own_and_counts_as_not_sent(town: World, travelled: Travelled) -> None:
    travelled(town.school_1, "development", (State.DRAFT, now() - timedelta(days=5)))
    for actor in (town.coordinator, town.curator, town.chief):
        result = found(actor)
        assert not any(cell.sent or cell.number for row in result.page.rows for cell in row.cells)


def test_rows_of_others_are_never_seen(town: World) -> None:
    make.package(
        town.foreign_school.school, town.foreign_stage, state=State.FOUNDER_REVIEW, number="voz-2026-9"
    )
    for actor in (town.coordinator, town.chief, town.observer):
        assert "«Чужая СОШ № 77»" not in names(found(actor))
        assert sum(total.sent for total in found(actor).totals) == 0
    assert len(found(town.curator).page.rows) == 2
    assert names(found(town.other_curator)) == ["«Тихоозёрская ООШ»"]
    assert found(town.curator).totals[0].due == 2
    assert names(found(town.foreign_coordinator)) == ["«Чужая СОШ № 77»"]


def test_the_region_sees_decisions_only(town: World, sign_in: SignIn) -> None:
    make.package(
        town.school_1.school, town.stage, kind="development", state=State.CURATOR_REVIEW, number="srr-1"
    )
    make.package(
        town.school_2.school, town.stage, kind="development", state=State.FOUNDER_REVIEW, number="srr-2"
    )
    page = sign_in(town.observer).get("/monitoring")
    assert page.has("Решения нет", "На согласовании у учредителя", "дана экспертиза: 1 из 3")
    assert not page.has("Не представлен с") and not page.has("просрочено") and "srr-1" not in page.text


@pytest.mark.parametrize(
    ("asked", "schools"),
    [
        ({"state": "curator_review"}, {1}),
        ({"state": "accepted"}, {2}),
        ({"state": "unplaced"}, {2}),
        ({"state": "missing", "kind": "concept"}, {1, 3}),
        ({"state": "missing", "kind": "development"}, {2, 3}),
        ({"turn": "curator"}, {1}),
        ({"turn": "school", "kind": "concept"}, {1, 3}),
        ({"overdue": True}, {1}),
        ({"overdue": True, "state": "missing"}, set()),
        ({"overdue": True, "turn": "expert"}, set()),
        ({"schools": SchoolFilters(q="лесногор")}, {1}),
        ({"schools": SchoolFilters(locality="п. Лесной")}, {2}),
        ({"schools": SchoolFilters(status="shnor")}, {3}),
        ({"state": "reported"}, set()),
    ],
)
def test_the_address_chooses_schools_by_one_of_their_documents(
    town: World, asked: dict[str, object], schools: set[int]
) -> None:
    make.package(
        town.school_1.school,
        town.stage,
        kind="development",
        state=State.CURATOR_REVIEW,
        due_at=now() - timedelta(days=2),
    )
    make.package(town.school_2.school, town.stage, kind="concept", state=State.CONFORMS)
    town.school_2.school.locality, town.school_3.school.status_shnor = "п. Лесной", True
    make.save(town.school_2.school)
    make.save(town.school_3.school)
    by_name = {
        town.school_1.school.short_name: 1,
        town.school_2.school.short_name: 2,
        town.school_3.school.short_name: 3,
    }
    result = found(town.coordinator, **asked)
    assert {by_name[name] for name in names(result)} == schools
    assert result.count == len(schools)


def test_what_is_not_sent_in_time_is_overdue_but_not_for_who_joined_later(town: World) -> None:
    late = make.stage(
        town.programme, slug="past", title="Прошедший этап", kinds=("evidence1",),
        opens_on=town.today - timedelta(days=60), closes_on=town.today - timedelta(days=30),
    )  # fmt: skip
    make.package(town.school_1.school, late, kind="evidence1", state=State.CONFORMS)
    newcomer = make.school(town.municipality, slug="school-4", name="МБОУ «Новая СОШ»")
    make.save(
        Participation(
            municipality_id=town.municipality.id, programme_id=town.programme.id, school_id=newcomer.id,
            joined_on=town.today - timedelta(days=10),
        )
    )  # fmt: skip
    result = found(town.coordinator, stage="past")
    standing = {row.short_name: row.cells[0] for row in result.page.rows}
    assert not standing["«Лесногорская СОШ»"].overdue
    assert standing["«Тихоозёрская ООШ»"].overdue
    assert not standing["«Новая СОШ»"].required and not standing["«Новая СОШ»"].overdue
    total = result.totals[0]
    assert (total.due, total.sent, total.judged, total.overdue) == (3, 1, 1, 2)
    assert len(found(town.coordinator, stage="past", overdue=True).page.rows) == 2
    assert len(found(town.coordinator, stage="past", state="missing").page.rows) == 2


def test_a_stage_in_detail_shows_the_documents_inside(town: World) -> None:
    package = make.package(town.school_1.school, town.stage, kind="concept", state=State.ADMITTED)
    slots = [
        {"code": code} for code in ("concept", "medium_term", "anti_risk-a", "anti_risk-b", "order", "other")
    ]
    version = make.save(
        Version(
            package_id=package.id, number=1, round=1, slots=slots, answers={}, sent_by_id=town.school_1.head.user_id,
            sent_by_name="Директор", sent_by_role=Role.HEAD, declared_no_personal_data=True,
        )
    )  # fmt: skip
    for position, slot in enumerate(("concept", "anti_risk-a", "anti_risk-b")):
        file = make.file(package, slot, actor=town.school_1.head)
        make.save(
            VersionFile(
                package_id=package.id, version_id=version.id, file_id=file.id, position=position, change="new"
            )
        )
        if slot != "anti_risk-b":
            make.save(
                FileCheck(
                    file_id=file.id, package_id=package.id, decision=FileDecision.CONFIRMED,
                    checked_by_id=town.curator.user_id, checked_by_name="Куратор",
                )
            )  # fmt: skip
    package.current_version_id = version.id
    make.save(package)
    result = found(town.coordinator, stage="concept-2026", kind="concept")
    row = next(row for row in result.page.rows if row.id == town.school_1.school.id)
    counts = [(one.expected, one.present, one.confirmed) for one in row.cells[0].slots]
    assert counts == [(1, 1, 1), (1, 0, 0), (2, 2, 1)]


def test_placement_stands_with_its_day_and_address(
    town: World, as_coordinator: Browser, travelled: Travelled
) -> None:
    travelled(
        town.school_1, "concept", (State.CURATOR_REVIEW, now() - timedelta(days=9)), (State.PLACED, now()),
        placed_on=date(2026, 11, 20), placed_link="https://example.org/placed",
    )  # fmt: skip
    make.package(town.school_2.school, town.stage, kind="concept", state=State.CONFORMS)
    make.package(town.school_3.school, town.stage, kind="development", state=State.FOUNDER_REVIEW)
    page = as_coordinator.get("/monitoring?kind=concept")
    assert page.has("размещён 20.11.2026", "не размещён в ИС МЭДК", "размещено: 1")
    assert page.tree.xpath('//a[@href="https://example.org/placed"]')
    assert "не размещён в ИС МЭДК" not in as_coordinator.get("/monitoring?kind=development").words


def test_the_page_costs_the_same_whatever_the_number_of_schools(
    town: World, as_coordinator: Browser, travelled: Travelled
) -> None:
    def cost(path: str) -> int:
        as_coordinator.get(path)
        with statements() as seen:
            as_coordinator.get(path)
        return len(seen)

    paths = (
        "/monitoring",
        "/monitoring?stage=concept-2026",
        "/monitoring?overdue=1&turn=school&state=missing",
    )
    before = [cost(path) for path in paths]
    for n in range(20, 32):
        school = make.school(town.municipality, slug=f"school-{n}", name=f"МБОУ СОШ № {n}")
        make.participation(town.programme, school)
        make.package(school, town.stage, kind="concept", state=State.CURATOR_REVIEW)
        make.package(school, town.stage, kind="development", state=State.ADMITTED)
    assert [cost(path) for path in paths] == before
    assert max(before) <= 16, before


def test_pages_follow_each_other_without_loss(town: World) -> None:
    for n in range(60):
        school = make.school(town.municipality, slug=f"more-{n}", name=f"МБОУ СОШ № {n:03}")
        make.participation(town.programme, school)
    with acting_as(town.coordinator):
        filters = Filters()
        shape = queries.shape(filters)
        first = queries.matrix(filters, shape, START, town.coordinator)
    assert len(first.page.rows) == 50 and first.count == 63 and first.totals[0].due == 63


def test_the_table_file_holds_the_whole_matrix(
    town: World, as_coordinator: Browser, travelled: Travelled
) -> None:
    travelled(town.school_1, "development", (State.CURATOR_REVIEW, now() - timedelta(days=9)))
    answer = as_coordinator.get("/monitoring/matrix.xlsx?stage=concept-2026")
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.body)).active.values)
    assert rows[0][0] == "Школа" and len(rows[0]) == 3 + 2 * 9
    line = next(row for row in rows if row[0] == "«Лесногорская СОШ»")
    assert "На проверке у куратора" in line and "куратор" in line
    assert "Чужая" not in str(rows)


def test_who_has_no_matrix_has_no_page(sign_in: SignIn, town: World) -> None:
    for actor in (town.school_1.head, town.expert, town.admin):
        sign_in(actor).get("/monitoring", status=404)
        sign_in(actor).get("/monitoring/matrix.xlsx", status=404)


def test_conditions_are_told_and_taken_back(as_coordinator: Browser, town: World) -> None:
    page = as_coordinator.get("/monitoring?state=missing&turn=school&q=лесногор")
    assert page.has("Показаны только", "Не представлен", "ход: школа", "«лесногор»")
    nothing = as_coordinator.get("/monitoring?q=нетакой")
    assert nothing.has("По этим условиям школ нет")
    fragment = as_coordinator.fragment("/monitoring?kind=concept", "found")
    assert "<h1" not in fragment.text and "Лесногорская" in fragment.text
    as_coordinator.get("/monitoring?after=zzz&programme=none&stage=none&sort=-locality&status=x&curator=zz")
