"""School subjects in the cases in which documents use them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Subject:
    name: str
    by: str
    """«по математике»: the word after «по»."""
    of: str
    """«учителя математики»."""


MATHS = Subject("математика", "математике", "математики")
RUSSIAN = Subject("русский язык", "русскому языку", "русского языка")
PHYSICS = Subject("физика", "физике", "физики")
ENGLISH = Subject("английский язык", "английскому языку", "английского языка")
BIOLOGY = Subject("биология", "биологии", "биологии")
HISTORY = Subject("история", "истории", "истории")
GEOGRAPHY = Subject("география", "географии", "географии")
CHEMISTRY = Subject("химия", "химии", "химии")
INFORMATICS = Subject("информатика", "информатике", "информатики")
SOCIETY = Subject("обществознание", "обществознанию", "обществознания")
