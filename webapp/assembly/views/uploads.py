"""Files that come in parts. Answers are JSON for the script of the page; the form without it is `wizard.add_files`."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from flask import Response, jsonify, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from webapp.access.actor import current_actor
from webapp.access.guard import Section
from webapp.access.permissions import Permission as P
from webapp.assembly import forms, operations, queries
from webapp.dossier import queries as dossiers
from webapp.errors import Invalid
from webapp.rendering import see_other

if TYPE_CHECKING:
    from webapp.models import FileUpload

section = Section("uploads", __name__, url_prefix="/packages", nav="packages")
Reply = Response | WerkzeugResponse
PART_HASH = "X-Part-SHA256"


def _in_json(view: Callable[..., Reply]) -> Callable[..., Reply]:
    """Tell the script a refusal in words, and where to go on when a part is not the next one."""

    @wraps(view)
    def answer(**address: Any) -> Reply:
        try:
            return view(**address)
        except Invalid as error:
            reply = jsonify(sentence=error.sentence)
            reply.status_code = 422
        except operations.OutOfStep as error:
            reply = jsonify(offset=error.received)
            reply.status_code = 409
        return reply

    return answer


@section.post("/<number>/edit/files/<slot>/uploads", access=P.ASSEMBLE_PACKAGES)
@_in_json
def begin(number: str, slot: str) -> Reply:
    form = forms.BeginUploadForm()
    dossiers.get(number)
    if not form.validate():
        raise Invalid("Не удалось начать загрузку. Обновите страницу и выберите файл снова.")
    upload = operations.begin(
        number,
        slot,
        form.key.data or "",
        name=form.name.data or "",
        size=form.size.data or 0,
        actor=current_actor(),
        replaces=form.replaces.data,
    )
    return _progress(number, upload)


@section.get("/<number>/edit/uploads/<key>", access=P.ASSEMBLE_PACKAGES)
@_in_json
def show(number: str, key: str) -> Reply:
    return _progress(number, queries.upload_of(number, key))


@section.post("/<number>/edit/uploads/<key>/parts/<int:offset>", access=P.ASSEMBLE_PACKAGES)
@_in_json
def append(number: str, key: str, offset: int) -> Reply:
    data = request.stream.read(operations.PART_SIZE + 1)
    sha256 = request.headers.get(PART_HASH, "")
    return _progress(number, operations.append(number, key, offset, data, sha256=sha256))


@section.post("/<number>/edit/uploads/<key>/finish", access=P.ASSEMBLE_PACKAGES)
@_in_json
def finish(number: str, key: str) -> Reply:
    outcome = operations.finish(number, key, request.form.get("sha256", ""), actor=current_actor())
    if not outcome.kept:
        raise Invalid(outcome.sentence)
    return jsonify(name=outcome.name, number=outcome.number, notices=outcome.notices)


@section.post("/<number>/edit/uploads/<key>/cancel", access=P.ASSEMBLE_PACKAGES)
def cancel(number: str, key: str) -> Reply:
    operations.cancel(number, key)
    return see_other(url_for("assembly.files", number=number))


def _progress(number: str, upload: "FileUpload") -> Reply:
    return jsonify(
        url=url_for("uploads.show", number=number, key=upload.key),
        offset=upload.received,
        part=upload.part_size,
        parts=[part["sha256"] for part in upload.parts],
    )
