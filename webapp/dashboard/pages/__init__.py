"""What home shows: the queue in groups by deadline, and what stands around it."""

from webapp.dashboard.pages.aside import (
    all_done,
    dates,
    feed,
    first_steps,
    greeting,
    news,
    put_off_words,
    strip,
    tabs,
)
from webapp.dashboard.pages.groups import QueueGroup, groups
from webapp.dashboard.pages.items import (
    QueueItem,
    due_items,
    errand_items,
    failure_items,
    package_items,
    put_off_items,
)

__all__ = [
    "QueueGroup", "QueueItem", "all_done", "dates", "due_items", "errand_items", "failure_items", "feed", "first_steps",
    "greeting", "groups", "news", "package_items", "put_off_items", "put_off_words", "strip", "tabs",
]  # fmt: skip
