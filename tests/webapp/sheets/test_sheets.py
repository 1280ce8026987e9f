"""Sheets as data: editions in force, a draft that loses nothing, approval, import; begun expertises do not move."""

import io
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select, type_coerce
from sqlalchemy.types import Text

from tests import factories as make
from tests.counting import statements
from tests.pages import Browser, Page
from tests.webapp.packages import walk as on
from tests.world import World
from webapp.access.actor import acting_as, system_scope
from webapp.database import session
from webapp.errors import Invalid, NotThere, Stale
from webapp.expertise.queries import editions_in_force
from webapp.models import Expertise, JournalEntry, SheetDraft, SheetEdition
from webapp.sheets import operations, queries
from webapp.sheets.operations import Approval, Conflict, Edit
from workflows.sheet_draft import Outline, from_plain
from workflows.sheets import SHEETS
from workflows.vocabulary import State

CODE = "development"
PLACE = f"/sheets/{CODE}"


def outline_now() -> Outline:
    return from_plain(row().content)


def row() -> SheetDraft:
    session.commit()
    with system_scope("look"):
        return session.scalars(
            select(SheetDraft).order_by(SheetDraft.id).execution_options(populate_existing=True)
        ).one()


def editions(town: World) -> list[tuple[int, str]]:
    with system_scope("look"):
        own = SheetEdition.municipality_id == town.municipality.id
        found = session.execute(
            select(SheetEdition.number, SheetEdition.title)
            .where(own, SheetEdition.sheet_code == CODE)
            .order_by(SheetEdition.number)
        )
        return [(number, title) for number, title in found]


def stored_sheets() -> list[tuple[int, str, Any]]:
    """The sheets of all expertises as the database keeps them, byte for byte."""
    with system_scope("look"):
        rows = session.execute(
            select(Expertise.id, type_coerce(Expertise.sheet, Text), Expertise.editions).order_by(
                Expertise.id
            )
        )
        return [(one, text, lines) for one, text, lines in rows]


def begun(town: World, change: Any = None) -> SheetDraft:
    with acting_as(town.coordinator):
        operations.start(CODE, actor=town.coordinator)
        if change:
            operations.save(CODE, change(outline_now()), actor=town.coordinator, seen=row().seen)
    return row()


def renamed(outline: Outline) -> Outline:
    return replace(outline, title="Программа развития, новый лист")


def approve(town: World, day: date | None = None, *, seen: int | None = None) -> int:
    order = Approval(order_number="17-од", order_date=date(2026, 11, 2), effective_from=day or town.today)
    with acting_as(town.coordinator):
        return operations.approve(
            CODE, order, actor=town.coordinator, seen=row().seen if seen is None else seen
        )


def sent(page: Page) -> dict[str, Any]:
    """What a browser would send from the editor as it is shown."""
    form = page.tree.xpath("//form[.//input[@name='structure']]")[0]
    values: dict[str, Any] = {}
    for field in form.xpath(".//input[@name] | .//textarea[@name]"):
        if field.get("type") == "checkbox" and field.get("checked") is None:
            continue
        if field.get("name") not in {"csrf_token", "form_token"}:
            values[field.get("name")] = (
                (field.text or "").removeprefix("\n") if field.tag == "textarea" else field.get("value", "")
            )
    return values


