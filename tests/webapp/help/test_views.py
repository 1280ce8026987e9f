"""Help stands in the same place on every page, and its link leads to a topic."""

from flask import Flask

from tests.pages import Browser
from webapp.access.guard import Section
from webapp.help.queries import TOPICS


def test_every_section_has_its_topic(app: Flask) -> None:
    navs = {one.nav for one in app.blueprints.values() if isinstance(one, Section)}
    assert navs <= set(TOPICS), navs - set(TOPICS)


def test_the_help_link_of_a_page_opens_its_topic(as_curator: Browser) -> None:
    page = as_curator.get("/packages")
    assert '/help/packages"' in page.text
    assert as_curator.get("/help/packages").has("Проверить пакет (куратор)")


def test_an_unknown_topic_is_not_there(as_curator: Browser) -> None:
    as_curator.get("/help/net-takogo", status=404)
