"""The journal of acts: written in the commit of the act itself, chained under a key the database lacks (ADR 0058).

`writing` appends, `chain` says what an entry's digest is, `verifying` reads the whole journal again."""

from webapp.journal.chain import Entry, digest
from webapp.journal.erasing import erase_person
from webapp.journal.verifying import Fault, Head, Verification, head, verify
from webapp.journal.writing import Origin, record, record_download, set_origin

__all__ = [
    "Entry",
    "Fault",
    "Head",
    "Origin",
    "Verification",
    "digest",
    "erase_person",
    "head",
    "record",
    "record_download",
    "set_origin",
    "verify",
]
