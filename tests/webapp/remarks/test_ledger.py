"""The ledger of a package: its conditions, its table file, what each role reads in it."""

import io
from datetime import timedelta

import openpyxl
import pytest
from sqlalchemy import update

from tests.counting import statements
from tests.pages import Page, SignIn
from tests.webapp.packages import walk as on
from tests.webapp.remarks.written import write
from tests.world import World
from webapp.access.actor import system_scope
from webapp.database import session, transaction
from webapp.models import JournalEntry, Remark
from workflows.vocabulary import FileDecision, RemarkKind, RemarkState


@pytest.fixture
def ledger(town: World) -> on.Walk:
    """Four remarks of the curator, returned; the first is answered, the second one late."""
    walk = on.sent(town)
    walk.check(walk.files()[1], FileDecision.RETURNED, text="Протокол не подписан.")
    write(walk, "Цели раздела Ёмкость не измеримы: 50%_доля.", criterion="А.2", place="стр. 3")
    write(walk, "Опечатка в названии.", kind=RemarkKind.EDITORIAL)
    write(walk, "Сравните с соседями.", kind=RemarkKind.RECOMMENDATION, due_on=None)
    walk.step(town.curator, "return")
    walk.answer(1, "Протокол подписан и загружен.")
    with system_scope("a term that is over"), transaction():
        session.execute(
            update(Remark).where(Remark.number == 2).values(due_on=town.today - timedelta(days=2))
        )
    return walk


def numbers(page: Page) -> list[int]:
    return [int(str(one).removeprefix("remark-")) for one in page.tree.xpath("//article/@id")]


@pytest.mark.parametrize(
    ("conditions", "found"),
    [
        ("", [1, 2, 3, 4]),
        ("state=open", [2, 3, 4]),
        ("state=fixed", [1]),
        ("state=confirmed", []),
        ("state=nonsense", []),
        ("kind=editorial", [3]),
        ("kind=nonsense", []),
        ("round=1", [1, 2, 3, 4]),
        ("round=2", []),
        ("round=99999999999999999999", []),
        ("author=curator", [1, 2, 3, 4]),
        ("author=expertise", []),
        ("author=Примеров Алексей Сергеевич", [1, 2, 3, 4]),
        ("author=Никто", []),
        ("due=overdue", [2]),
        ("due=nonsense", []),
        ("file=Протокол.pdf", [1]),
        ("file=-", [2, 3, 4]),
        ("q=ЕМКОСТЬ", [2]),
        ("q=ёмкость", [2]),
        ("q=подписан И", [1]),
        ("q=50%25_", [2]),
        ("q=50__", []),
        ("q=№ 3", [3]),
        ("state=open&kind=essential", [2]),
    ],
)
def test_the_address_says_which_remarks_are_shown(
    ledger: on.Walk, sign_in: SignIn, conditions: str, found: list[int]
) -> None:
    for person in (ledger.town.school_1.coordinator, ledger.town.curator):
        page = sign_in(person).get(f"/packages/{ledger.number}/remarks?{conditions}")
        assert numbers(page) == found, person.role


def test_every_fact_of_a_remark_stands_in_its_row(ledger: on.Walk, sign_in: SignIn) -> None:
    page = sign_in(ledger.town.chief).get(f"/packages/{ledger.number}/remarks")
    first, second = (page.tree.xpath(f"//article[@id='remark-{n}']")[0].text_content() for n in (1, 2))
    told = " ".join((first + second).replace("\xa0", " ").split())
    for words in (
        "Замечание 1", "Существенное", "Исправлено, ожидает проверки", "Протокол.pdf", "Примеров А. С., куратор",
        "раунд 1, редакция 1", "Ответ школы: Протокол подписан и загружен.", "Директорова 1",
        "критерий А.2", "стр. 3", "просрочен на 2 дня", "Открыто. Раунд 1, редакция 1.",
    ):  # fmt: skip
        assert words in told, words
    assert page.has("Осталось ответить на 2 из 3 замечаний")
    tabs = page.tree.xpath("//nav[@aria-label='Состояние замечаний']")[0].text_content()
    assert " ".join(tabs.split()) == "Все 4 Открыто 3 Исправлено, ожидает проверки 1"


