"""The page of search: every answer is an address, nothing is written."""

from flask import Response, request

from webapp.access.actor import current_actor
from webapp.access.guard import Section
from webapp.access.permissions import Permission as P
from webapp.rendering import render
from webapp.search import forms, operations, pages, queries

section = Section("search", __name__, url_prefix="/search")


@section.get("", access=P.SEARCH)
def results() -> Response:
    actor, asked = current_actor(), forms.read(request)
    if asked.q:
        operations.count_search(actor)
    answer = queries.answer(asked.q, actor)
    return render("search/results.html", page=pages.results(asked, answer))
