"""What changed, shown: two versions, two texts, two schools; and nobody else's eyes."""

import pytest
from sqlalchemy import func, select

from tests import factories as make
from tests import samples
from tests.counting import statements
from tests.pages import Browser, SignIn
from tests.webapp.comparisons import shelf as on
from tests.webapp.comparisons.shelf import Shelf, ask, compare, read
from tests.webapp.packages import walk as walking
from tests.world import World
from webapp.access.actor import system_scope
from webapp.comparisons import operations
from webapp.database import session
from webapp.models import OutboxMessage, Package, PackageFile, Version, VersionFile
from workflows.file_rules import FileKind
from workflows.vocabulary import Event, State


@pytest.fixture
def shelf(town: World) -> Shelf:
    return on.mended(town)


@pytest.fixture
def ready(shelf: Shelf) -> Shelf:
    read(shelf.first, shelf.second)
    ask(shelf.first, shelf.second)
    compare(shelf.first, shelf.second)
    return shelf


def events() -> int:
    with system_scope("look"):
        asked = select(func.count()).where(OutboxMessage.event == Event.COMPARISON_WANTED)
        return session.scalar(asked) or 0


def test_two_versions_tell_which_files_changed(ready: Shelf, as_curator: Browser) -> None:
    page = as_curator.get(ready.url())
    assert page.has("Редакции 1 и 2", "Изменён", "Без изменений", "абзацев: изменено 1, добавлено 1")
    (link,) = page.tree.xpath('//*[@id="files"]//a[contains(., "Показать правки")]')
    assert link.get("href") == ready.text_url
    assert page.has("Ответы на вопросы не изменились")


def test_changed_words_are_marked_and_listed(ready: Shelf, as_curator: Browser) -> None:
    page = as_curator.get(ready.text_url)
    assert '<del><span class="vh">удалено: </span>15.03.2026</del>' in page.text
    assert '<ins><span class="vh">добавлено: </span>01.04.2026</ins>' in page.text
    lines = page.tree.xpath('//*[@id="changes"]//ol/li/a')
    assert [line.text_content() for line in lines] == ["Изменено", "Добавлено"]
    for line in lines:
        anchor = line.get("href").partition("#")[2]
        assert page.tree.xpath(f'//*[@id="{anchor}"]')


def test_only_what_changed_is_shown_until_the_whole_is_asked_for(town: World, as_curator: Browser) -> None:
    far = [f"Абзац номер {n} о работе школы, который не изменился." for n in range(30)]
    shelf = on.mended(town, on.document(*far, *on.FIRST), on.document(*far, *on.SECOND))
    read(shelf.first, shelf.second)
    ask(shelf.first, shelf.second)
    compare(shelf.first, shelf.second)
    page = as_curator.get(shelf.text_url)
    assert page.has("30 абзацев без изменений") and not page.has("Абзац номер 7")
    assert as_curator.get(shelf.text_url + "&all=1").has("Абзац номер 7")


def test_a_long_text_comes_in_parts_and_the_list_leads_to_the_right_one(
    town: World, as_curator: Browser
) -> None:
    before = [f"Мероприятие {n} проводит методист школы до {n} марта." for n in range(1, 301)]
    after = [text.replace("методист", "директор") for text in before]
    shelf = on.mended(town, on.document(*before), on.document(*after))
    read(shelf.first, shelf.second)
    ask(shelf.first, shelf.second)
    compare(shelf.first, shelf.second)
    page = as_curator.get(shelf.text_url)
    assert page.has("Часть 1 из 2", "И ещё 200 правок")
    second = as_curator.get(shelf.text_url + "&part=2")
    assert second.has("Часть 2 из 2", "Мероприятие 300")
    assert second.tree.xpath('//*[@id="c-299"]')


def test_in_two_columns_each_side_has_its_own_words(ready: Shelf, as_curator: Browser) -> None:
    page = as_curator.get(ready.text_url + "&view=columns")
    (changed,) = page.tree.xpath('//*[contains(@class, "cmp--edit")]')
    left, right = changed.xpath('.//*[@class="cmp__two"]/div')
    assert "15.03.2026" in left.text_content() and "01.04.2026" not in left.text_content()
    assert "01.04.2026" in right.text_content() and "15.03.2026" not in right.text_content()