def test_the_table_file_holds_exactly_the_rows_shown_with_all_their_columns(
    ledger: on.Walk, sign_in: SignIn
) -> None:
    head = sign_in(ledger.town.school_1.head)
    page = head.get(f"/packages/{ledger.number}/remarks?state=open&kind=essential")
    address = page.tree.xpath("//a[contains(., 'Выгрузить XLSX')]/@href")[0]
    sheet = openpyxl.load_workbook(io.BytesIO(head.get(address).body)).active
    assert sheet is not None
    names, *lines = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert len(names) == 26 and len(lines) == 1
    row = dict(zip(names, lines[0], strict=True))
    assert (row["№"], row["Критерий"], row["Просрочено"], row["Раунд"], row["Редакция"]) == (
        2,
        "А.2",
        "да",
        1,
        1,
    )
    assert row["Замечание"].startswith("Цели раздела") and row["Состояние"] == "Открыто"
    assert row["История"].startswith("Раунд 1, редакция 1: Открыто, Примеров Алексей Сергеевич")
    assert on.count(JournalEntry, JournalEntry.action == "remark.ledger_exported") == 1


def test_what_was_dropped_before_it_was_sent_is_nowhere_for_the_school(town: World, sign_in: SignIn) -> None:
    walk = on.sent(town)
    for words in ("Поставлено по ошибке.", "Цели не измеримы."):
        write(walk, words)
    walk.settle(1, town.curator, RemarkState.DROPPED)
    walk.step(town.curator, "return")
    for person, shown in ((town.school_1.head, [2]), (town.chief, [2]), (town.curator, [1, 2])):
        browser = sign_in(person)
        page = browser.get(f"/packages/{walk.number}/remarks")
        assert numbers(page) == shown
        assert page.has(f"из {len(shown)}")
        table = openpyxl.load_workbook(
            io.BytesIO(browser.get(f"/packages/{walk.number}/remarks/export.xlsx").body)
        ).active
        assert table is not None and table.max_row == len(shown) + 1


def test_a_ledger_costs_the_same_whatever_its_length(town: World, sign_in: SignIn) -> None:
    walk = on.sent(town)
    write(walk, "Первое.")
    curator = sign_in(town.curator)
    with statements() as few:
        curator.get(f"/packages/{walk.number}/remarks")
    for turn in range(4):
        write(walk, f"Ещё {turn}.")
    with statements() as many:
        curator.get(f"/packages/{walk.number}/remarks")
    assert len(few) == len(many)


def test_an_author_names_the_criterion_and_editing_keeps_it(town: World, sign_in: SignIn) -> None:
    walk, curator = on.sent(town), sign_in(town.curator)
    form = curator.get(f"/packages/{walk.number}/remarks/new")
    assert "А.1" in form.tree.xpath("//select[@name='criterion']/option/@value")
    body = {
        "text": "Цели не измеримы.",
        "kind": "essential",
        "due_on": (town.today + timedelta(days=5)).isoformat(),
    }
    curator.post(f"/packages/{walk.number}/remarks/new", {**body, "criterion": "А.1", "file": "0"})
    assert walk.remarks()[0].criterion == "А.1"
    page = curator.get(f"/packages/{walk.number}/remarks/1/edit")
    chosen = page.tree.xpath("//select[@name='criterion']/option[@selected]/@value")
    assert chosen == ["А.1"]
    sent = {
        **body,
        "text": "Цели раздела 2 не измеримы.",
        "criterion": chosen[0],
        "file": "0",
        "seen": page.value("seen"),
    }
    curator.post(f"/packages/{walk.number}/remarks/1/edit", sent)
    (remark,) = walk.remarks()
    assert (remark.text, remark.criterion) == ("Цели раздела 2 не измеримы.", "А.1")
    curator.post(
        f"/packages/{walk.number}/remarks/new", {**body, "criterion": "Я.99", "file": "0"}, status=422
    )


def test_the_next_round_opens_on_what_the_school_has_mended(ledger: on.Walk, sign_in: SignIn) -> None:
    town = ledger.town
    for number in (2, 3):
        ledger.answer(number)
    assert not sign_in(town.curator).get(f"/packages/{ledger.number}").has("прежнего раунда")
    ledger.submit("resubmit")
    page = sign_in(town.curator).get(f"/packages/{ledger.number}")
    assert page.has("Замечания прежнего раунда: 3 исправлены, проверьте.")
    (url,) = set(page.tree.xpath("//*[@id='to-check']//a/@href"))
    assert numbers(sign_in(town.curator).get(url)) == [1, 2, 3]
    assert not sign_in(town.coordinator).get(f"/packages/{ledger.number}").has("прежнего раунда")
    for number in (1, 2, 3):
        ledger.settle(number, town.curator)
    assert not sign_in(town.curator).get(f"/packages/{ledger.number}").has("прежнего раунда")
