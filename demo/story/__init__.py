"""What has happened in the demonstration: packages in every state, told through the product's own operations."""

from datetime import date

from demo.places import Places
from demo.stage_hands import Hands
from demo.story import (
    concepts,
    development,
    diary,
    evidence,
    joint,
    leaves,
    neighbours,
    profiles,
    recommendations,
    roadmap,
    surveys,
)
from demo.texts.risk_profiles import RISK_PROFILES

CHAPTERS = (
    *concepts.CHAPTERS,
    *evidence.CHAPTERS,
    *development.CHAPTERS,
    *joint.CHAPTERS,
    *leaves.CHAPTERS,
    *neighbours.CHAPTERS,
    *roadmap.CHAPTERS,
    *diary.CHAPTERS,
    *surveys.CHAPTERS,
    *recommendations.CHAPTERS,
)


def tell(places: Places, today: date) -> None:
    """Let everything happen, package by package; inside each one oldest first."""
    hands = Hands(places, today)
    for slug in RISK_PROFILES:
        profiles.write(hands, slug)
    for chapter in CHAPTERS:
        chapter(hands)
