"""What is known of the times of roadmaps."""

from webapp.agenda.queries.duties import Duty, due_between, mine, overdue
from webapp.agenda.queries.feeds import Feed, feed_of, reader_of, token_hash
from webapp.agenda.queries.months import Due, due_in, spans, stages_in
from webapp.agenda.queries.people import People, people_of

__all__ = [
    "Due", "Duty", "Feed", "People", "due_between", "due_in", "feed_of", "mine", "overdue", "people_of", "reader_of",
    "spans", "stages_in", "token_hash",
]  # fmt: skip