def test_a_draft_is_written_checked_and_approved_through_the_pages(
    town: World, as_coordinator: Browser
) -> None:
    as_coordinator.post(f"{PLACE}/draft/begin")
    form = sent(as_coordinator.get(f"{PLACE}/draft"))
    first = outline_now().criteria[0].code
    as_coordinator.post(f"{PLACE}/draft", form | {f"text-{first}": "", "accept": "x", "act": "check"})
    page = as_coordinator.get(f"{PLACE}/draft?check=1")
    assert page.has("Проверьте введённые данные", "Напишите текст критерия 1.", "целое число от 1 до 100")
    assert page.tree.xpath(f"//*[@id='text-{first}' and @aria-invalid='true']")
    good = sent(page) | {f"text-{first}": "Новый текст критерия.", "accept": "90", "act": "check"}
    assert as_coordinator.post(f"{PLACE}/draft", good).location.endswith("/draft/approve")
    dry = as_coordinator.get(f"{PLACE}/draft/approve")
    assert dry.has("Изменены: 1 критерий", "Пороги изменены", "от 90 %")
    assert dry.tree.xpath("//ins//*[@class='vh']") and dry.tree.xpath("//del//*[@class='vh']")
    order = {"seen": dry.value("seen"), "order_number": "17-од", "order_date": "02.11.2026"}
    wrong = as_coordinator.post(
        f"{PLACE}/draft/approve", order | {"effective_from": "01.01.2026"}, status=422
    )
    assert wrong.has("задним числом")
    as_coordinator.post(f"{PLACE}/draft/approve", order | {"effective_from": town.today.isoformat()})
    shown = as_coordinator.get(f"{PLACE}/v/2")
    assert shown.has("Новый текст критерия.", "приказ от 02.11.2026 № 17-од", town.coordinator.name)
    assert as_coordinator.get(f"{PLACE}/v/2/changes").has("стало: от 90 %")
    assert as_coordinator.get(PLACE).has("действует", "прежняя")
    assert as_coordinator.get("/sheets").has("редакция 2")
    as_coordinator.get(f"{PLACE}/draft", status=404)


def test_every_button_keeps_what_is_typed(town: World, as_coordinator: Browser) -> None:
    begun(town)
    group = outline_now().groups[0].code
    one, two = (criterion.code for criterion in outline_now().criteria[:2])
    for act, check in (
        (f"add {group}", lambda o: o.groups[0].criteria[-1].text == ""),
        ("add-group", lambda o: not o.groups[-1].criteria),
        (f"down {one}", lambda o: [c.code for c in o.criteria[:2]] == [two, one]),
        (f"up {one}", lambda o: [c.code for c in o.criteria[:2]] == [one, two]),
        (f"remove {two}", lambda o: two not in [c.code for c in o.criteria]),
    ):
        form = sent(as_coordinator.get(f"{PLACE}/draft"))
        as_coordinator.post(f"{PLACE}/draft", form | {f"hint-{one}": f"после {act}", "act": act})
        assert check(outline_now()), act
        assert next(c.hint for c in outline_now().criteria if c.code == one) == f"после {act}"


def test_two_tabs_lose_nothing(town: World, as_coordinator: Browser) -> None:
    begun(town)
    form = sent(as_coordinator.get(f"{PLACE}/draft"))
    code = outline_now().criteria[0].code
    as_coordinator.post(f"{PLACE}/draft", form | {f"text-{code}": "Текст первой вкладки.", "act": "save"})
    page = as_coordinator.post(
        f"{PLACE}/draft", form | {f"text-{code}": "Текст второй вкладки.", "act": "save"}, status=409
    )
    page.check()
    assert page.has("Текст первой вкладки.", "Текст второй вкладки.", "Ваш вариант")
    assert outline_now().criteria[0].text == "Текст первой вкладки."
    as_coordinator.post(f"{PLACE}/draft", sent(page) | {"act": "save"})
    assert outline_now().criteria[0].text == "Текст второй вкладки."


def test_an_old_page_neither_approves_nor_discards_nor_imports(town: World) -> None:
    draft = begun(town, renamed)
    old = draft.seen - 1
    with acting_as(town.coordinator):
        for act in (
            lambda: operations.discard(CODE, seen=old),
            lambda: operations.replace(CODE, outline_now(), actor=town.coordinator, seen=old),
            lambda: approve(town, seen=old),
        ):
            with pytest.raises(Stale):
                act()
        with pytest.raises(Conflict):
            operations.save(CODE, replace(outline_now(), title="Иначе"), actor=town.coordinator, seen=old)
    assert approve(town) == 2
    with acting_as(town.coordinator), pytest.raises(Stale, match="уже утверждён"):
        operations.discard(CODE, seen=draft.seen)
    assert editions(town) == [(1, SHEETS[CODE].title), (2, "Программа развития, новый лист")]


