"""Signing, declining, taking a stage up again, recording the agreement."""

from webapp.signing.operations.agreements import Requisites, record_agreement
from webapp.signing.operations.reopening import reopen
from webapp.signing.operations.signing import decline, sign

__all__ = ["Requisites", "decline", "record_agreement", "reopen", "sign"]
