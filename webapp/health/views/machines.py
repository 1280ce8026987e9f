"""Answers for supervisors and load balancers."""

from flask import Response, jsonify

from webapp.access.guard import Section
from webapp.access.permissions import Permission
from webapp.health import queries

section = Section("health", __name__, nav="start")
UNAVAILABLE = 503


@section.get("/healthz", access=Permission.PUBLIC)
def process() -> Response:
    return jsonify(status="ok")


@section.get("/readyz", access=Permission.PUBLIC)
def ready() -> Response:
    found = queries.health()
    response = jsonify(status=found.status, checks=found.checks)
    response.status_code = 200 if found.ready else UNAVAILABLE
    return response
