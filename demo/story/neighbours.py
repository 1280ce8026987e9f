"""The second municipality lives its own life, unseen by the first."""

from demo.files.concept import Quality
from demo.stage_hands import Chapter, Hands
from demo.story.concepts import begin_concept


def _at_their_curator(hands: Hands) -> None:
    slug = "verkhneozyorskaya"
    number = begin_concept(hands, slug, start=-20, quality=Quality.GOOD, place="voz")
    hands.send(number, slug, days=-3)


CHAPTERS: tuple[Chapter, ...] = (_at_their_curator,)
