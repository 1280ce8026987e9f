"""The register and the page of a package: what is shown to whom, and at what price."""

import io
import sys

import pytest

from tests import factories as make
from tests import samples
from tests.counting import statements
from tests.journeys.test_the_whole_way import answer, begin, seen, send, upload
from tests.pages import Browser, SignIn
from tests.webapp.packages import walk as on
from tests.world import World
from webapp.access.actor import acting_as
from webapp.packages import operations, queries
from workflows.vocabulary import FileDecision, State

REGISTER_STATEMENTS = 8
QUEUE_STATEMENTS = 8
PACKAGE_STATEMENTS = 14


@pytest.mark.parametrize("path", ["/packages", "/", "/?view=waiting"])
@pytest.mark.parametrize("who", ["coordinator", "curator"])
def test_lists_cost_the_same_with_one_and_with_three_packages(
    town: World, sign_in: SignIn, path: str, who: str
) -> None:
    browser = sign_in(getattr(town, who))
    make.package(town.school_1.school, town.stage, state=State.CURATOR_REVIEW)
    make.package(town.school_1.school, town.foreign_stage, state=State.ADMITTED)
    browser.get(path)
    with statements() as one:
        browser.get(path)
    for kind in ("concept", "effective_mode"):
        make.package(town.school_1.school, town.stage, kind=kind, state=State.CURATOR_REVIEW)
        make.package(town.school_2.school, town.stage, kind=kind, state=State.ADMITTED)
    with statements() as three:
        browser.get(path)
    assert len(three) == len(one), "\n".join(three)
    assert len(one) <= (REGISTER_STATEMENTS if path == "/packages" else QUEUE_STATEMENTS), "\n".join(one)


def test_the_package_page_costs_a_constant_number_of_statements(town: World, sign_in: SignIn) -> None:
    number = _sent(sign_in(town.school_1.coordinator), sign_in(town.school_1.head))
    for who in (town.school_1.head, town.curator, town.coordinator):
        browser = sign_in(who)
        browser.get(f"/packages/{number}")
        with statements() as few:
            browser.get(f"/packages/{number}")
        for text in ("Первое", "Второе"):
            sign_in(town.curator).post(f"/packages/{number}/messages", {"text": text, "audience": "everyone"})
        with statements() as more:
            browser.get(f"/packages/{number}")
        assert len(more) == len(few) <= PACKAGE_STATEMENTS, "\n".join(more)


def test_the_register_shows_own_packages_and_no_foreign_ones(town: World, sign_in: SignIn) -> None:
    make.package(town.school_1.school, town.stage, number="srr-2026-1", state=State.CURATOR_REVIEW)
    make.package(town.school_3.school, town.stage, number="srr-2026-3", state=State.CURATOR_REVIEW)
    make.package(
        town.foreign_school.school, town.foreign_stage, number="voz-2026-1", state=State.CURATOR_REVIEW
    )
    shown = {
        "coordinator": {"srr-2026-1", "srr-2026-3"},
        "curator": {"srr-2026-1"},
        "other_curator": {"srr-2026-3"},
        "expert": set(),
        "observer": set(),
        "foreign_coordinator": {"voz-2026-1"},
    }
    for who, numbers in shown.items():
        page = sign_in(getattr(town, who)).get("/packages")
        found = {number for number in ("srr-2026-1", "srr-2026-3", "voz-2026-1") if number in page.text}
        assert found == numbers, who


def test_a_filter_that_finds_nothing_names_the_way_out(as_coordinator: Browser, town: World) -> None:
    make.package(town.school_1.school, town.stage, state=State.CURATOR_REVIEW)
    assert as_coordinator.get("/packages?q=сош+77").has("По этим условиям пакетов нет", "Сбросить условия")
    assert as_coordinator.get("/packages?q=лесногорская").has("Найден 1 пакет")


def test_a_fragment_of_the_register_is_only_its_list(as_coordinator: Browser, town: World) -> None:
    make.package(town.school_1.school, town.stage, state=State.CURATOR_REVIEW)
    fragment = as_coordinator.fragment("/packages?q=лесногорская", "found")
    assert "Найден" in fragment.text and "<html" not in fragment.text
    restored = as_coordinator.get(
        "/packages", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"}
    )
    assert "<html" in restored.text
    assert {"HX-Request", "Cookie"} <= {part.strip() for part in restored.headers["Vary"].split(",")}


