"""The roadmaps of schools together."""

from webapp.access.actor import current_actor
from webapp.access.permissions import Permission as P
from webapp.database import today_in
from webapp.rendering import render
from webapp.roadmap import pages, queries
from webapp.roadmap.views.blueprint import Reply, section


@section.get("/schools", access=P.READ_ROADMAP)
def schools() -> Reply:
    found = queries.of_schools(today_in(current_actor().zone))
    return render(
        "roadmap/schools.html",
        lines=pages.school_lines(found),
        without=found.without,
        columns=pages.SCHOOL_COLUMNS,
    )
