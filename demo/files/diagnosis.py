"""Results of the self-diagnosis «Школа Минпросвещения России» for two rounds, and the protocol as a document."""

import random
import zlib
from dataclasses import dataclass
from datetime import date

from demo.files import parts
from demo.files.paper import Block, Grid, Heading, Para
from demo.files.pdf import to_pdf
from demo.files.wording import long_date, percent, short_date
from demo.schools import DemoSchool
from workflows.dictionaries.directions import DIRECTIONS, DirectionKind

LEVELS = ((0.85, "высокий"), (0.65, "средний"), (0.45, "базовый"), (0.0, "ниже базового"))
_MAXIMA = (42, 25, 24, 30, 18, 30, 18, 26)


@dataclass(frozen=True, slots=True)
class DirectionResult:
    code: str
    name: str
    main: bool
    score: int
    maximum: int
    critical_failed: bool

    @property
    def level(self) -> str:
        """The level by share; one failed critical indicator lowers it to «ниже базового»."""
        if self.critical_failed:
            return LEVELS[-1][1]
        return next(name for low, name in LEVELS if self.score / self.maximum >= low)


@dataclass(frozen=True, slots=True)
class Diagnosis:
    round: int
    held_on: date
    results: tuple[DirectionResult, ...]

    @property
    def score(self) -> int:
        return sum(one.score for one in self.results)

    @property
    def maximum(self) -> int:
        return sum(one.maximum for one in self.results)

    @property
    def share(self) -> str:
        return percent(self.score, self.maximum)


def diagnosis(school: DemoSchool, held_on: date, *, number: int) -> Diagnosis:
    """Round 1 or 2. The second one is a little better, and its critical indicator of «Знание» is met."""
    results = []
    for direction, maximum in zip(DIRECTIONS, _MAXIMA, strict=True):
        draw = random.Random(zlib.crc32(f"{school.slug} {direction.code}".encode()))
        low, high = (0.4, 0.62) if school.shnor or school.shnsu else (0.55, 0.86)
        share = draw.uniform(low, high) + (0.0, draw.uniform(0.03, 0.13))[number - 1]
        results.append(
            DirectionResult(
                direction.code,
                direction.name,
                direction.kind is DirectionKind.MAIN,
                min(maximum, round(maximum * share)),
                maximum,
                critical_failed=number == 1 and direction.code == "knowledge",
            )
        )
    return Diagnosis(number, held_on, tuple(results))


def results_table(outcome: Diagnosis) -> Grid:
    rows: list[tuple[str, ...]] = [
        (one.name, "направление" if one.main else "условие", f"{one.score} из {one.maximum}", one.level)
        for one in outcome.results
    ]
    rows.append(("Итого", "", f"{outcome.score} из {outcome.maximum}", outcome.share))
    caption = f"Результаты самодиагностики, раунд {outcome.round}, {short_date(outcome.held_on)}"
    return Grid(("Направление, условие", "Вид", "Баллы", "Уровень"), tuple(rows), (40, 20, 18, 22), caption)


def protocol_pdf(school: DemoSchool, outcome: Diagnosis) -> bytes:
    """The protocol of a round, signed by the director."""
    failed = [one.name for one in outcome.results if one.critical_failed]
    body: tuple[Block, ...] = (
        Para(
            f"Самодиагностика проведена {long_date(outcome.held_on)} рабочей группой школы по материалам, размещённым в "
            "автоматизированном сервисе. Ответы подтверждены локальными актами и записями журнала."
        ),
        results_table(outcome),
        Heading("Критические показатели", 2),
        Para(
            f"Не выполнен критический показатель по направлению: {', '.join(failed)}."
            if failed
            else "Все критические показатели выполнены."
        ),
        Para(
            f"Итоговая доля набранных баллов – {outcome.share}. Протокол рассмотрен педагогическим советом."
        ),
        parts.director_signs(school),
    )
    head = parts.letterhead(
        school,
        "ПРОТОКОЛ",
        f"результатов самодиагностики, раунд {outcome.round}",
        outcome.held_on,
        str(outcome.round),
    )
    return to_pdf(parts.official_paper(school, head, outcome.held_on, body))