def test_pages_follow_each_other_both_ways(
    as_coordinator: Browser, town: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules[queries.register.__module__], "PAGE_SIZE", 2)
    monkeypatch.setattr("webapp.paging.cut.__defaults__", (2,))
    numbers = [f"srr-2026-{n}" for n in range(1, 6)]
    kinds = ("concept", "development", "evidence1", "evidence2", "effective_mode")
    for number, kind in zip(numbers, kinds, strict=True):
        make.package(town.school_1.school, town.stage, number=number, kind=kind, state=State.CURATOR_REVIEW)
    page = as_coordinator.get("/packages")
    walked = [_numbers(page.text, numbers)]
    while links := page.tree.xpath('//nav[@class="pages"]//a[contains(text(), "следующие")]/@href'):
        page = as_coordinator.get(links[0])
        walked.append(_numbers(page.text, numbers))
    assert walked == [["srr-2026-5", "srr-2026-4"], ["srr-2026-3", "srr-2026-2"], ["srr-2026-1"]]
    back = as_coordinator.get(
        page.tree.xpath('//nav[@class="pages"]//a[contains(text(), "предыдущим")]/@href')[0]
    )
    assert _numbers(back.text, numbers) == ["srr-2026-3", "srr-2026-2"]


def test_an_internal_note_never_reaches_the_school(town: World, sign_in: SignIn) -> None:
    number = _sent(sign_in(town.school_1.coordinator), sign_in(town.school_1.head))
    curator = sign_in(town.curator)
    curator.post(f"/packages/{number}/messages", {"text": "тайная пометка куратора", "audience": "internal"})
    curator.post(f"/packages/{number}/messages", {"text": "вопрос школе", "audience": "everyone"})
    page = sign_in(town.school_1.head).get(f"/packages/{number}")
    assert "тайная пометка" not in page.text and "вопрос школе" in page.text
    assert "тайная пометка" in sign_in(town.coordinator).get(f"/packages/{number}").text


def test_a_school_cannot_write_an_internal_note(town: World, sign_in: SignIn) -> None:
    number = _sent(sign_in(town.school_1.coordinator), sign_in(town.school_1.head))
    sign_in(town.school_1.head).post(
        f"/packages/{number}/messages", {"text": "ответ школы", "audience": "internal"}
    )
    assert "ответ школы" in sign_in(town.curator).get(f"/packages/{number}").text
    assert "Внутренняя заметка" not in sign_in(town.coordinator).get(f"/packages/{number}").text


def test_a_remark_keeps_the_name_of_a_file_that_was_replaced(town: World, sign_in: SignIn) -> None:
    walk = on.sent(town)
    file = walk.files()[0]
    walk.check(file, FileDecision.RETURNED, text="Нет подписи.")
    walk.step(town.curator, "return")
    walk.add("programme", "Новая программа.docx", replaces=file)
    walk.answer(1)
    walk.submit("resubmit")
    page = sign_in(town.curator).get(f"/packages/{walk.number}")
    places = page.tree.xpath('//*[@id="remarks"]')
    assert places and file.name in places[0].text_content()


def test_a_stale_page_is_answered_with_what_changed(town: World, sign_in: SignIn) -> None:
    head, curator = sign_in(town.school_1.head), sign_in(town.curator)
    number = _sent(sign_in(town.school_1.coordinator), head)
    stale = seen(curator, number)
    head.post(f"/packages/{number}/steps/withdraw", {"text": "Нашли ошибку.", "seen": stale})
    page = curator.post(
        f"/packages/{number}/steps/confirm", {"text": "Всё верно.", "seen": stale}, status=409
    )
    assert page.has("Пока вы работали, пакет изменился", "отозван")


def test_a_form_sent_twice_acts_once(town: World, sign_in: SignIn) -> None:
    number = _sent(sign_in(town.school_1.coordinator), sign_in(town.school_1.head))
    curator = sign_in(town.curator)
    first = curator.post(
        f"/packages/{number}/messages", {"text": "один раз", "audience": "everyone"}, token="same-token"
    )
    second = curator.post(
        f"/packages/{number}/messages", {"text": "один раз", "audience": "everyone"}, token="same-token"
    )
    assert first.location == second.location
    assert curator.get(f"/packages/{number}").text.count("один раз") == 1


def test_a_file_comes_back_byte_for_byte_under_its_russian_name(town: World, sign_in: SignIn) -> None:
    school, head = sign_in(town.school_1.coordinator), sign_in(town.school_1.head)
    number, content = begin(school), samples.pdf("байты")
    school.post(
        f"/packages/{number}/edit/files/programme",
        {"files": (io.BytesIO(content), "Отчёт школы № 5 «итоги».pdf")},
        content_type="multipart/form-data",
    )
    answer = head.get(f"/packages/{number}/files/1/original")
    assert answer.body == content
    assert "filename*=UTF-8''%D0%9E%D1%82%D1%87" in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    sign_in(town.curator).get(f"/packages/{number}/files/1/original", status=404)
    sign_in(town.foreign_curator).get(f"/packages/{number}/files/1/original", status=404)


