"""What leaves the system is written into the journal (AU-01)."""

from webapp import journal
from webapp.database import transaction


def record_download(what: str, *, kind: str, object_id: str, sha256: str = "", note: str = "") -> None:
    """Write that the person who acts took a document or an export with them: `what` names the kind of act."""
    with transaction(despite_safe_method="journal of a download"):
        journal.record(what, kind=kind, object_id=object_id, sha256=sha256, note=note)
