"""What the worker does with kept files: reads them, draws their pages, notices what is in them."""

from webapp.reading.operations.examining import RULES_EDITION, examine, examine_missing
from webapp.reading.operations.forgetting import PICTURE_KIND, forget
from webapp.reading.operations.reading import (
    EDITION,
    PICTURE_TYPE,
    WIDTH,
    ask,
    ask_again,
    catch_up,
    draw,
    give_up,
    give_up_drawing,
    read,
    want,
    warm_up,
)
from webapp.reading.operations.receiving import FILES_LIMIT, Kept, Upload, claim_received, received
from webapp.reading.operations.scanning import scan, scan_missing

__all__ = [
    "EDITION",
    "FILES_LIMIT",
    "PICTURE_KIND",
    "PICTURE_TYPE",
    "RULES_EDITION",
    "WIDTH",
    "Kept",
    "Upload",
    "ask",
    "ask_again",
    "catch_up",
    "claim_received",
    "draw",
    "examine",
    "examine_missing",
    "forget",
    "give_up",
    "give_up_drawing",
    "read",
    "received",
    "scan",
    "scan_missing",
    "want",
    "warm_up",
]  # fmt: skip
