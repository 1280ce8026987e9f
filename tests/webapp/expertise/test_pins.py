# ruff: noqa: F811
"""Marks and remarks point to places in documents: who puts them, who sees them, what a later version makes of them."""

import pytest
from sqlalchemy import select

from tests import samples
from tests.counting import statements
from tests.pages import Browser, SignIn
from tests.webapp.expertise.test_side_by_side import as_examiner, desk, files  # noqa: F401
from tests.webapp.packages import walk as on
from tests.webapp.packages.test_preview import PAGES, Shelf, shelf_of
from tests.world import World
from webapp.access.actor import acting_as, system_scope
from webapp.database import session
from webapp.errors import Invalid, NotThere
from webapp.expertise import operations
from webapp.models import PackageFile, Pin
from webapp.remarks import operations as remarks
from workflows.places import Place, Region
from workflows.verdicts import MarkValue, VerdictKind

Files = tuple[PackageFile, PackageFile]
FRAGMENT = {"HX-Request": "true", "HX-Target": "doc-view"}


def stored() -> list[Pin]:
    session.rollback()
    with system_scope("look"):
        rows = session.scalars(select(Pin).order_by(Pin.id).execution_options(populate_existing=True)).all()
    session.expunge_all()
    return list(rows)


def seen_by(town: World, who: object) -> int:
    session.rollback()
    with acting_as(who):  # type: ignore[arg-type]
        return len(session.scalars(select(Pin.id)).all())


def body(file: PackageFile, **more: str) -> dict[str, str]:
    return {"owner": "А.1", "file": str(file.number), "page": "2", "extent": "page", **more}


def test_a_page_becomes_a_link_of_the_criterion_that_turns_to_it(
    desk: Shelf, files: Files, as_examiner: Browser
) -> None:
    url = f"/packages/{desk.package.number}/sheet"
    answer = as_examiner.post(f"{url}/pins", body(files[0]), status=200, headers=FRAGMENT)
    assert (
        'id="doc-view"' in answer.text and "hx-swap-oob" in answer.text and "Справка, стр. 2" in answer.text
    )
    page = as_examiner.get(url)
    (link,) = page.tree.xpath('//*[@id="cr-1-ev"]//a')
    assert link.get("href") == f"{url}?file={files[0].number}&page=2" == link.get("hx-get")
    assert link.get("hx-target") == "#doc"
    plain = as_examiner.post(f"{url}/pins", body(files[0], page="3"))
    assert plain.location == f"{url}?file={files[0].number}&page=3"
    assert [pin.page for pin in stored()] == [2, 3]


def test_a_region_is_drawn_on_its_page_and_named_in_the_list(
    desk: Shelf, files: Files, as_examiner: Browser
) -> None:
    url = f"/packages/{desk.package.number}/sheet"
    region = {"extent": "region", "x": "10", "y": "20", "width": "50", "height": "95", "page": "1"}
    as_examiner.post(f"{url}/pins", body(files[0], **region))
    (pin,) = stored()
    assert (pin.x, pin.y, pin.width, pin.height) == (0.1, 0.2, 0.5, 0.8)
    page = as_examiner.get(f"{url}?file={files[0].number}")
    (rect,) = page.tree.xpath("//*[@data-pin]")
    assert [rect.get(side) for side in ("x", "y", "width", "height")] == ["10.0%", "20.0%", "50.0%", "80.0%"]
    assert page.has("Критерий А.1", "на этой странице")
    assert not as_examiner.get(f"{url}?file={files[0].number}&page=2").tree.xpath("//*[@data-pin]")
    nothing = as_examiner.post(f"{url}/pins", body(files[0], extent="region"), status=422, headers=FRAGMENT)
    assert "Обведите область" in nothing.text and len(stored()) == 1
    whole = as_examiner.post(f"{url}/pins", body(files[0], extent="quote", quote=" "), status=422)
    assert whole.has("Вставьте слова документа")


def test_a_quotation_is_marked_in_the_text_whatever_its_spaces(
    desk: Shelf, files: Files, as_examiner: Browser
) -> None:
    url = f"/packages/{desk.package.number}/sheet"
    quote = {"extent": "quote", "quote": "номер  2", "page": "2"}
    as_examiner.post(f"{url}/pins", body(files[0], **quote))
    page = as_examiner.get(f"{url}?file={files[0].number}&page=2&view=text")
    (mark,) = page.tree.xpath("//mark")
    assert mark.text == "номер 2" and page.has("на этой странице")
    lost = {"extent": "quote", "quote": "чего тут нет", "page": "2"}
    as_examiner.post(f"{url}/pins", body(files[0], **lost))
    assert as_examiner.get(f"{url}?file={files[0].number}&page=2").has("в тексте не найдена")


def test_the_remark_that_comes_of_a_mark_points_where_the_mark_did(
    town: World, desk: Shelf, files: Files, sign_in: SignIn
) -> None:
    walk = on.Walk(town, desk.package.number)
    with acting_as(town.coordinator) as actor:
        place = Place(files[0].number, 2, Region(0.1, 0.1, 0.2, 0.2))
        operations.pin_mark(walk.number, "А.2", place, actor=actor)
    assert seen_by(town, town.school_1.head) == 0 and seen_by(town, town.foreign_coordinator) == 0
    walk.mark_all({"А.2": (MarkValue.ZERO, "Нет анализа причин.")})
    walk.conclude(VerdictKind.REWORK)
    assert seen_by(town, town.school_1.head) == 0, "not before the conclusion is released"
    walk.step(town.coordinator, "release")
    assert [pin.remark_id is None for pin in stored()] == [True, False]
    assert seen_by(town, town.school_1.head) == 1 and seen_by(town, town.school_2.head) == 0
    page = sign_in(town.school_1.head).get(desk.url(files[0], "?page=2"))
    assert page.has("Замечание 1", "Нет анализа причин.", "на этой странице")
    assert not page.has("Закрепить замечание") and not page.has("Критерий А.2")


