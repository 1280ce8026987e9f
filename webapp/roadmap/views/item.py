"""One measure, and files that prove its executions."""

from webapp import journal
from webapp.access.actor import current_actor
from webapp.access.permissions import Permission as P
from webapp.attachments import stored
from webapp.database import today_in
from webapp.errors import Stale
from webapp.filestore import storage
from webapp.reading import queries as reading
from webapp.rendering import render
from webapp.roadmap import pages, queries
from webapp.roadmap.views.blueprint import Reply, section


@section.get("/items/<ref>", access=P.READ_ROADMAP)
def item(ref: str) -> Reply:
    return item_page(ref)


def item_page(ref: str, refusal: str = "", *, status: int = 200) -> Reply:
    """Answer the page of a measure, with why something was not done."""
    actor = current_actor()
    found = queries.item(ref, today_in(actor.zone))
    return render(
        "roadmap/item.html",
        status=status,
        refusal=refusal,
        item=found,
        page=pages.item_page(found, actor),
        occurrences=pages.OCCURRENCES,
        earlier=pages.EARLIER,
        terms=pages.TERMS,
    )


@section.get("/items/<ref>/evidence/<int:evidence>/original", access=P.READ_ROADMAP)
def original(ref: str, evidence: int) -> Reply:
    """The bytes as they were uploaded, never opened inside our own page (UP-05, UP-07)."""
    row, content = queries.evidence_file(ref, evidence)
    if reading.is_infected(content.sha256):
        raise Stale(f"«{row.title}». В файле найден вирус: скачать его нельзя.")
    stream = storage().open(content.sha256)
    journal.record_download(
        "measure.evidence", kind="measure", object_id=ref, sha256=content.sha256, note=row.title
    )
    return stored(stream, row.title, content.media_type, content.sha256)
