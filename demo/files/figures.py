"""The numbers of a school: pupils, results, staff and families for three years, agreeing with each other."""

import random
import zlib
from dataclasses import dataclass
from datetime import date

from demo.files.wording import past_school_years, percent
from demo.schools import DemoSchool

_CLASS_SIZE = 26
_LETTERS = "абвг"


@dataclass(frozen=True, slots=True)
class SchoolClass:
    name: str
    grade: int
    pupils: int


@dataclass(frozen=True, slots=True)
class YearFigures:
    """One finished school year. Counts, not shares: every share in a document is computed from them."""

    year: str
    pupils: int
    attested: int
    good: int
    failed: int
    tests_written: int
    tests_confirmed: int
    graduates: int
    exam_passed_first: int
    parents_invited: int
    parents_came: int

    @property
    def quality(self) -> str:
        return percent(self.good, self.attested)

    @property
    def progress(self) -> str:
        return percent(self.attested - self.failed, self.attested)

    @property
    def confirmed(self) -> str:
        return percent(self.tests_confirmed, self.tests_written)

    @property
    def attendance(self) -> str:
        return percent(self.parents_came, self.parents_invited)


@dataclass(frozen=True, slots=True)
class Staff:
    """Teachers by category (sums to total), and those among them who …"""

    total: int
    top: int
    first: int
    plain: int
    young: int
    senior: int
    several_subjects: int
    vacancies: int
    trained: int
    observed_strong: int


@dataclass(frozen=True, slots=True)
class Figures:
    years: tuple[YearFigures, ...]
    staff: Staff
    classes: tuple[SchoolClass, ...]
    at_risk: int
    special_needs: int
    large_families: int
    low_income: int
    guarded: int
    computers: int
    computers_old: int
    rooms: int
    rooms_equipped: int
    parents_asked: int
    parents_involved: int

    @property
    def last(self) -> YearFigures:
        return self.years[-1]

    @property
    def pupils(self) -> int:
        return sum(one.pupils for one in self.classes)

    def grade(self, *grades: int) -> tuple[SchoolClass, ...]:
        """The classes of these grades; of all grades when none is named."""
        return tuple(one for one in self.classes if not grades or one.grade in grades)


def figures(school: DemoSchool, today: date) -> Figures:
    """The same numbers for the same school and school year, whatever document asks."""
    draw = random.Random(zlib.crc32(school.slug.encode()))
    classes = _classes(school, draw)
    rooms = max(len(classes) + 2, 9)
    asked = round(school.pupils * 0.72)
    weak = school.shnor or school.shnsu
    return Figures(
        years=_years(school, past_school_years(today)),
        staff=_staff(school, draw, weak=weak),
        classes=classes,
        at_risk=round(school.pupils * (0.17 if weak else 0.07)) + draw.randint(0, 4),
        special_needs=round(school.pupils * draw.uniform(0.05, 0.11)),
        large_families=round(school.pupils * draw.uniform(0.16, 0.27)),
        low_income=round(school.pupils * draw.uniform(0.2, 0.34)),
        guarded=round(school.pupils * draw.uniform(0.02, 0.05)),
        computers=(computers := round(school.pupils * draw.uniform(0.12, 0.19)) + 6),
        computers_old=round(computers * draw.uniform(0.45, 0.65)),
        rooms=rooms,
        rooms_equipped=round(rooms * draw.uniform(0.35, 0.55)),
        parents_asked=asked,
        parents_involved=round(asked * (0.24 if weak else 0.41)),
    )


def _classes(school: DemoSchool, draw: random.Random) -> tuple[SchoolClass, ...]:
    shares = [
        draw.uniform(0.92, 1.08) * (0.55 if grade >= 10 else 1) for grade in range(1, school.last_grade + 1)
    ]
    counts = [int(school.pupils * share / sum(shares)) for share in shares]
    for index in range(school.pupils - sum(counts)):
        counts[index % len(counts)] += 1
    return tuple(one for grade, pupils in enumerate(counts, start=1) for one in _parallel(grade, pupils))


def _parallel(grade: int, pupils: int) -> list[SchoolClass]:
    amount = max(1, -(-pupils // _CLASS_SIZE))
    if amount == 1:
        return [SchoolClass(str(grade), grade, pupils)]
    sizes = [pupils // amount + (1 if index < pupils % amount else 0) for index in range(amount)]
    return [SchoolClass(f"{grade}{_LETTERS[index]}", grade, size) for index, size in enumerate(sizes)]


def _years(school: DemoSchool, labels: tuple[str, ...]) -> tuple[YearFigures, ...]:
    return tuple(_year(school, label) for label in labels)


def _year(school: DemoSchool, label: str) -> YearFigures:
    """The same for one school and year, so that documents of different months never contradict each other."""
    draw = random.Random(zlib.crc32(f"{school.slug} {label}".encode()))
    weak = school.shnor or school.shnsu
    quality, confirmed, came = (0.35, 0.56, 0.44) if weak else (0.52, 0.74, 0.63)
    pupils = round(school.pupils * draw.uniform(0.985, 1.02))
    attested = round(pupils * 0.88)
    written = round(pupils * 0.46) * 2
    graduates = max(6, round(pupils / school.last_grade))
    return YearFigures(
        year=label,
        pupils=pupils,
        attested=attested,
        good=round(attested * (quality + draw.uniform(-0.018, 0.018))),
        failed=round(attested * (0.034 if weak else 0.006) * draw.uniform(0.8, 1.2)) + 1,
        tests_written=written,
        tests_confirmed=round(written * (confirmed + draw.uniform(-0.022, 0.022))),
        graduates=graduates,
        exam_passed_first=graduates - round(graduates * (0.16 if weak else 0.03)),
        parents_invited=round(pupils * 0.8),
        parents_came=round(pupils * 0.8 * (came + draw.uniform(-0.025, 0.025))),
    )


def _staff(school: DemoSchool, draw: random.Random, *, weak: bool) -> Staff:
    total = school.teachers
    top = round(total * (0.1 if weak else 0.29))
    first = round(total * 0.36)
    return Staff(
        total=total,
        top=top,
        first=first,
        plain=total - top - first,
        young=max(1, round(total * draw.uniform(0.07, 0.15))),
        senior=round(total * draw.uniform(0.26, 0.4)),
        several_subjects=round(total * (0.34 if weak else 0.12)),
        vacancies=(3 if school.pupils < 200 else 2) if weak else 1,
        trained=round(total * draw.uniform(0.55, 0.7)),
        observed_strong=round(total * (0.32 if weak else 0.58)),
    )