def test_a_conclusion_taken_back_leaves_no_pin_of_its_remarks(town: World, desk: Shelf, files: Files) -> None:
    walk = on.Walk(town, desk.package.number)
    with acting_as(town.coordinator) as actor:
        operations.pin_mark(walk.number, "А.2", Place(files[0].number, 1), actor=actor)
    walk.mark_all({"А.2": (MarkValue.ZERO, "Нет анализа причин.")})
    walk.conclude(VerdictKind.REWORK)
    walk.step(town.coordinator, "reopen", text="Проверить ещё раз.")
    assert [pin.criterion for pin in stored()] == ["А.2"]


def test_only_the_examiner_pins_and_unpins_and_only_files_that_were_sent(
    town: World, desk: Shelf, files: Files, as_examiner: Browser, sign_in: SignIn
) -> None:
    url = f"/packages/{desk.package.number}/sheet/pins"
    as_examiner.post(url, body(files[0]))
    (pin,) = stored()
    for person in (town.other_expert, town.foreign_coordinator):
        sign_in(person).post(url, body(files[0]), status=404)
        sign_in(person).post(f"{url}/{pin.id}/remove", {"file": str(files[0].number)}, status=404)
    as_examiner.post(url, body(files[0], owner="Я.9"), status=404)
    with acting_as(town.coordinator) as actor, pytest.raises(NotThere):
        operations.pin_mark(desk.package.number, "А.1", Place(99_999, 1), actor=actor)
    as_examiner.post(f"{url}/{pin.id}/remove", {"file": str(files[0].number), "page": "2"})
    assert stored() == []


def test_a_curator_pins_an_unsent_remark_on_the_page_of_the_file(town: World, sign_in: SignIn) -> None:
    walk = on.sent(town)
    shelf = shelf_of(walk)
    file = shelf.put(samples.printed(*PAGES), pages=7, name="Справка.pdf")
    curator, url = sign_in(town.curator), shelf.url(file)
    assert not curator.get(url).has("Закрепить замечание за этой страницей")
    with acting_as(town.curator) as actor:
        remark = remarks.write(walk.number, on.remark(town.today, "Нет подписи директора."), actor=actor)
    page = curator.get(f"{url}?page=2")
    assert page.has("Закрепить замечание за этой страницей", "Замечание 1. Нет подписи директора.")
    answer = curator.post(
        f"{url}/pins", {"owner": str(remark.number), "file": "0", "page": "2", "extent": "page"}
    )
    assert answer.location == f"{url}?page=2" and seen_by(town, town.school_1.head) == 0
    (pin,) = stored()
    assert curator.get(answer.location).tree.xpath(f'//form[contains(@action, "/pins/{pin.id}/remove")]')
    faulty = curator.post(
        f"{url}/pins", {"owner": "1", "file": "0", "page": "2", "extent": "quote"}, status=422
    )
    assert faulty.has("Вставьте слова документа")
    sign_in(town.school_1.head).post(f"{url}/pins", {"owner": "1"}, status=404)
    curator.post(f"/packages/{walk.number}/pins/{pin.id}/remove", {"file": str(file.number), "page": "2"})
    assert stored() == []
    with acting_as(town.curator) as actor:
        remarks.pin_remark(walk.number, 1, Place(file.number, 2), actor=actor)
        walk.step(actor, "return")
        with pytest.raises(Invalid):
            remarks.pin_remark(walk.number, 1, Place(file.number, 3), actor=actor)
    assert seen_by(town, town.school_1.head) == 1 == seen_by(town, town.chief)


def test_a_later_file_keeps_the_quotation_or_says_that_it_is_gone(town: World, sign_in: SignIn) -> None:
    walk = on.sent(town)
    shelf = shelf_of(walk)
    old = shelf.put(samples.printed("Охват 79 процентов", "Цель не названа"), pages=2)
    with acting_as(town.curator) as actor:
        for quote in ("охват 79", "Цель не названа"):
            number = remarks.write(walk.number, on.remark(town.today, "Исправьте."), actor=actor).number
            remarks.pin_remark(walk.number, number, Place(old.number, 1, quote=quote), actor=actor)
        third = remarks.write(walk.number, on.remark(town.today, "Исправьте."), actor=actor).number
        remarks.pin_remark(walk.number, third, Place(old.number, 2), actor=actor)
    new = shelf.put(
        samples.printed("Титул", "Всего: охват  79 процентов остался", "Цель названа"),
        pages=3,
        replaces_id=old.id,
    )
    page = sign_in(town.curator).get(shelf.url(new, "/text?page=2"))
    assert [one.text for one in page.tree.xpath("//mark")] == ["охват 79"]
    assert page.has("цитата не найдена в этой редакции", "закреплено в прежней редакции файла")
    links = page.tree.xpath('//*[@class="pins"]//a/@href')
    assert shelf.url(old, "?page=2") in links


def test_pins_cost_no_statement_each(desk: Shelf, files: Files, town: World, as_examiner: Browser) -> None:
    costs = []
    for _ in range(2):
        with acting_as(town.coordinator) as actor:
            operations.pin_mark(desk.package.number, "А.1", Place(files[0].number, 2), actor=actor)
        as_examiner.get(f"/packages/{desk.package.number}/sheet?file={files[0].number}")
        with statements() as seen:
            as_examiner.get(f"/packages/{desk.package.number}/sheet?file={files[0].number}")
        costs.append(len(seen))
    assert costs[0] == costs[1] <= 16
