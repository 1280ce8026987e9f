"""How pages look on poor networks, in large letters, under fingers, on paper and by the wish of a person
(ux.md §5 20, 22, 55, 56, 61, 64, 67)."""

import io
import re
from collections.abc import Iterator

import pypdf
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Visit
from tests.browser.test_the_whole_way import _on_expertise
from tests.world import World

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),  # the database changes nothing here
]
PAGES = (
    "/",
    "/packages",
    "/packages/{0}",
    "/packages/{0}/sheet",
    "/packages/{0}/verdict",
    "/reports",
    "/display",
)
WITH_KEYBOARD = {"width": 390, "height": 400}
OVER_THE_WIRE = "performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation'))"
# Text that is cut: its box hides what does not fit. What is hidden on purpose, scrolling windows and the short title of the phone's
# bar, whose whole text is the heading below it, are left out.
CUT = """() => [...document.querySelectorAll('body *')].filter(it => {
  if (!it.checkVisibility({visibilityProperty: true}) || it.closest('.vh, svg, .tablewrap, select, .mobbar .ttl') || !it.innerText) return false;
  const style = getComputedStyle(it), box = it.getBoundingClientRect();
  if (style.clip !== 'auto' || box.width < 2 || style.overflowX === 'visible' && style.overflowY === 'visible') return false;
  if (/auto|scroll/.test(style.overflowX + style.overflowY)) return false;
  return it.scrollWidth > it.clientWidth + 1 || it.scrollHeight > it.clientHeight + 2;
}).map(it => it.outerHTML.slice(0, 160))"""
# Words of two different controls or headings that lie on one another.
# What scrolls beneath a bar that stays is not compared with it.
OVERLAP = """() => {
  const bar = it => { for (; it; it = it.parentElement) if (getComputedStyle(it).position === 'sticky') return it; return null; };
  const all = [...document.querySelectorAll('main :is(h1,h2,h3,label,legend,.btn,.tag,dt,dd,td,th,time), .topbar :is(a,input), .mobbar :is(a,p)')]
    .filter(it => it.checkVisibility({visibilityProperty: true}) && it.innerText.trim() && !it.closest('.vh,svg,.table--cards thead'))
    .map(it => [it, it.getBoundingClientRect(), bar(it)]).filter(([it, b]) => b.width > 2 && b.height > 2);
  const found = [];
  for (const [a, x, over] of all) for (const [b, y, under] of all) {
    if (a === b || over !== under || a.contains(b) || b.contains(a) || a.compareDocumentPosition(b) & 2) continue;
    const wide = Math.min(x.right, y.right) - Math.max(x.left, y.left), tall = Math.min(x.bottom, y.bottom) - Math.max(x.top, y.top);
    if (wide > 2 && tall > 2) found.push(a.outerHTML.slice(0, 100) + ' AND ' + b.outerHTML.slice(0, 100));
  }
  return found;
}"""
# What makes a page scroll sideways.
WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll('body *')]
  .filter(it => it.getBoundingClientRect().right > innerWidth + 1 && !it.closest('.tablewrap')).map(it => it.outerHTML.slice(0, 120))"""
# Targets below 24 by 24 px whose own line is not a sentence (WCAG 2.5.8), and main ones below `main` px.
SMALL = """main => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')].filter(it => {
  if (!it.checkVisibility({visibilityProperty: true}) || it.closest('.vh, .skip')) return false;
  const label = it.labels && it.labels[0], box = (label && it.matches('[type=radio],[type=checkbox]') ? label : it).getBoundingClientRect();
  const chief = it.matches('.btn--primary, .tabbar a, .mobbar a, .actionbar .btn');
  const least = chief ? main : 24;
  if (Math.round(box.width) >= least && Math.round(box.height) >= least || !box.width) return false;
  const inline = it.matches('a') && getComputedStyle(it).display === 'inline';
  return !inline;
}).map(it => it.outerHTML.slice(0, 160) + ' ' + Math.round(it.getBoundingClientRect().width) + 'x' + Math.round(it.getBoundingClientRect().height))"""


@pytest.fixture
def number(with_passwords: World) -> str:
    return _on_expertise(with_passwords)


@pytest.fixture
def desk(with_passwords: World, number: str, visit: Visit) -> Page:
    return visit(with_passwords.coordinator)


@pytest.fixture
def phone(with_passwords: World, number: str, visit: Visit) -> Page:
    return visit(with_passwords.coordinator, viewport=PHONE)


def _each(page: Page, number: str) -> Iterator[str]:
    for path in PAGES:
        page.goto(path.format(number))
        yield path


def test_20_the_queue_is_read_over_a_slow_wire(desk: Page) -> None:
    """Counted in bytes and in turns of the wire, not in seconds of a busy machine: 400 kbit/s is 50 000 bytes a second,
    a turn is 400 ms. What must come before the text is read: the page and the style sheet."""
    cdp = desk.context.new_cdp_session(desk)
    cdp.send("Network.enable")
    cdp.send("Network.clearBrowserCache")
    cdp.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000},
    )
    page_bytes, style_bytes = [], []
    for _ in ("cold", "warm"):
        desk.goto("/", wait_until="commit")
        expect(desk.locator("main .q, main .empty").first).to_be_visible(timeout=30_000)
        expect(desk.get_by_role("heading", level=1)).to_be_visible()
        desk.wait_for_load_state("load", timeout=60_000)
        sizes = desk.evaluate(f"{OVER_THE_WIRE}.map(it => [it.name, it.transferSize])")
        page_bytes.append(sum(size for name, size in sizes if "/static/" not in name))
        style_bytes.append(sum(size for name, size in sizes if "/static/" in name))
        assert desk.evaluate("document.querySelectorAll('script:not([defer]), head style').length") == 0
    css = desk.evaluate(
        "performance.getEntriesByType('resource').filter(it => it.name.includes('app.css'))[0].encodedBodySize"
    )
    assert 0.4 * 2 + (page_bytes[0] + css) / 50_000 < 4
    assert 0.4 + page_bytes[1] / 50_000 < 1.5
    assert style_bytes[1] == 0


def test_22_with_fonts_blocked_every_word_is_seen_and_none_lies_on_another(
    with_passwords: World, number: str, visit: Visit
) -> None:
    desk = visit(with_passwords.coordinator, trouble=True)
    desk.route("**/*.woff2", lambda route: route.abort())
    for path in _each(desk, number):
        assert desk.evaluate("[...document.fonts].every(it => it.display === 'swap')")
        assert not desk.evaluate(CUT), (path, desk.evaluate(CUT))
        assert not desk.evaluate(OVERLAP), (path, desk.evaluate(OVERLAP))


@pytest.mark.parametrize("viewport", [{"width": 1366, "height": 768}, PHONE], ids=["desk", "phone"])
def test_55_with_letters_twice_as_large_nothing_is_cut_and_nothing_overlaps(
    with_passwords: World, number: str, visit: Visit, viewport: dict[str, int]
) -> None:
    page = visit(with_passwords.coordinator, viewport=viewport)
    for path in _each(page, number):
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        faults = page.evaluate(CUT) + page.evaluate(OVERLAP)
        assert not faults, (path, faults)
        assert not page.evaluate(WIDE), (path, page.evaluate(WIDE))


def test_56_targets_are_large_enough_for_a_pointer(desk: Page, number: str) -> None:
    for path in _each(desk, number):
        assert not desk.evaluate(SMALL, 24), (path, desk.evaluate(SMALL, 24))


def test_56_main_targets_are_large_enough_for_a_thumb(phone: Page, number: str) -> None:
    for path in _each(phone, number):
        assert not phone.evaluate(SMALL, 44), (path, phone.evaluate(SMALL, 44))


def test_61_motion_colours_and_contrast_follow_the_wish_of_the_system(desk: Page, number: str) -> None:
    button = "getComputedStyle(document.querySelector('.btn')).transitionDuration"
    canvas = "getComputedStyle(document.body).backgroundColor"
    desk.goto(f"/packages/{number}/sheet")
    assert desk.evaluate(button) == "0s"
    desk.emulate_media(reduced_motion="no-preference")
    assert desk.evaluate(button) != "0s"
    light = desk.evaluate(canvas)
    desk.emulate_media(color_scheme="dark")
    assert desk.evaluate(canvas) != light
    desk.emulate_media(forced_colors="active")
    desk.locator("#cr-1 input[type=radio]").first.check()
    assert (
        desk.evaluate("getComputedStyle(document.querySelector('#cr-1 input:checked + label')).borderStyle")
        == "solid"
    )
    seen = "getComputedStyle(document.querySelector('#cr-1 input[type=radio]:{} + label')).backgroundColor"
    assert desk.evaluate(seen.format("checked")) != desk.evaluate(seen.format("not(:checked)"))


def test_61_display_settings_survive_a_new_login_without_a_flash(
    with_passwords: World, desk: Page, visit: Visit
) -> None:
    desk.goto("/display")
    desk.get_by_label("Тёмная").check()
    desk.get_by_role("button", name="Сохранить").click()
    again = visit(with_passwords.coordinator)
    theme = re.search(r"<html[^>]*data-theme=\"(\w+)\"", again.request.get("/").text())
    assert theme and theme[1] == "dark"  # the first byte of the page says it: nothing is repainted
    expect(again.locator("html")).to_have_attribute("data-theme", "dark")


def test_64_paper_has_no_navigation_only_chosen_answers_and_the_groups_that_are_folded(
    desk: Page, number: str
) -> None:
    desk.goto(f"/packages/{number}/sheet")
    desk.locator("#cr-1 input[value=one]").check()
    expect(desk.locator("#cr-1-saved")).to_contain_text("сохранён", timeout=10_000)
    with desk.expect_response("**/sheet/*"):
        desk.locator("#cr-1 textarea").fill("Причины не разделены.")
    desk.reload()
    assert desk.locator("details.cgroup:not([open])").count() > 0
    last = desk.locator("form.cr legend").last.text_content() or ""
    sheet = _printed(desk)
    assert _solid(last)[-30:] in sheet
    assert _solid("Причины не разделены.") in sheet
    desk.emulate_media(media="print")
    assert desk.locator(".choice label:visible").all_text_contents() == ["Частично"]
    desk.emulate_media(media="screen")
    assert "Программа.pdf" in sheet
    for path in (f"/packages/{number}", f"/packages/{number}/sheet", f"/packages/{number}/verdict"):
        desk.goto(path)
        words = _printed(desk)
        assert "Лесногорская" in words
        for gone in (
            "К содержанию",
            "Основное меню",
            "Настройки отображения",
            "Сохранить",
            "Завершить экспертизу",
        ):
            assert _solid(gone) not in words, (path, gone)


def test_67_a_keyboard_on_the_screen_covers_neither_the_field_nor_its_save(phone: Page, number: str) -> None:
    for path, field, save in (
        (f"/packages/{number}/sheet", "#cr-1 textarea", "#cr-1 [data-save-state]"),
        (f"/packages/{number}", "#composer textarea", "#composer .btn"),
        (f"/packages/{number}/verdict", "#text", None),
    ):
        phone.set_viewport_size(PHONE)  # type: ignore[arg-type]
        phone.goto(path)
        phone.locator(field).focus()
        phone.set_viewport_size(WITH_KEYBOARD)  # type: ignore[arg-type]
        phone.locator(field).press("End")
        phone.keyboard.type("Замечание")
        assert not phone.locator(field).evaluate(COVERED), path
        if save:
            phone.locator(save).first.scroll_into_view_if_needed()
            assert not phone.locator(save).first.evaluate(COVERED), path


COVERED = """it => {
  const box = it.getBoundingClientRect();
  if (!box.height) return '';
  const y = Math.max(box.top, 0) + (Math.min(box.bottom, innerHeight) - Math.max(box.top, 0)) / 2;
  const at = document.elementFromPoint(box.left + box.width / 2, y);
  return at && (it.contains(at) || at.contains(it)) ? '' : (at ? at.outerHTML.slice(0, 120) : 'off screen');
}"""


def _printed(page: Page) -> str:
    page.emulate_media(media="print")
    paper = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    page.emulate_media(media="screen")
    assert (round(float(paper.pages[0].mediabox.width)), round(float(paper.pages[0].mediabox.height))) == (
        595,
        842,
    )
    return _solid("".join(one.extract_text() for one in paper.pages))


def _solid(words: str) -> str:
    """Letters without the spaces that a PDF puts between them as it likes."""
    return "".join(words.split())
