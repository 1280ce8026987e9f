"""Fills the templates of texts with the facts of one school."""

from dataclasses import dataclass
from datetime import date

from demo.files.agreement import agreed
from demo.files.figures import Figures, figures
from demo.files.wording import number, percent
from demo.schools import DemoSchool
from demo.texts.profiles import PROFILES, Profile
from demo.texts.stories import STORIES, Story


@dataclass(frozen=True, slots=True)
class Names:
    """Shares, targets and groups of classes derived from the figures."""

    middle: str
    focus: str
    special_share: str
    special_trained: int
    confirmed_target: str
    quality_target: str
    attendance_target: str
    involved: str
    involved_target: str
    at_risk: str
    at_risk_target: str
    at_risk_count_target: int
    strong: str
    strong_target: str
    equipped: str
    equipped_target: str
    several_target: int
    trained_target: int
    covered: int
    """Teachers who take part in the inner training."""


@dataclass(frozen=True, slots=True)
class Filling:
    school: DemoSchool
    figures: Figures
    profile: Profile
    names: Names

    def fill(self, text: str) -> str:
        """The text with {s.…}, {f.…}, {p.…}, {n.…} and the three years {y0.…}, {y1.…}, {y2.…} filled in."""
        first, second, third = self.figures.years
        filled = text.format(
            s=self.school, f=self.figures, p=self.profile, n=self.names, y0=first, y1=second, y2=third
        )
        return agreed(filled)

    def story(self, risk_code: str) -> Story:
        """How the risk shows itself here; a school outside the project tells of its trouble and cause."""
        told = STORIES.get((self.school.slug, risk_code))
        return told or Story(self.profile.symptom, self.profile.cause)


def filling(school: DemoSchool, today: date) -> Filling:
    """Everything texts may say about this school; the same for one school and school year."""
    numbers = figures(school, today)
    return Filling(school, numbers, PROFILES[school.slug], _names(school, numbers))


def listed(words: tuple[str, ...]) -> str:
    """«7а, 7б и 7в»"""
    return " и ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)


def _names(school: DemoSchool, f: Figures) -> Names:
    last, staff = f.last, f.staff
    focus = f.grade(7)
    at_risk_target = round(f.at_risk * 0.6)
    return Names(
        middle="5–8",
        focus=listed(tuple(one.name for one in focus)),
        special_share=percent(f.special_needs, f.pupils),
        special_trained=max(1, staff.total // 8),
        confirmed_target=_raised(last.tests_confirmed, last.tests_written, 9),
        quality_target=_raised(last.good, last.attested, 4),
        attendance_target=_raised(last.parents_came, last.parents_invited, 16),
        involved=percent(f.parents_involved, f.parents_asked),
        involved_target=_raised(f.parents_involved, f.parents_asked, 25),
        at_risk=percent(f.at_risk, f.pupils),
        at_risk_target=percent(at_risk_target, f.pupils),
        at_risk_count_target=at_risk_target,
        strong=percent(staff.observed_strong, staff.total),
        strong_target=percent(round(staff.total * 0.67), staff.total),
        equipped=percent(f.rooms_equipped, f.rooms),
        equipped_target=percent(min(f.rooms, f.rooms_equipped + 3), f.rooms),
        several_target=max(1, staff.several_subjects - 2),
        trained_target=max(1, staff.total // 8) + max(3, staff.total // 4),
        covered=staff.total - max(1, staff.total // 9),
    )


def _raised(part: int, whole: int, points: int) -> str:
    return f"{number(part / whole * 100 + points)} %"
