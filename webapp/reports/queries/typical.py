"""Remarks of a stage: what many schools were told alike, and what each was advised."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from webapp.database import session
from webapp.models import Package, Remark, School
from webapp.printing.contents import Recommendation, TypicalRemark
from webapp.reports.queries.judged import common_code, sheet_title
from webapp.reports.queries.official import natural
from webapp.reports.queries.stage_rows import NOT_PRESENTED
from workflows.judgement import MEASURE_PREFIX, PREFIXES
from workflows.kinds import KINDS
from workflows.remarks import SETTLED
from workflows.vocabulary import RemarkKind, RemarkState

TYPICAL_FROM = 2
"""In how many packages a remark is met to be called typical."""
TYPICAL_LIMIT = 40
COMPARED = 100
"""Distinct remarks by one criterion that are compared by their words; the rarer ones only when equal."""
ALIKE = 0.6
_WORD = re.compile(r"[а-яёa-z]+")
_SHEET_OF_PREFIX = {prefix: sheet for sheet, prefix in PREFIXES.items()}


@dataclass(frozen=True, slots=True)
class RemarkLine:
    package_id: int
    school: str
    """The short name: the full one stands in the results, and many schools are named in a narrow column."""
    package_kind: str
    criterion: str
    text: str
    kind: RemarkKind
    state: RemarkState
    due_on: date | None


@dataclass(slots=True)
class Cluster:
    """Remarks that say one thing, under the wording met most often."""

    words: frozenset[str]
    text: str
    packages: set[int] = field(default_factory=set)
    schools: set[str] = field(default_factory=set)

    def take(self, remarks: Iterable[RemarkLine]) -> None:
        for remark in remarks:
            self.packages.add(remark.package_id)
            self.schools.add(remark.school)


def remark_lines(stage_id: int) -> tuple[RemarkLine, ...]:
    """Return the remarks of the stage that schools have seen; one statement."""
    rows = session.execute(
        select(
            Remark.package_id, School.short_name, Package.kind, Remark.criterion, Remark.text, Remark.kind,
            Remark.state, Remark.due_on,
        )
        .join(Package, Package.id == Remark.package_id)
        .join(School, School.id == Package.school_id)
        .where(Package.stage_id == stage_id, Remark.published_at.is_not(None))
        .where(Package.state.not_in(NOT_PRESENTED))
        .order_by(Remark.package_id, Remark.number)
    )  # fmt: skip
    return tuple(RemarkLine(*row) for row in rows)


def typical_remarks(remarks: Iterable[RemarkLine]) -> tuple[TypicalRemark, ...]:
    """Return what was remarked by one criterion in equal or similar words in several packages, most met first."""
    by_criterion: dict[str, list[RemarkLine]] = defaultdict(list)
    for remark in remarks:
        by_criterion[criterion_label(remark.package_kind, remark.criterion)].append(remark)
    found = [
        TypicalRemark(label, cluster.text, len(cluster.packages), tuple(sorted(cluster.schools, key=natural)))
        for label, lines in by_criterion.items()
        for cluster in _clusters(lines)
        if len(cluster.packages) >= TYPICAL_FROM
    ]
    found.sort(key=lambda one: (-one.count, natural(one.criterion), one.text))
    return tuple(found[:TYPICAL_LIMIT])


def recommendations(remarks: Iterable[RemarkLine]) -> tuple[Recommendation, ...]:
    """Return what is left to do: recommendations, and editorial remarks not settled yet; by school."""
    open_ones = [
        remark
        for remark in remarks
        if remark.state not in SETTLED and remark.kind in {RemarkKind.RECOMMENDATION, RemarkKind.EDITORIAL}
    ]
    open_ones.sort(key=lambda remark: natural(remark.school))
    return tuple(Recommendation(remark.school, remark.text, remark.due_on) for remark in open_ones)


def criterion_label(package_kind: str, code: str) -> str:
    """Return «Концепция развития, критерий К.А.1» for the code «К.А.1»; '' for a remark about no criterion."""
    if not code:
        return ""
    prefix, _, rest = code.partition(".")
    if "." not in rest:
        title = KINDS[package_kind].title if package_kind in KINDS else package_kind
        return f"{title}, критерий {code}"
    letter = prefix.rstrip("0123456789")
    if letter == MEASURE_PREFIX and package_kind in KINDS:
        return f"{KINDS[package_kind].title}, критерий {rest}"
    return (
        f"{sheet_title(_SHEET_OF_PREFIX.get(letter, ''))}, критерий {common_code(prefix, rest)}".removeprefix(
            ", "
        )
    )


def _clusters(remarks: Sequence[RemarkLine]) -> list[Cluster]:
    """Join remarks of equal words, then those that share most of their words with a commoner one."""
    equal: dict[tuple[str, ...], list[RemarkLine]] = defaultdict(list)
    for remark in remarks:
        equal[tuple(_WORD.findall(remark.text.lower().replace("ё", "е")))].append(remark)
    clusters: list[Cluster] = []
    for words, lines in sorted(equal.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        fitting = _fitting(frozenset(words), clusters[:COMPARED])
        if fitting is None:
            fitting = Cluster(frozenset(words), _commonest(lines))
            clusters.append(fitting)
        fitting.take(lines)
    return clusters


def _fitting(words: frozenset[str], clusters: Iterable[Cluster]) -> Cluster | None:
    for cluster in clusters:
        both = len(words & cluster.words)
        if both and both >= ALIKE * len(words | cluster.words):
            return cluster
    return None


def _commonest(remarks: Sequence[RemarkLine]) -> str:
    texts: Mapping[str, int] = Counter(remark.text.strip() for remark in remarks)
    return min(texts, key=lambda text: (-texts[text], text))
