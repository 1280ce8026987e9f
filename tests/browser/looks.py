"""What every page must be in every look: without axe violations, without sideways scrolling."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE

axe = Axe()


def clean(page: Page) -> None:
    """The page has no axe violations and does not scroll sideways."""
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    found: list[dict[str, Any]] = axe.run(page).response["violations"]
    assert not found, [(one["id"], one["nodes"][0]["html"][:200]) for one in found]
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), (
        f"sideways scroll: {page.url}"
    )


def in_every_look(page: Page) -> None:
    for viewport in (DESK, PHONE):
        for scheme in ("light", "dark"):
            page.set_viewport_size(viewport)  # type: ignore[arg-type]
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            clean(page)
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    page.emulate_media(color_scheme="light")