def test_a_second_beginning_finds_the_first_draft(town: World) -> None:
    first = begun(town, renamed)
    again = begun(town)
    assert (again.id, again.seen) == (first.id, first.seen)


def test_what_cannot_become_an_edition_is_refused(town: World) -> None:
    begun(town)
    with pytest.raises(Invalid, match="не отличается"):
        approve(town)
    begun(town, renamed)
    with pytest.raises(Invalid, match="задним числом"):
        approve(town, town.today - timedelta(days=1))
    assert approve(town, town.today + timedelta(days=30)) == 2
    begun(town, lambda outline: replace(outline, title="Ещё один"))
    with pytest.raises(Invalid, match="не может действовать раньше"):
        approve(town)
    with acting_as(town.coordinator):
        broken = replace(outline_now(), title="")
        operations.save(CODE, broken, actor=town.coordinator, seen=row().seen)
    with pytest.raises(Invalid, match="есть ошибки"):
        approve(town, town.today + timedelta(days=30))
    with acting_as(town.coordinator), pytest.raises(Invalid, match="не больше"):
        many = replace(outline_now(), groups=outline_now().groups * 30)
        operations.save(CODE, many, actor=town.coordinator, seen=row().seen)


def test_an_edition_comes_into_force_on_its_day(town: World) -> None:
    begun(town, renamed)
    day = town.today + timedelta(days=10)
    approve(town, day)

    def number(today: date) -> int:
        with acting_as(town.coordinator):
            return editions_in_force(town.municipality.id, [CODE], today=today)[CODE].number

    assert (number(town.today), number(day - timedelta(days=1)), number(day)) == (1, 1, 2)
    with acting_as(town.coordinator):
        line = queries.sheet(CODE, town.today, town.coordinator.zone)
        later = queries.sheet(CODE, day, town.coordinator.zone)
    assert line.current and (line.current.number, [one.number for one in line.future]) == (1, [2])
    assert later.current and (later.current.number, [one.number for one in later.past]) == (2, [1])


def test_a_begun_expertise_keeps_every_byte_and_the_next_takes_the_new_edition(town: World) -> None:
    started = on.admitted(town)
    started.step(town.coordinator, "begin")
    waiting = make.package(town.school_2.school, town.stage, state=State.ADMITTED)
    make.package(town.school_3.school, town.stage, state=State.ADMITTED, kind="concept")
    make.package(town.foreign_school.school, town.foreign_stage, state=State.ADMITTED)
    begun(town, renamed)
    with acting_as(town.coordinator):
        flight = queries.flight(CODE)
    assert [(one.number, one.edition) for one in flight.begun] == [(started.number, "1")]
    assert [one.number for one in flight.waiting] == [waiting.number]
    before = stored_sheets()
    assert before and approve(town) == 2
    assert stored_sheets() == before
    with acting_as(town.coordinator):
        assert editions_in_force(town.municipality.id, [CODE], today=town.today)[CODE].number == 2


def test_nothing_of_another_municipality_is_seen_or_touched(
    town: World, as_foreign_coordinator: Browser
) -> None:
    begun(town, renamed)
    assert not as_foreign_coordinator.get("/sheets").has("Продолжить")
    as_foreign_coordinator.get(f"{PLACE}/draft", status=404)
    as_foreign_coordinator.post(f"{PLACE}/draft", {"structure": "", "act": "save"}, status=404)
    approve(town)
    as_foreign_coordinator.get(f"{PLACE}/v/2", status=404)
    as_foreign_coordinator.get(f"{PLACE}/v/2/export.xlsx", status=404)
    with acting_as(town.foreign_coordinator), pytest.raises(NotThere):
        queries.edition(CODE, 2)
    as_foreign_coordinator.post(f"{PLACE}/draft/begin")
    assert row().municipality_id == town.foreign.id and row().base == 1


