"""`/verify`: anybody checks a document by its code or by its file, without signing in."""

from flask import Response, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from webapp.access.guard import Section
from webapp.access.permissions import Permission
from webapp.rendering import render, see_other
from webapp.verification import operations, pages, queries
from workflows.signing import read_code, read_sha256

section = Section("verification", __name__, url_prefix="/verify", nav="reports")
Reply = Response | WerkzeugResponse


@section.get("", access=Permission.PUBLIC)
def ask() -> Reply:
    """The empty form; with `code` or `sha256` in the address, their answer."""
    if typed := request.args.get("code", "").strip():
        return see_other(url_for(".show", code=read_code(typed) or typed[:40]))
    if typed := request.args.get("sha256", "").strip():
        return _of_file(read_sha256(typed))
    return render("verification/show.html", answer=None, code="")


@section.get("/<code>", access=Permission.PUBLIC)
def show(code: str) -> Reply:
    """All wrong codes go one way, whether they look like codes or not (AZ-11)."""
    operations.require_patience(_address())
    found = queries.by_code(read_code(code))
    if found is None:
        operations.count_miss(_address())
    return render(
        "verification/show.html",
        status=200 if found else 404,
        answer=pages.answer(found),
        code=found.code if found else code[:40],
    )


def _of_file(sha256: str) -> Reply:
    operations.require_patience(_address())
    found = queries.by_sha256(sha256) if sha256 else None
    if found is None:
        operations.count_miss(_address())
    return render(
        "verification/show.html",
        status=200 if found else 404,
        answer=pages.answer(found, by_file=True),
        code=found.code if found else "",
    )


def _address() -> str:
    return request.remote_addr or ""
