"""The end of the journal, sent where nobody who can change the database can change it too (AU-04)."""

from webapp import journal, mail
from webapp.access.actor import system_scope
from webapp.database import now, transaction
from webapp.journals import queries


def mail_head() -> int:
    """Write today's end of the journal to administrators and coordinators; returns to how many people.

    Once a day, whoever asks and however often: the letter of a day to a person is one by its key."""
    with system_scope("daily end of the journal"), transaction():
        day, head = now().date(), str(journal.head())
        addressees = queries.addressees()
        for user_id in addressees:
            mail.enqueue(
                user_id=user_id,
                key=f"journal-head-{day}-{user_id}",
                template="journal_head",
                day=day,
                head=head,
            )
        return len(addressees)
