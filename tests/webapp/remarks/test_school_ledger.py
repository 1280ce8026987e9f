"""All remarks of a school: conditions, orders, pages, and who sees which of them."""

import io
from datetime import date, timedelta

import openpyxl
import pytest

from tests import factories as make
from tests.counting import statements
from tests.pages import Browser, SignIn
from tests.webapp.access import estate
from tests.webapp.access.estate import TAINT, Estates
from tests.webapp.packages import walk as on
from tests.webapp.remarks.written import write
from tests.world import World
from webapp.access.actor import Actor, acting_as, system_scope
from webapp.models import Remark, Version
from webapp.paging import PAGE_SIZE, Place
from webapp.remarks import queries
from webapp.remarks.queries import Filters, Order, Sort
from workflows.vocabulary import RemarkKind, RemarkOrigin, Role, State


def seen_by(browser: Browser, address: str) -> list[str]:
    """The remarks of a page as «package № number»."""
    rows = browser.get(address).tree.xpath("//tbody/tr")
    return [f"{row.xpath('./td[1]/a')[0].text} {row.xpath('./th/a')[0].text}" for row in rows]


@pytest.fixture
def two_packages(town: World) -> tuple[on.Walk, on.Walk]:
    """A returned package with two remarks, and one of another kind whose remark nobody has sent yet."""
    first = on.sent(town)
    write(first, "Цели не измеримы.", due_on=town.today + timedelta(days=9))
    write(first, "Совет.", kind=RemarkKind.RECOMMENDATION, due_on=None)
    first.step(town.curator, "return")
    other = on.Walk(
        town,
        make.package(town.school_1.school, town.stage, kind="concept", state=State.CURATOR_REVIEW).number,
    )
    version = add_version(other)
    add_remark(other, version, 1, "Ещё не отправлено.")
    return first, other


def add_version(walk: on.Walk) -> int:
    row = make.save(
        Version(
            package_id=walk.row().id, number=1, round=1, slots=[], answers={}, sent_by_id=walk.town.school_1.head.user_id,
            sent_by_name="Директорова", sent_by_role=Role.HEAD, declared_no_personal_data=True,
        )
    )  # fmt: skip
    return int(row.id)


def add_remark(walk: on.Walk, version: int, number: int, words: str, *, due_on: date | None = None) -> Remark:
    row: Remark = make.save(
        Remark(
            package_id=walk.row().id, number=number, origin=RemarkOrigin.CURATOR, kind=RemarkKind.ESSENTIAL, text=words,
            due_on=due_on or walk.town.today, round=1, version_id=version, author_id=walk.town.curator.user_id,
            author_name=walk.town.curator.name, author_role=Role.CURATOR,
        )
    )  # fmt: skip
    return row


def test_a_school_reads_what_it_was_sent_and_its_curator_what_he_writes_too(
    two_packages: tuple[on.Walk, on.Walk], sign_in: SignIn
) -> None:
    first, other = two_packages
    town = first.town
    address = f"/schools/{town.school_1.school.slug}/remarks"
    sent = [f"{first.number} № 1", f"{first.number} № 2"]
    assert seen_by(sign_in(town.school_1.head), address) == sent
    assert seen_by(sign_in(town.chief), address) == sent
    for person in (town.curator, town.coordinator):
        assert seen_by(sign_in(person), address) == [f"{other.number} № 1", *sent]
    for stranger in (town.school_2.head, town.foreign_coordinator, town.other_curator, town.expert):
        sign_in(stranger).get(address, status=404)
        sign_in(stranger).get(f"{address}/export.xlsx", status=404)
    assert seen_by(sign_in(town.observer), address) == []