def test_tables_are_told_row_by_row(town: World, as_curator: Browser) -> None:
    before = "Мероприятие;Срок\nПедсовет по итогам;март\nОткрытый урок;май\n"
    after = "Мероприятие;Срок\nПедсовет по итогам;апрель\nОткрытый урок;май\nКонсультация психолога;июнь\n"
    shelf = on.mended(town, before.encode(), after.encode(), kind=FileKind.CSV)
    read(shelf.first, shelf.second)
    ask(shelf.first, shelf.second)
    compare(shelf.first, shelf.second)
    page = as_curator.get(shelf.text_url)
    rows = page.tree.xpath('//*[@id="text"]//tbody/tr/th')
    assert [row.text_content() for row in rows] == ["", "изменено", "добавлено"]
    assert page.has("1 строка без изменений")


def test_while_it_is_made_the_page_waits_and_then_shows_it_by_itself(
    shelf: Shelf, as_curator: Browser
) -> None:
    read(shelf.first, shelf.second)
    ask(shelf.first, shelf.second)
    page = as_curator.get(shelf.text_url)
    assert page.has("Сравниваем тексты", "Обновить страницу")
    (poll,) = page.tree.xpath('//*[@hx-trigger="every 2s"]/@hx-get')
    assert poll.startswith("/_/")
    as_curator.fragment(poll, "comparison", status=204)
    compare(shelf.first, shelf.second)
    shown = as_curator.fragment(poll, "comparison")
    assert shown.has("Сравнение готово", "01.04.2026") and "every 2s" not in shown.text


def test_what_nobody_asked_for_is_asked_for_by_a_button(shelf: Shelf, as_curator: Browser) -> None:
    read(shelf.first, shelf.second)
    page = as_curator.get(shelf.text_url)
    assert page.has("Сравнить тексты") and events() == 0
    fields = {"from": 1, "to": 2, "file": shelf.second.number, "csrf_token": page.csrf}
    answer = as_curator.post(shelf.url(), data=fields, status=303)
    assert answer.location.endswith(shelf.text_url) and events() == 1
    assert as_curator.get(shelf.text_url).has("Сравниваем тексты")


def test_a_failed_comparison_says_so_and_may_be_repeated(shelf: Shelf, as_curator: Browser) -> None:
    read(shelf.first, shelf.second)
    ask(shelf.first, shelf.second)
    with system_scope("test"):
        operations.give_up(shelf.first.sha256, shelf.second.sha256)
    session.commit()
    assert as_curator.get(shelf.text_url).has("Сравнить тексты не удалось", "Повторить сравнение")


def test_a_scan_is_told_honestly(town: World, as_curator: Browser) -> None:
    shelf = on.mended(town, samples.pdf("один"), samples.pdf("два"), kind=FileKind.PDF)
    read(shelf.first, shelf.second)
    page = as_curator.get(shelf.text_url)
    assert page.has("Текст распознать не удалось") and not page.has("Сравнить тексты не")
    assert page.tree.xpath(f'//a[contains(@href, "/files/{shelf.first.number}")]')


def test_an_unreadable_file_says_why(town: World, as_curator: Browser) -> None:
    shelf = on.mended(town, b"broken", on.document(*on.SECOND))
    read(shelf.first, shelf.second)
    assert as_curator.get(shelf.text_url).has("Прочитать файл не удалось")


def test_one_version_has_nothing_to_be_compared_with(town: World, as_curator: Browser) -> None:
    walk = walking.sent(town)
    assert as_curator.get(f"/packages/{walk.number}/compare").has("Сравнивать не с чем")


def test_strange_addresses_are_not_there(ready: Shelf, as_curator: Browser) -> None:
    for tail in (
        "?from=1&to=9",
        "?from=0&to=2",
        "?from=1&to=2&file=99",
        "?file=x1",
        "?file=1&other=none&other_file=1",
    ):
        as_curator.get(ready.url(tail), status=404)


