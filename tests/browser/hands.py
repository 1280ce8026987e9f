"""Two ways to use a page without a mouse over scripts: the keyboard alone, and a browser that runs no script at all."""

import re
from pathlib import Path
from typing import Protocol

from playwright.sync_api import Locator, Page, expect

SETTLED = 2_000
"""Milliseconds within which the page has put the focus where it belongs."""
STOPS = 200
"""More stops than any page has: reaching this many means that the keyboard cannot get there."""
RING = """() => {
  const it = document.activeElement;
  if (!it || it === document.body) return "lost";
  const shown = it.matches(".choice input, .seg input") ? it.nextElementSibling : it;
  const style = getComputedStyle(shown), box = shown.getBoundingClientRect();
  if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) return "no ring";
  const at = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 20));
  const bars = at && at.closest(".topbar, .mobbar, .tabbar, .actionbar");
  return bars && !bars.contains(it) ? "covered" : "";
}"""
IS_FOCUSED = "node => node === document.activeElement"
WHERE = "document.activeElement.outerHTML.slice(0, 300)"


class Hands(Protocol):
    """What a person does with a page; every control is named as a screen reader names it."""

    page: Page

    def follow(self, name: str) -> None: ...
    def press(self, name: str) -> None: ...
    def write(self, label: str, text: str) -> None: ...
    def pick_date(self, label: str, day: str) -> None: ...
    def tick(self, label: str) -> None: ...
    def attach(self, slot: str, file: Path) -> None: ...
    def open(self, inner: Locator) -> None: ...
    def mark(self, form: Locator, value: str, comment: str) -> None: ...


class _Named:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.main = page.locator("#main")

    def link(self, name: str) -> Locator:
        return self.main.get_by_role("link", name=_spaced(name)).first

    def button(self, name: str) -> Locator:
        return self.main.get_by_role("button", name=_spaced(name)).first

    def field(self, label: str) -> Locator:
        return self.main.get_by_label(label).first

    def cover(self, inner: Locator) -> Locator:
        """The heading of the folded group that holds `inner`."""
        return self.main.locator("details").filter(has=inner).locator("summary").first


class NoScripts(_Named):
    """A browser with scripts switched off: every act is a link or a form, and answers with a page."""

    def follow(self, name: str) -> None:
        self.link(name).click()

    def press(self, name: str) -> None:
        self.button(name).click()

    def write(self, label: str, text: str) -> None:
        self.field(label).fill(text)

    def pick_date(self, label: str, day: str) -> None:
        self.field(label).fill(day)

    def tick(self, label: str) -> None:
        self.field(label).check()

    def attach(self, slot: str, file: Path) -> None:
        self.page.set_input_files(f"#slot-{slot}-files", str(file))
        self.page.locator(f"#slot-{slot}").get_by_role("button", name="Загрузить").click()

    def open(self, inner: Locator) -> None:
        self.cover(inner).click()

    def mark(self, form: Locator, value: str, comment: str) -> None:
        name = form.get_attribute("id")
        form.locator(f"input[value={value}]").check()
        if comment:
            form.locator("textarea").fill(comment)
        form.get_by_role("button", name="Сохранить").click()
        expect(self.page.locator(f"#{name}-saved")).to_contain_text("охранен")


class Keys(_Named):
    """The keyboard alone: Tab, Shift+Tab, arrows, Enter, Space and letters. Every stop on the way is looked at."""

    def follow(self, name: str) -> None:
        self._act(self.link(name), "Enter")

    def press(self, name: str) -> None:
        self._act(self.button(name), "Enter")

    def write(self, label: str, text: str) -> None:
        self._type(self.field(label), text)

    def pick_date(self, label: str, day: str) -> None:
        """`day` is ISO, its day equal to its month: which of them comes first is for the language of the browser."""
        year, month, date = day.split("-")
        assert month == date
        self._type(self.field(label), f"{date}{month}{year}")
        assert self.field(label).input_value() == day

    def tick(self, label: str) -> None:
        self._choose(self.field(label))

    def attach(self, slot: str, file: Path) -> None:
        field = self.page.locator(f"#slot-{slot}-files")
        self.reach(field)
        field.set_input_files(str(file))
        self._act(self.page.locator(f"#slot-{slot}").get_by_role("button", name="Загрузить"), "Enter")
        expect(self.page.locator(f"#slot-{slot} .files")).to_contain_text(file.name)
        self.looked_after()

    def open(self, inner: Locator) -> None:
        self._act(self.cover(inner), "Enter")

    def mark(self, form: Locator, value: str, comment: str) -> None:
        self._choose(form.locator(f"input[value={value}]"))
        if comment:
            self._type(form.locator("textarea"), comment)
        expect(form.locator("[data-save-state]")).to_contain_text("сохранён", timeout=10_000)
        self.looked_after()

    def reach(self, target: Locator) -> None:
        """Press Tab until the control has the focus; each stop shows where it is."""
        expect(target).to_be_visible()
        for _ in range(STOPS):
            if target.evaluate(IS_FOCUSED):
                return
            self.page.keyboard.press("Tab")
            if self.page.evaluate("document.activeElement !== document.body"):
                fault = self.page.evaluate(RING)
                assert not fault, (fault, self.page.url, self.page.evaluate(WHERE))
        raise AssertionError(f"the keyboard does not reach {target} on {self.page.url}")

    def looked_after(self) -> None:
        """After an answer put into the page the focus is somewhere, and seen."""
        expect(self.page.locator(":focus"), f"focus lost: {self.page.url}").to_have_count(1, timeout=SETTLED)

    def _act(self, target: Locator, key: str) -> None:
        self.reach(target)
        self.page.keyboard.press(key)

    def _type(self, target: Locator, text: str) -> None:
        self.reach(target)
        self.page.keyboard.type(text)

    def _choose(self, target: Locator) -> None:
        """A box takes Space; of radio buttons Tab reaches one and the arrows go to the others."""
        if target.get_attribute("type") == "checkbox":
            self._act(target, "Space")
            return
        first = self.page.locator("#" + _id_of_stop(target))
        self._act(first, "Space")
        for _ in range(10):
            if target.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError("the arrows do not reach the answer")


def _spaced(name: str) -> re.Pattern[str]:
    """A name whose hidden part a browser sets apart with a space of its own."""
    return re.compile(r"\s*".join(re.escape(part) for part in name.split()))


def _id_of_stop(radio: Locator) -> str:
    """The button of the group at which Tab stops: the chosen one, else the first."""
    found = radio.evaluate(
        """node => {
          const all = [...node.form.querySelectorAll(`input[type=radio][name="${node.name}"]`)];
          return (all.find(one => one.checked) || all[0]).id;
        }"""
    )
    return str(found)
