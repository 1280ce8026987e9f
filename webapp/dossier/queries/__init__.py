"""What is known of a package: its dossier, the facts its route asks for, its stream, its versions."""

from webapp.dossier.queries.crossing import (
    Crossed,
    CrossedFile,
    Crossing,
    crossed,
    crossed_with,
    files_beside,
)
from webapp.dossier.queries.discussion import (
    EventLine,
    MessageLine,
    StreamItem,
    history,
    line_of,
    message_draft,
    stream,
)
from webapp.dossier.queries.duty import acting_for, curators_of, in_place_of, substitute_of
from webapp.dossier.queries.facts import answers_of, facts_of, may_mark, roles_on, steps_for
from webapp.dossier.queries.frozen import file_of, frozen_slots, is_viewed, version, versions
from webapp.dossier.queries.whole import (
    ASSEMBLING,
    Bias,
    Dossier,
    Expert,
    FileLine,
    bias,
    current_expertise,
    dossier,
    get,
    locked,
    on_its_way,
    parts_of,
    remarks_of,
    window,
)

__all__ = [
    "ASSEMBLING", "Bias", "Crossed", "CrossedFile", "Crossing", "Dossier", "EventLine", "Expert",
    "FileLine", "MessageLine", "StreamItem", "acting_for",
    "answers_of", "bias", "crossed", "crossed_with", "curators_of", "current_expertise", "dossier",
    "facts_of", "file_of", "files_beside", "frozen_slots", "get", "history", "in_place_of", "is_viewed",
    "line_of", "locked", "may_mark", "message_draft", "on_its_way",
    "parts_of", "remarks_of", "roles_on", "steps_for", "stream", "substitute_of",
    "version", "versions", "window",
]  # fmt: skip
