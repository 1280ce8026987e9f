"""Help topics; the sections of the product link to theirs."""

from flask import Response
from werkzeug.wrappers import Response as WerkzeugResponse

from webapp.access.guard import Section
from webapp.access.permissions import Permission as P
from webapp.errors import NotThere
from webapp.help.queries import TOPICS
from webapp.rendering import render

section = Section("help", __name__, url_prefix="/help", nav="start")


@section.get("", access=P.PUBLIC)
def index() -> Response | WerkzeugResponse:
    return render("help/index.html", topics=TOPICS)


@section.get("/<topic>", access=P.PUBLIC)
def topic(topic: str) -> Response | WerkzeugResponse:
    found = TOPICS.get(topic)
    if found is None:
        raise NotThere
    return render("help/topic.html", topic=found, topics=TOPICS)
