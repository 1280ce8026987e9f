"""What waits for a person: only things they can move, soonest first; and the numbers in the frame."""

from webapp.dashboard.queries.counts import frame_counts, recent
from webapp.dashboard.queries.errands import Errand, errands, failed_deliveries
from webapp.dashboard.queries.stages import (
    StageCounts,
    current_stage,
    dues_not_begun,
    is_new_school,
    stages_on,
)
from webapp.dashboard.queries.waiting import (
    DoneLine,
    WaitingPackage,
    arrived_since,
    done,
    mine,
    one_of_mine,
    others,
    put_off,
)

__all__ = [
    "DoneLine", "Errand", "StageCounts", "WaitingPackage", "arrived_since", "current_stage", "done",
    "dues_not_begun", "errands", "failed_deliveries", "frame_counts", "is_new_school", "mine", "one_of_mine", "others",
    "put_off", "recent", "stages_on",
]  # fmt: skip