def test_refused_files_say_what_to_do_and_the_good_ones_stay(as_school: Browser) -> None:
    number = begin(as_school)
    page = as_school.post(
        f"/packages/{number}/edit/files/other",
        {"files": [(io.BytesIO(b""), "пустой.pdf"), (io.BytesIO(samples.png()), "фото.png")]},
        content_type="multipart/form-data",
        status=422,
    )
    assert page.has("пустой", "фото.png")
    assert page.has("пустой.pdf. ")
    assert page.tree.xpath("string(//title)").startswith("Ошибка: Файлы пакета")


def test_a_message_without_readers_is_not_sent_and_stays_in_its_field(town: World, sign_in: SignIn) -> None:
    number = _sent(sign_in(town.school_1.coordinator), sign_in(town.school_1.head))
    curator = sign_in(town.curator)
    for chosen in ({"audience": "nonsense"}, {"audience": ""}, {}):
        page = curator.post(f"/packages/{number}/messages", {"text": "тайное слово", **chosen}, status=422)
        assert page.has("Выберите, кто увидит сообщение")
        assert page.tree.xpath("//textarea[@name='text']")[0].text_content().strip() == "тайное слово"
    sign_in(town.foreign_curator).post(f"/packages/{number}/messages", {"text": "слово"}, status=404)
    assert "тайное слово" not in sign_in(town.school_1.head).get(f"/packages/{number}").text
    sign_in(town.school_1.head).post(f"/packages/{number}/messages", {"text": "ответ школы"})
    assert "ответ школы" in sign_in(town.curator).get(f"/packages/{number}").text


def test_the_school_is_a_link_only_for_those_who_may_open_it(town: World, sign_in: SignIn) -> None:
    walk = on.admitted(town)
    with on.acting_as(town.coordinator) as coordinator:
        on.operations.assign_expert(walk.number, town.expert.user_id, actor=coordinator)
    for who, links in ((town.expert, 0), (town.coordinator, 1)):
        page = sign_in(who).get(f"/packages/{walk.number}")
        assert page.has("Лесногорская")
        assert len(page.tree.xpath("//a[@href='/schools/school-1']")) == links


def test_an_original_promises_no_parts(town: World, sign_in: SignIn) -> None:
    school = sign_in(town.school_1.coordinator)
    number, content = begin(school), samples.pdf("байты")
    upload(school, number, "programme", "Программа.pdf", content)
    answered = school.get(f"/packages/{number}/files/1/original", headers={"Range": "bytes=0-9"})
    assert answered.body == content and "Accept-Ranges" not in answered.headers


def _sent(school: Browser, head: Browser) -> str:
    number = begin(school)
    upload(school, number, "programme", "Программа.pdf", samples.pdf("п"))
    upload(school, number, "diagnosis", "Протокол.docx", samples.docx_file("д"))
    answer(school, number)
    send(head, number, "submit")
    return number


def _numbers(text: str, numbers: list[str]) -> list[str]:
    found = [number for number in numbers if f'/packages/{number}"' in text]
    return sorted(found, key=lambda number: text.index(f'/packages/{number}"'))


def test_a_mark_of_reading_falls_only_from_the_file_that_changed(town: World, sign_in: SignIn) -> None:
    walk = on.sent(town)
    programme, other = walk.files()
    with acting_as(town.curator) as curator:
        for file in (programme, other):
            operations.mark_viewed(walk.number, file.number, viewed=True, actor=curator)
    walk.check(programme, FileDecision.RETURNED, text="Исправьте раздел 3.")
    walk.check(other)
    walk.step(town.curator, "return")
    new = walk.add("programme", "Программа 2.pdf", replaces=programme)
    place = f"file-{new.number}"
    walk.answer(1)
    walk.submit("resubmit")
    page = sign_in(town.curator).get(f"/packages/{walk.number}")
    assert page.tree.xpath("//input[@name='viewed' and @checked]/@id") == [f"file-{other.number}-viewed"]
    (changed,) = page.tree.xpath("//li[@id=$place]", place=place)
    assert "Изменён после вашего просмотра" in changed.text_content()
    assert page.text.count("Изменён после вашего просмотра") == 1
    stranger = sign_in(town.coordinator).get(f"/packages/{walk.number}")
    assert "Изменён после вашего просмотра" not in stranger.text