@pytest.mark.parametrize("who", ["curator", "expert", "chief", "admin"])
def test_only_the_coordinator_sees_drafts(town: World, who: str) -> None:
    begun(town)
    with acting_as(getattr(town, who)):
        assert queries.find_draft(CODE) is None


def test_the_price_does_not_grow(town: World) -> None:
    def cost() -> tuple[int, int]:
        with acting_as(town.coordinator), statements() as listed:
            queries.sheets(town.today, town.coordinator.zone)
        with acting_as(town.coordinator), statements() as flown:
            queries.flight(CODE)
        return len(listed), len(flown)

    make.package(town.school_1.school, town.stage, state=State.ADMITTED)
    one = cost()
    begun(town, renamed)
    approve(town)
    make.package(town.school_2.school, town.stage, state=State.ADMITTED)
    make.package(town.school_3.school, town.stage, state=State.CURATOR_REVIEW)
    assert cost() == one == (2, 2)


def test_an_export_comes_back_as_it_went(town: World, as_coordinator: Browser) -> None:
    begun(town)
    before = outline_now()
    table = as_coordinator.get(f"{PLACE}/v/1/export.xlsx").body
    book = openpyxl.load_workbook(io.BytesIO(table))
    sheet: Any = book.active
    place = next(n for n, cells in enumerate(sheet.values, start=1) if cells[0] == "Критерий")
    sheet.cell(place, 3).value = "=Исправлено в таблице"
    sheet.cell(place, 3).data_type = "s"
    sheet.append(("Критерий", None, "Добавлен в таблице", "да"))
    assert send(as_coordinator, saved(book)).location.endswith("check=1")
    found = outline_now()
    assert found.criteria[0].text == "=Исправлено в таблице"
    last = found.criteria[-1]
    assert (last.text, last.blocking) == ("Добавлен в таблице", True)
    assert last.code not in {one.code for one in before.criteria}
    assert found.criteria[1:-1] == before.criteria[1:] and found.bounds == before.bounds


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("лист.xlsx", b"not a workbook", "лист.xlsx"),
        ("лист.xlsx", b"", "пуст"),
        ("чужая.xlsx", None, "не экспертный лист"),
        ("", b"", "Выберите файл"),
    ],
)
def test_a_wrong_file_gets_one_sentence_and_loses_nothing(
    town: World, as_coordinator: Browser, name: str, data: bytes | None, sentence: str
) -> None:
    begun(town, renamed)
    before = (row().seen, outline_now())
    if data is None:
        book = openpyxl.Workbook()
        sheet: Any = book.active
        sheet.append(("Школа", "Класс"))
        data = saved(book)
    page = send(as_coordinator, data, name=name, status=422)
    page.check()
    assert page.has(sentence)
    assert (row().seen, outline_now()) == before


def test_the_journal_knows_who_approved_what(town: World) -> None:
    begun(town, renamed)
    approve(town)
    with system_scope("look"):
        acts = list(session.scalars(select(JournalEntry.action).order_by(JournalEntry.id)))
    assert [act for act in acts if act.startswith("sheet.")] == ["sheet.draft_begun", "sheet.approved"]


def test_a_forged_structure_is_an_old_page(town: World, as_coordinator: Browser) -> None:
    begun(town)
    form = sent(as_coordinator.get(f"{PLACE}/draft"))
    for structure in ("А=А.1,А.1", "<b>", "А=А.1;А=А.2"):
        as_coordinator.post(f"{PLACE}/draft", form | {"structure": structure, "act": "save"}, status=409)
    with acting_as(town.coordinator):
        operations.save(
            CODE, outline_now(), actor=town.coordinator, seen=row().seen, edit=Edit("remove", "нет")
        )


def saved(book: Any) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def send(browser: Browser, data: bytes, *, name: str = "лист.xlsx", status: int = 303) -> Page:
    seen = browser.get(f"{PLACE}/draft/import").value("seen")
    body = {"seen": seen, "file": (io.BytesIO(data), name)}
    return browser.post(f"{PLACE}/draft/import", body, status=status, content_type="multipart/form-data")
