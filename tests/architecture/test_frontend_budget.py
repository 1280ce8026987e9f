"""What a page may cost and carry: sizes over the wire, the pinned htmx, nothing inline, icons that exist."""

import gzip
import re
from pathlib import Path

import pytest

from workflows import vocabulary

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "webapp" / "static"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PAGES = [path for path in TEMPLATES if "emails" not in path.parts and "reports" not in path.parts]
KB = 1024
SPRITE = set(re.findall(r'<symbol id="i-([a-z0-9-]+)"', (STATIC / "icons.svg").read_text("utf-8")))


def wire(*names: str) -> int:
    return sum(len(gzip.compress((STATIC / name).read_bytes(), 9)) for name in names)


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_the_style_sheet_keeps_its_budget() -> None:
    assert wire("app.css") <= 14 * KB


def test_the_scripts_keep_their_budget() -> None:
    assert wire("app.js") <= 7.5 * KB
    assert wire("app.js", "htmx.min.js") <= 24 * KB


def test_the_page_of_files_alone_pays_for_its_script() -> None:
    assert wire("upload.js") <= 5 * KB
    loaders = {name_of(path) for path in PAGES if "'upload.js'" in path.read_text("utf-8")}
    assert loaders == {"templates/assembly/files.html"}


def test_the_pages_of_roadmaps_and_calendars_alone_pay_for_their_style() -> None:
    assert wire("plans.css") <= 3 * KB
    loaders = {name_of(path).split("/")[1] for path in PAGES if "'plans.css'" in path.read_text("utf-8")}
    assert loaders <= {"agenda", "diary", "indicators", "roadmap"}


def test_the_fonts_keep_their_budget_and_their_licence() -> None:
    fonts = list((STATIC / "fonts").glob("*.woff2"))
    assert len(fonts) == 2 and sum(font.stat().st_size for font in fonts) <= 40 * KB
    assert "SIL OPEN FONT LICENSE" in (STATIC / "fonts" / "OFL.txt").read_text("utf-8").upper()


def test_everything_of_a_first_view_but_its_page_leaves_room_for_the_page() -> None:
    fonts = sum(font.stat().st_size for font in (STATIC / "fonts").glob("*.woff2"))
    assert wire("app.css", "app.js", "htmx.min.js", "icons.svg", "favicon.svg") + fonts <= (95 - 16) * KB


def test_htmx_is_the_pinned_one() -> None:
    """Another major changes attributes, events and what protects user text."""
    source = (STATIC / "htmx.min.js").read_text("utf-8")
    assert 'version:"2.0.11"' in source
    assert (STATIC / "htmx.LICENSE.txt").is_file() and (STATIC / "icons.LICENSE.txt").is_file()


def test_the_configuration_of_htmx_keeps_no_pages_and_evaluates_nothing() -> None:
    base = (ROOT / "templates/layouts/base.html").read_text("utf-8")
    for rule in ('"historyCacheSize":0', '"refreshOnHistoryMiss":true', '"historyRestoreAsHxRequest":false',
                 '"allowEval":false', '"includeIndicatorStyles":false', '{"code":"(409|422)","swap":true}'):  # fmt: skip
        assert rule in base


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_a_template_has_nothing_inline(path: Path) -> None:
    """The content policy refuses inline style and script; one Tab order, no access keys (WCAG 2.1.4, 2.4.3)."""
    text = re.sub(r"\{#.*?#\}", "", path.read_text("utf-8"), flags=re.DOTALL)
    assert not re.search(r"<[^>]*\sstyle\s*=", text)
    assert not re.search(r"<[a-z][^>]*\son[a-z]+\s*=", text)
    assert not re.search(r"hx-on|hx-vars|js:|javascript:", text)
    assert not re.search(r"<style|<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"tabindex=[\"']?[1-9]|accesskey", text)
    assert "|safe" not in text.replace(" ", "")
    assert not re.search(r"(src|href)=[\"']https?:", text)


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_a_template_stays_readable_in_one_sitting(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 160


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_a_template_names_only_icons_that_exist(path: Path) -> None:
    named = set(re.findall(r"\bicon\('([a-z0-9-]+)'", path.read_text("utf-8")))
    assert not named - SPRITE


def test_every_word_of_the_process_has_its_icon() -> None:
    toned = [
        kind
        for kind in vars(vocabulary).values()
        if isinstance(kind, type) and issubclass(kind, vocabulary.Toned)
    ]
    missing = {str(member.icon) for kind in toned for member in kind} - SPRITE
    assert not missing


def test_both_copies_of_the_dark_palette_are_equal() -> None:
    css = (STATIC / "app.css").read_text("utf-8")
    palettes = re.findall(r"(?:not\(\[data-theme=light\]\)|root\[data-theme=dark\])\{([^}]*)\}", css)
    assert len(palettes) == 2 and palettes[0].split() == palettes[1].split()


def test_every_token_that_is_used_is_defined() -> None:
    css = (STATIC / "app.css").read_text("utf-8")
    assert not set(re.findall(r"var\((--[a-z0-9-]+)", css)) - set(re.findall(r"(--[a-z0-9-]+)\s*:", css))


def test_the_style_sheet_stays_within_the_oldest_browsers() -> None:
    css = re.sub(r"/\*.*?\*/", "", (STATIC / "app.css").read_text("utf-8"), flags=re.DOTALL)
    assert not re.search(r"color-mix\(|light-dark\(|subgrid|@container|&[ .:\[]", css)
    assert css.count("{") == css.count("}")
    assert "@import" not in css
    assert {address.split("/")[0] for address in re.findall(r"url\(\"([^\"]+)", css)} == {"fonts"}


def test_the_script_evaluates_nothing_and_stores_no_text_of_people() -> None:
    js = "".join((STATIC / name).read_text("utf-8") for name in ("app.js", "upload.js"))
    assert not re.search(
        r"\beval\(|new Function|innerHTML\s*=|insertAdjacentHTML|document\.write|sessionStorage", js
    )
    assert not re.search(r"https?://", js)


def test_the_maintenance_page_stands_alone() -> None:
    page = (STATIC / "maintenance.html").read_text("utf-8")
    assert '<html lang="ru">' in page and "<script" not in page and not re.search(r"(src|href)=", page)