def test_links_to_what_changed_stand_where_files_are(ready: Shelf, as_curator: Browser) -> None:
    show = as_curator.get(f"/packages/{ready.walk.number}")
    assert show.has("Правки с редакции 1")
    assert as_curator.get(f"/packages/{ready.walk.number}/versions").has("Сравнить с редакцией 1")
    assert as_curator.get(f"/packages/{ready.walk.number}/versions/2").has(
        "Показать правки", "Что изменилось"
    )


def test_the_school_sees_its_own_and_another_school_nothing(
    ready: Shelf, sign_in: SignIn, town: World
) -> None:
    assert sign_in(town.school_1.head).get(ready.text_url).has("01.04.2026")
    stranger = sign_in(town.school_2.head)
    for tail in ("", f"?from=1&to=2&file={ready.second.number}", f"/with?file={ready.second.number}"):
        stranger.get(ready.url(tail), status=404)
    stranger.get("/_" + ready.text_url, status=404)


@pytest.fixture
def foreign(shelf: Shelf, town: World) -> PackageFile:
    """The same document of the second school, sent."""
    with system_scope("test"):
        package = make.package(
            town.school_2.school, town.stage, kind="development", state=State.CURATOR_REVIEW
        )
        content = on.document(*on.FIRST[:2])
        who = town.school_2.coordinator
        file: PackageFile = make.kept_file(
            package, "programme", content, FileKind.DOCX, actor=who, name="Чужая.docx"
        )
        version = make.save(
            Version(
                package_id=package.id, number=1, round=1, slots=[], answers={}, sent_by_id=who.user_id,
                sent_by_name=who.name, sent_by_role=who.role, declared_no_personal_data=True,
            )
        )  # fmt: skip
        place = {"package_id": package.id, "version_id": version.id, "file_id": file.id}
        make.save(VersionFile(**place, position=1, change="new"))
        package.current_version_id = version.id
        make.save(package)
    read(file)
    return file


def between(shelf: Shelf, file: PackageFile, number: str) -> str:
    return shelf.url(f"?file={shelf.second.number}&other={number}&other_file={file.number}")


def test_a_file_of_another_school_is_chosen_and_compared(
    ready: Shelf, foreign: PackageFile, sign_in: SignIn, town: World
) -> None:
    coordinator = sign_in(town.coordinator)
    with system_scope("look"):
        number = session.scalars(select(Package.number).where(Package.id == foreign.package_id)).one()
    choose = coordinator.get(ready.url(f"/with?file={ready.second.number}"))
    (link,) = choose.tree.xpath('//*[@id="like"]//li/a')
    assert link.get("href") == between(ready, foreign, number)
    assert coordinator.get(ready.url(f"/with?file={ready.second.number}&other={number}")).has("Чужая.docx")
    assert coordinator.get(ready.url(f"/with?file={ready.second.number}&other=нет")).has("Такого пакета нет")
    ask(foreign, ready.second)
    compare(foreign, ready.second)
    page = coordinator.get(between(ready, foreign, number))
    assert page.has("сравнение школ", "Только здесь", town.school_2.school.short_name, "01.04.2026")


def test_both_files_must_be_visible(ready: Shelf, foreign: PackageFile, sign_in: SignIn, town: World) -> None:
    with system_scope("look"):
        number = session.scalars(select(Package.number).where(Package.id == foreign.package_id)).one()
    ask(foreign, ready.second)
    compare(foreign, ready.second)
    for actor in (town.school_1.head, town.school_2.head):
        sign_in(actor).get(between(ready, foreign, number), status=404)
    choose = sign_in(town.school_1.head).get(ready.url(f"/with?file={ready.second.number}&other={number}"))
    assert choose.has("Такого пакета нет") and not choose.has("Чужая.docx")


def test_statements_do_not_grow_with_the_text(ready: Shelf, as_curator: Browser) -> None:
    as_curator.get(ready.text_url)
    with statements() as seen:
        as_curator.get(ready.text_url)
    assert len(seen) <= 14
