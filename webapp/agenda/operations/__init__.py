"""What is done about times: the secret address of a calendar, reminders."""

from webapp.agenda.operations.feeds import make_feed, revoke_feed
from webapp.agenda.operations.pace import count_reading
from webapp.agenda.operations.reminding import remind

__all__ = ["count_reading", "make_feed", "remind", "revoke_feed"]