@pytest.mark.parametrize(
    ("conditions", "found"),
    [
        ("", ["b1", "a1", "a2"]),
        ("sort=-due", ["a2", "a1", "b1"]),
        ("sort=package", ["a1", "a2", "b1"]),
        ("sort=-created", ["b1", "a2", "a1"]),
        ("sort=nonsense", ["b1", "a1", "a2"]),
        ("kind=essential", ["b1", "a1"]),
        ("stage=concept-2026", ["b1", "a1", "a2"]),
        ("stage=nonsense", []),
        ("package=a", ["a1", "a2"]),
        ("q=ОТПРАВЛЕНО", ["b1"]),
        ("state=fixed", []),
    ],
)
def test_conditions_and_orders_of_the_ledger(
    two_packages: tuple[on.Walk, on.Walk], sign_in: SignIn, conditions: str, found: list[str]
) -> None:
    first, other = two_packages
    names = {"a": first.number, "b": other.number}
    asked = (
        conditions.replace("package=a", f"package={first.number}")
        if "package=a" in conditions
        else conditions
    )
    browser = sign_in(first.town.curator)
    shown = seen_by(browser, f"/schools/{first.town.school_1.school.slug}/remarks?{asked}")
    assert shown == [f"{names[one[0]]} № {one[1]}" for one in found]
    table = openpyxl.load_workbook(
        io.BytesIO(
            browser.get(f"/schools/{first.town.school_1.school.slug}/remarks/export.xlsx?{asked}").body
        )
    ).active
    assert table is not None
    lines = list(table.iter_rows(min_row=2, values_only=True))
    assert [f"{line[0]} № {line[4]}" for line in lines] == shown


@pytest.mark.parametrize("sort", ["due", "-due", "package", "-package", "created", "-created"])
def test_pages_lead_through_all_remarks_there_and_back(
    two_packages: tuple[on.Walk, on.Walk], sort: str
) -> None:
    first, other = two_packages
    town, version = first.town, other.row().current_version_id
    with system_scope("look"):
        version = queries.one(other.row(), 1).version_id
    for number in range(2, PAGE_SIZE + 20):
        add_remark(
            other, version, number, f"Замечание {number}.", due_on=town.today + timedelta(days=number % 4)
        )
    order = Order(Sort(sort.removeprefix("-")), sort.startswith("-"))
    with acting_as(town.curator):
        whole = [
            row.remark.id
            for row in queries.all_of_school(town.school_1.school.id, Filters(), order, today=town.today)
        ]

        def page(after: str = "", before: str = "") -> queries.Found:
            place = queries.place_of(after, before, order)
            return queries.of_school(town.school_1.school.id, Filters(), order, place=place, today=town.today)

        top = page()
        bottom = page(after=top.page.after)
        back = page(before=bottom.page.before)
    ids = [[row.remark.id for row in found.page.rows] for found in (top, bottom, back)]
    assert ids[0] + ids[1] == whole and ids[2] == ids[0] and len(whole) == PAGE_SIZE + 21
    assert {found.count for found in (top, bottom, back)} == {len(whole)}
    assert queries.place_of("W10", "", order) == Place() == queries.place_of("WyJ4IiwgMV0", "", Order())


def test_the_ledger_costs_the_same_whatever_its_length(
    two_packages: tuple[on.Walk, on.Walk], sign_in: SignIn
) -> None:
    first, other = two_packages
    address = f"/schools/{first.town.school_1.school.slug}/remarks"
    curator = sign_in(first.town.curator)
    with statements() as few:
        curator.get(address)
    with system_scope("look"):
        version = queries.one(other.row(), 1).version_id
    for number in range(2, PAGE_SIZE + 10):
        add_remark(other, version, number, f"Замечание {number}.")
    with statements() as many:
        curator.get(address)
    assert len(few) == len(many)


def test_the_ledger_is_found_from_the_school_and_from_home(town: World, sign_in: SignIn) -> None:
    head, address = sign_in(town.school_1.head), f"/schools/{town.school_1.school.slug}/remarks"
    assert head.get("/").tree.xpath("//a[contains(., 'Все замечания школы')]/@href") == ["/remarks"]
    assert head.get("/remarks", status=303).location == address
    assert sign_in(town.coordinator).get("/remarks", status=303).location == "/schools"
    assert sign_in(town.expert).get("/remarks", status=303).location == "/packages"
    for person in (town.school_1.head, town.coordinator):
        page = sign_in(person).get(f"/schools/{town.school_1.school.slug}")
        assert page.tree.xpath("//a[contains(., 'Замечания школы')]/@href") == [address]


@pytest.fixture
def estates(town: World) -> Estates:
    return estate.build(town)


def test_an_expert_and_an_observer_read_what_their_packages_hold(estates: Estates, sign_in: SignIn) -> None:
    address = f"/schools/{estates.town.school_1.school.slug}/remarks"

    def shown(person: Actor) -> int:
        page = sign_in(person).get(address)
        assert TAINT not in page.text
        return len(page.tree.xpath("//tbody/tr"))

    assert shown(estates.own.coordinator) == shown(estates.own.expert) == 2 * len(estate.SENT)
    assert shown(estates.town.observer) == 1  # of the one decided package, the published one
    assert shown(estates.town.school_1.head) == len(estate.STATES)
