"""Results of one measure by classes: the same in the report, the table and the summary of that measure."""

import random
import zlib
from dataclasses import dataclass

from demo.files.figures import Figures, SchoolClass
from demo.files.wording import percent
from demo.schools import DemoSchool
from demo.texts.anti_risk import AntiRiskPlan, PlanMeasure
from demo.texts.filling import filling

_GRADES = {"learning_failure": (5, 6, 7, 8), "competence": (5, 6, 7, 8), "equipment": (7, 8, 9)}
_EVERY_GRADE = (4, 5, 6, 7, 8, 9)


@dataclass(frozen=True, slots=True)
class Tally:
    """One class: pupils in it, how many took part, how many reached what the measure counts."""

    name: str
    pupils: int
    present: int
    reached: int

    @property
    def share(self) -> str:
        return percent(self.reached, self.present)


@dataclass(frozen=True, slots=True)
class Tallies:
    classes: tuple[Tally, ...]

    @property
    def pupils(self) -> int:
        return sum(one.pupils for one in self.classes)

    @property
    def present(self) -> int:
        return sum(one.present for one in self.classes)

    @property
    def reached(self) -> int:
        return sum(one.reached for one in self.classes)

    @property
    def share(self) -> str:
        return percent(self.reached, self.present)


def tallies(school: DemoSchool, plan: AntiRiskPlan, measure: PlanMeasure) -> Tallies:
    """The results of this measure; later measures of a programme show better shares."""
    facts = filling(school, plan.starts_on)
    draw = random.Random(zlib.crc32(f"{school.slug} {plan.risk_code} {measure.number}".encode()))
    return Tallies(tuple(_tally(one, measure, draw) for one in _groups(facts.figures, plan, measure)))


def _groups(f: Figures, plan: AntiRiskPlan, measure: PlanMeasure) -> tuple[SchoolClass, ...]:
    """Those the measure is for: a group inside each class, or whole classes."""
    classes = f.grade(*_GRADES.get(plan.risk_code, _EVERY_GRADE))
    if plan.risk_code == "special_needs":
        return _spread(f.special_needs, f.grade(*range(1, 10)))
    if "группы риска" in measure.participants:
        return _spread(f.at_risk, classes)
    return classes


def _spread(amount: int, classes: tuple[SchoolClass, ...]) -> tuple[SchoolClass, ...]:
    """So many pupils spread evenly over the classes as groups of three and more."""
    places = min(len(classes), max(1, amount // 3))
    chosen = [classes[index * len(classes) // places] for index in range(places)]
    least, more = divmod(amount, places)
    return tuple(
        SchoolClass(one.name, one.grade, least + (1 if index < more else 0))
        for index, one in enumerate(chosen)
    )


def _tally(one: SchoolClass, measure: PlanMeasure, draw: random.Random) -> Tally:
    present = max(1, one.pupils - draw.randint(0, 2))
    reached = round(present * (0.4 + 0.045 * measure.number + draw.uniform(-0.07, 0.07)))
    return Tally(one.name, one.pupils, present, min(present, reached))
