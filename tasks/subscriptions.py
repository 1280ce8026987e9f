"""What follows what: the one table of consequences. A line here is all that a new one needs."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from tasks import (
    accounts,
    comparing,
    diary,
    near_copies,
    notifying,
    packages,
    reading,
    reports,
    roadmaps,
    searching,
)
from tasks.work import Subscription
from webapp.delivery import Job
from workflows.vocabulary import Event

NOTIFY = Subscription("notify", notifying.notify)
INVITE = Subscription("accounts.invitation", accounts.send_invitation)
RESET = Subscription("accounts.reset", accounts.send_reset)
SEND_HELD = Subscription("packages.send_held", packages.send_held)
ERASE = Subscription("packages.erase", packages.erase)
BUILD = Subscription("reports.build", reports.build, long=True, gave_up=reports.give_up)
BUILD_DOSSIER = Subscription("archives.build", reports.build_dossier, long=True, gave_up=reports.give_up)
ORDER_CONCLUSION = Subscription("reports.order_conclusion", reports.order_conclusion)
ORDER_AGREEMENT = Subscription("reports.order_agreement", reports.order_agreement)

READ = Subscription(
    "reading.read", reading.read, long=True, lease=timedelta(minutes=5), gave_up=reading.give_up
)
EXAMINE = Subscription("reading.examine", reading.examine, long=True)
DRAW = Subscription(
    "reading.draw", reading.draw, long=True, lease=timedelta(minutes=5), gave_up=reading.give_up_drawing
)
COMPARE = Subscription("comparisons.compare", comparing.compare, long=True, gave_up=comparing.give_up)
PREPARE = Subscription("comparisons.prepare", comparing.prepare)
WAKE = Subscription("comparisons.wake", comparing.wake)
TAKE_IN = Subscription("search.take_in_package", searching.take_in_package)
TAKE_IN_TEXT = Subscription("search.take_in_text", searching.take_in_text, long=True)
TAKE_IN_NAMED = Subscription("search.take_in_named", searching.take_in_named, long=True)
READ_ROADMAP = Subscription(
    "roadmaps.read", roadmaps.read, long=True, lease=timedelta(minutes=5), gave_up=roadmaps.give_up
)
PROPOSE_ENTRY = Subscription("diary.propose", diary.propose)
SKETCH = Subscription("near_copies.sketch", near_copies.sketch, long=True)
PLACE_TEXTS = Subscription("near_copies.place", near_copies.place)

ON: Mapping[Event, tuple[Subscription, ...]] = MappingProxyType(
    {
        Event.SUBMITTED: (NOTIFY, TAKE_IN, PLACE_TEXTS),
        Event.RESUBMITTED: (NOTIFY, PREPARE, TAKE_IN, PLACE_TEXTS),
        Event.RETURNED_BY_CURATOR: (NOTIFY, TAKE_IN, PROPOSE_ENTRY),
        Event.CONFIRMED: (NOTIFY, TAKE_IN, PROPOSE_ENTRY),
        Event.EXPERTISE_STARTED: (),
        Event.EXPERTISE_CONCLUDED: (NOTIFY, TAKE_IN),
        Event.CONCLUSION_REOPENED: (NOTIFY,),
        Event.SENDING_HELD: (SEND_HELD,),
        Event.SENDING_FAILED: (NOTIFY,),
        Event.VERDICT_RELEASED: (NOTIFY, ORDER_CONCLUSION, TAKE_IN),
        Event.RETURNED_BY_EXPERTISE: (NOTIFY, ORDER_CONCLUSION, TAKE_IN),
        Event.FOUNDER_AGREED: (NOTIFY, ORDER_AGREEMENT),
        Event.FOUNDER_DECLINED: (NOTIFY, ORDER_AGREEMENT),
        Event.PROGRAMME_APPROVED: (NOTIFY, ORDER_AGREEMENT),
        Event.INCLUDED_IN_REPORT: (),
        Event.PLACED_IN_MEDK: (NOTIFY,),
        Event.WITHDRAWN: (NOTIFY,),
        Event.RESUMED: (),
        Event.MESSAGE_POSTED: (NOTIFY, PROPOSE_ENTRY),
        Event.REMINDED: (NOTIFY, PROPOSE_ENTRY),
        Event.SCHOOL_REMINDED: (NOTIFY, PROPOSE_ENTRY),
        Event.EXPERT_ASSIGNED: (NOTIFY,),
        Event.EXPERT_DECLINED: (NOTIFY,),
        Event.SHEET_HANDED_IN: (),
        Event.RECONCILIATION_AWAITED: (NOTIFY,),
        Event.RECONCILIATION_STARTED: (),
        Event.LATE_ALLOWED: (NOTIFY,),
        Event.SUBSTITUTION_SET: (NOTIFY,),
        Event.SUBSTITUTION_ENDED: (NOTIFY,),
        Event.FILE_KEPT: (READ,),
        Event.FILE_READ: (EXAMINE, WAKE, TAKE_IN_TEXT, SKETCH),
        Event.RENAMED: (TAKE_IN_NAMED,),
        Event.REMOVAL_ASKED: (NOTIFY,),
        Event.CONTENT_REMOVED: (NOTIFY, ERASE, TAKE_IN),
        Event.PAGES_WANTED: (DRAW,),
        Event.ROADMAP_FILE_KEPT: (READ_ROADMAP,),
        Event.COMPARISON_WANTED: (COMPARE,),
        Event.REPORT_REQUESTED: (BUILD,),
        Event.DOSSIER_REQUESTED: (BUILD_DOSSIER,),
        Event.REPORT_READY: (NOTIFY,),
        Event.REPORT_FAILED: (NOTIFY,),
        Event.REPORT_SIGNED: (NOTIFY,),
        Event.REPORT_DECLINED: (NOTIFY,),
        Event.STAGE_REOPENED: (NOTIFY,),
        Event.MEASURE_EXECUTED: (NOTIFY,),
        Event.MEASURE_CONFIRMED: (NOTIFY,),
        Event.MEASURE_DECLINED: (NOTIFY,),
        Event.MEASURE_TRANSFERRED: (NOTIFY,),
        Event.MEASURE_EXCLUDED: (NOTIFY,),
        Event.RECOMMENDED: (NOTIFY,),
        Event.RECOMMENDATION_REPORTED: (NOTIFY,),
        Event.RECOMMENDATION_ACCEPTED: (NOTIFY,),
        Event.RECOMMENDATION_RETURNED: (NOTIFY,),
        Event.RECOMMENDATION_WITHDRAWN: (NOTIFY,),
        Event.INVITED: (INVITE,),
        Event.RESET_REQUESTED: (RESET,),
    }
)


def subscribers(event: Event) -> tuple[str, ...]:
    """Return the names of the tasks that follow an event."""
    return tuple(one.task for one in ON[event])


def find(job: Job) -> Subscription | None:
    """Return what a job is to do; None when this release knows no such consequence any more."""
    return next((one for one in ON[job.event] if one.task == job.task), None)
