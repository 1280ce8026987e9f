"""Words inside Office Open XML that start something: field codes, formulas, actions on a slide."""

import re

from webapp.documents.inspection.findings import Refused
from webapp.documents.inspection.xml import Attributes, Watch
from workflows.file_rules import Refusal

_DEEPEST_FIELD = 100
_LONGEST_CODE = 4096
_FIELDS: dict[str, Refusal] = {
    "DDE": Refusal.DDE,
    "DDEAUTO": Refusal.DDE,
    "LINK": Refusal.EXTERNAL_DATA,
    "DATABASE": Refusal.EXTERNAL_DATA,
    "IMPORT": Refusal.EXTERNAL_DATA,
    "INCLUDE": Refusal.EXTERNAL_DATA,
    "INCLUDETEXT": Refusal.EXTERNAL_DATA,
}
_FIRST_WORD = re.compile(r"\s*\"?([A-Za-z]+)")
_CODES = re.compile(r"\s*QUOTE((?:\s+(?:0x[0-9A-Fa-f]{1,4}|\d{1,5}))+)\s*", re.IGNORECASE)
_DDE_FORMULA = re.compile(r"""^[=+\-]?\s*(?:'[^'|]+|[\w.]+)\|.*!""", re.DOTALL)
_SLIDE_ACTION = re.compile(r"\s*ppaction://(?:program|macro|ole)", re.IGNORECASE)


def field_watch() -> Watch:
    """Return the watch for all parts of one document; its callbacks raise Refused."""
    fields = _Fields()
    return Watch(
        starts={
            "fldChar": fields.mark,
            "fldSimple": lambda attributes: check_field(attributes.get("instr", "")),
            "p": fields.paragraph,
            "hlinkClick": _check_slide_action,
            "hlinkHover": _check_slide_action,
            "hlinkMouseOver": _check_slide_action,
            "ddeLink": _refuse_dde,
            "oleLink": _refuse_external,
            "script": _refuse_active,
        },
        texts={"instrText": fields.write, "delInstrText": fields.write, "f": _check_formula},
    )


def check_field(instruction: str) -> None:
    """Raise when the first word of a field reaches outside the document."""
    word = _FIRST_WORD.match(instruction)
    refusal = _FIELDS.get(word.group(1).upper()) if word else None
    if refusal:
        raise Refused(refusal)


class _Fields:
    """Field codes are cut into runs and nested: put them together as the word processor does.

    Each open field holds its code so far, or None once the code is complete and its result follows."""

    def __init__(self) -> None:
        self._open: list[str | None] = []
        self._loose = ""

    def mark(self, attributes: Attributes) -> None:
        kind = attributes.get("fldCharType", "")
        if kind == "begin":
            if len(self._open) >= _DEEPEST_FIELD:
                raise Refused(Refusal.TOO_COMPLEX)
            self._open.append("")
        elif kind == "separate" and self._open:
            self._complete()
        elif kind == "end" and self._open:
            self._complete()
            self._open.pop()

    def write(self, text: str) -> None:
        if not self._open:
            self._loose = (self._loose + text)[:_LONGEST_CODE]
            check_field(self._loose)
        elif (code := self._open[-1]) is not None:
            self._open[-1] = (code + text)[:_LONGEST_CODE]

    def paragraph(self, attributes: Attributes) -> None:
        self._loose = ""

    def _complete(self) -> None:
        code = self._open[-1]
        if code is None:
            return
        self._open[-1] = None
        check_field(code)
        if codes := _CODES.fullmatch(code):
            self._spell("".join(_letter(number) for number in codes.group(1).split()))

    def _spell(self, text: str) -> None:
        """{ QUOTE 68 68 69 } spells «DDE» inside the surrounding field."""
        check_field(text)
        surrounding = self._open[-2] if len(self._open) > 1 else None
        if surrounding is not None:
            self._open[-2] = (surrounding + text)[:_LONGEST_CODE]


def _letter(code: str) -> str:
    number = int(code, 16) if code[:2].lower() == "0x" else int(code)
    return chr(number) if 32 <= number < 0xD800 else ""


def _check_formula(text: str) -> None:
    if _DDE_FORMULA.match(text):
        raise Refused(Refusal.DDE)


def _check_slide_action(attributes: Attributes) -> None:
    if _SLIDE_ACTION.match(attributes.get("action", "")):
        raise Refused(Refusal.ACTIVE_CONTENT)


def _refuse_dde(_: Attributes) -> None:
    raise Refused(Refusal.DDE)


def _refuse_external(_: Attributes) -> None:
    raise Refused(Refusal.EXTERNAL_DATA)


def _refuse_active(_: Attributes) -> None:
    raise Refused(Refusal.ACTIVE_CONTENT)
