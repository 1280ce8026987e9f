"""The words of judgement: marks, zones and verdicts, each with its label, tone and icon."""

from workflows.vocabulary import Toned


class MarkValue(Toned):
    """A mark for one criterion. «Не применимо» leaves the maximum and gives no points."""

    TWO = "two", "Соответствует", "ok", "circle-check"
    ONE = "one", "Частично", "warn", "circle-dot"
    ZERO = "zero", "Не соответствует", "bad", "circle-x"
    NOT_APPLICABLE = "not_applicable", "Не применимо", "mute", "ban"

    @property
    def points(self) -> int | None:
        """2, 1 or 0; None when the criterion is not applicable."""
        return _POINTS[self.value]


class Zone(Toned):
    GREEN = "green", "Зелёная", "ok", "circle-check"
    YELLOW = "yellow", "Жёлтая", "warn", "circle-dot"
    RED = "red", "Красная", "bad", "circle-x"


class VerdictKind(Toned):
    """The decision on a version of a package, from the best to the worst."""

    CONFORMS = "conforms", "Соответствует", "ok", "circle-check"
    WITH_REMARKS = "with_remarks", "Соответствует с замечаниями", "ok", "circle-check"
    REWORK = "rework", "Требует доработки", "warn", "undo-2"
    FAILS = "fails", "Не соответствует", "bad", "circle-x"

    @property
    def rank(self) -> int:
        """3 for the best verdict, 0 for the worst: verdicts are compared by it, never as strings."""
        return _WORST_FIRST.index(self.value)


class MeasureOutcome(Toned):
    """What the evidence says about one measure of an anti-risk programme (САЯ 12, 15, 26)."""

    CONFIRMED = "confirmed", "Исполнена и подтверждена", "ok", "circle-check"
    PARTIAL = "partial", "Исполнена частично", "warn", "circle-dot"
    NOT_CONFIRMED = "not_confirmed", "Не подтверждена", "bad", "circle-x"


_POINTS: dict[str, int | None] = {"two": 2, "one": 1, "zero": 0, "not_applicable": None}
_WORST_FIRST = ("fails", "rework", "with_remarks", "conforms")
