"""«Подтверждено N из M» by school, by risk and by measure (САЯ 12, 15, 26)."""

from collections import Counter
from collections.abc import Iterable, Sequence

from webapp.printing.contents import MeasureResult
from webapp.printing.pages.tables import Row
from webapp.printing.wording import number, share


def measure_rows(measures: Sequence[MeasureResult]) -> list[Row]:
    """The measures of each school under its total, those of a risk under the risk's; then the risks of all schools."""
    rows: list[Row] = []
    schools = _by(measures, "school")
    count = 0
    for school, of_school in schools.items():
        rows.append([f"{school}: {confirmed_words(of_school)}"])
        for risk, of_risk in _by(of_school, "risk").items():
            rows.append(_total(risk, of_risk))
            for measure in of_risk:
                count += 1
                rows.append(_measure(count, measure))
    if len(schools) > 1:
        rows.append([f"Все школы: {confirmed_words(measures)}"])
        rows.extend(_total(risk, of_risk) for risk, of_risk in _by(measures, "risk").items())
    return rows


def confirmed_words(measures: Iterable[MeasureResult]) -> str:
    """«подтверждено 5 из 7 мероприятий (71,4 %)»"""
    confirmed, total = _sums(measures)
    noun = "мероприятия" if total % 10 == 1 and total % 100 != 11 else "мероприятий"
    return f"подтверждено {number(confirmed)} из {number(total)} {noun} ({share(confirmed, total)})"


def outcome_words(measures: Iterable[MeasureResult]) -> list[str]:
    """«Исполнена и подтверждена – 5; исполнена частично – 1.», or nothing when outcomes were not told."""
    counts = Counter(measure.outcome for measure in measures if measure.outcome)
    words = "; ".join(f"{outcome.lower()} – {number(count)}" for outcome, count in counts.most_common())
    return [f"Выводы по мерам: {words}."] if words else []


def _by(measures: Iterable[MeasureResult], name: str) -> dict[str, list[MeasureResult]]:
    found: dict[str, list[MeasureResult]] = {}
    for measure in measures:
        found.setdefault(getattr(measure, name), []).append(measure)
    return found


def _sums(measures: Iterable[MeasureResult]) -> tuple[int, int]:
    pairs = [(measure.confirmed, measure.total) for measure in measures]
    return sum(confirmed for confirmed, _total in pairs), sum(total for _confirmed, total in pairs)


def _total(risk: str, measures: Iterable[MeasureResult]) -> Row:
    confirmed, total = _sums(measures)
    name = f"Риск «{risk}»" if risk else "Риск не указан"
    return ["–", name, "всего по риску", f"{number(confirmed)} из {number(total)}", share(confirmed, total)]


def _measure(place: int, measure: MeasureResult) -> Row:
    confirmed = f"{number(measure.confirmed)} из {number(measure.total)}"
    return [str(place), measure.measure, measure.outcome or "–", confirmed, "–"]
