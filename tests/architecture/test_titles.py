"""Every page has a title of its own, «предмет — раздел — Экспертиза», and a sound order of headings (ux.md §5, 17, 58)."""

from itertools import pairwise
from urllib.parse import urlsplit

import pytest
from flask import Flask
from lxml import html
from werkzeug.exceptions import HTTPException

from tests.pages import BASE, Browser, SignIn
from tests.webapp.access.estate import Estates
from webapp.frame import SECTION_TITLES

PAGES_FOUND = {"school": 25, "curator": 25, "expert": 10, "coordinator": 35, "admin": 8}
"""At least so many pages the links of each role lead to: a walk that stops early proves nothing."""


@pytest.mark.parametrize("role", PAGES_FOUND)
def test_every_page_that_links_lead_to_has_a_title_of_its_own(
    app: Flask, estates: Estates, sign_in: SignIn, role: str
) -> None:
    people = {
        "school": estates.own.people.head,
        "curator": estates.own.curator,
        "expert": estates.own.expert,
        "coordinator": estates.own.coordinator,
        "admin": estates.own.admin,
    }
    titles = visited(app, sign_in(people[role]))
    assert len(titles) >= PAGES_FOUND[role], sorted(titles)
    for path, title in titles.items():
        *_subject, section, product = title.split(" — ")
        assert product == "Экспертиза" and section in SECTION_TITLES.values(), (path, title)
    shared = {title: sorted(path for path in titles if titles[path] == title) for title in titles.values()}
    assert not {title: paths for title, paths in shared.items() if len(paths) > 1}


def visited(app: Flask, browser: Browser) -> dict[str, str]:
    """Follow the links from the first page on; returns the titles by path."""
    titles: dict[str, str] = {}
    waiting, known = ["/"], {"/"}
    while waiting:
        path = waiting.pop()
        answer = browser.client.get(path, base_url=BASE)
        if answer.status_code != 200 or answer.mimetype != "text/html":
            continue
        tree = html.fromstring(answer.get_data(as_text=True))
        titles[path] = tree.xpath("//title")[0].text_content()
        assert not outline_faults(tree), path
        for href in tree.xpath("//a/@href"):
            there = urlsplit(str(href)).path
            if there and there not in known and is_page(app, there):
                known.add(there)
                waiting.append(there)
    return titles


def outline_faults(tree: html.HtmlElement) -> list[str]:
    """Skipped levels of headings, tables without a caption, heads of rows and columns that do not say of what."""
    levels = [
        int(one.tag[1]) for one in tree.xpath("//main//*[self::h1 or self::h2 or self::h3 or self::h4]")
    ]
    skipped = [f"h{a}→h{b}" for a, b in pairwise(levels) if b > a + 1]
    nameless = ["table without a caption" for _ in tree.xpath("//table[not(caption)]")]
    return skipped + nameless + ["th without scope" for _ in tree.xpath("//th[not(@scope)]")]


def is_page(app: Flask, path: str) -> bool:
    try:
        endpoint, _ = app.url_map.bind("127.0.0.1").match(path, method="GET")
    except HTTPException:
        return False
    return endpoint != "static" and not endpoint.endswith((".export", ".original", ".download", ".archive"))
