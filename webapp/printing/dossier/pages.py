"""The pages of a dossier: each is one file that needs no other and no network."""

import base64
import hashlib
from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

import config
from webapp.formatting import counted, filesize_ru, number_ru
from webapp.printing.dossier.making import INDEX, SUMS, Sum
from webapp.printing.dossier.values import Case, Contents, Title
from webapp.printing.wording import printable

_HERE = Path(__file__).resolve().parent
_LOOK, _CHECK = ((_HERE / name).read_text("utf-8") for name in ("look.css", "check.js"))


def package_page(title: Title, case: Case, *, back: str = "", sums: Sequence[Sum] | None = None) -> str:
    """Return the page of a package. `back` leads to the dossier of its stage; with `sums` it checks files itself."""
    return _page("package", title=title, case=case, back=back, sums=sums, papers=())


def stage_page(title: Title, cases: Sequence[Contents], papers: Sequence[object], sums: Sequence[Sum]) -> str:
    """Return the first page of a stage's dossier: its packages, the reports on it, the check of all files."""
    return _page("stage", title=title, cases=cases, papers=papers, sums=sums, back="")


def _page(name: str, **values: object) -> str:
    return _JINJA.get_template(f"dossier/{name}.html").render(
        look=_LOOK_PART, check=_CHECK_PART, policy=_POLICY, index=INDEX, sums_name=SUMS, **values
    )


def _inline(tag: str, text: str) -> Markup:
    return Markup("<{0}>{1}</{0}>").format(tag, Markup(text))  # noqa: S704  # texts of this folder, never of people


def _allowed(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


_LOOK_PART, _CHECK_PART = _inline("style", _LOOK), _inline("script", _CHECK)
_POLICY = (
    f"default-src 'none'; style-src {_allowed(_LOOK)}; script-src {_allowed(_CHECK)}; base-uri 'none'; "
    "form-action 'none'"
)
"""No page of a dossier runs or loads anything but these two texts, whatever people wrote into it."""

_JINJA = Environment(
    loader=FileSystemLoader(config.ROOT / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    finalize=lambda value: value if isinstance(value, Markup) else printable(str(value)),
)
_JINJA.filters |= {
    "counted": counted,
    "filesize_ru": filesize_ru,
    "number_ru": number_ru,
}
