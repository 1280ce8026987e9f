"""Signing, declining, taking a stage up again, recording the agreement."""

from webapp.signing.operations.agreements import Requisites, record_agreement
from webapp.signing.operations.attaching import attach_scan, attach_signature, note_download
from webapp.signing.operations.reopening import reopen
from webapp.signing.operations.revoking import revoke
from webapp.signing.operations.signing import decline, sign

__all__ = [
    "Requisites", "attach_scan", "attach_signature", "decline", "note_download", "record_agreement", "reopen",
    "revoke", "sign",
]  # fmt: skip
