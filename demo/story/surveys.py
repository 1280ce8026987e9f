"""Surveys of directors and curators: one that everybody took, one that is on now (К49)."""

from datetime import timedelta

from demo.stage_hands import Chapter, Hands
from webapp.surveys import operations as surveys
from webapp.surveys import queries
from webapp.surveys.operations import SurveyFacts

LINK = "https://anketa.example.org/500/"


def _surveys(hands: Hands) -> None:
    coordinator = hands.places.actor("coordinator")
    programme_id = hands.places.stages["srr", "evidence-1"].programme_id
    past = _announce(
        hands, programme_id, "Первый опрос директоров и кураторов", -60, -46,
        summary="Директора отмечают пользу рекомендаций куратора; просят больше встреч по математике.",
    )  # fmt: skip
    with hands.at(coordinator, -46, 12):
        for one in queries.whole(past)[1]:
            surveys.mark(past, one.code, hands.today - timedelta(days=46), actor=coordinator)
    running = _announce(
        hands, programme_id, "Второй опрос директоров и кураторов", -4, 8,
        note="Анкету заполняет директор лично; это занимает около 20 минут.",
    )  # fmt: skip
    with hands.at(coordinator, -1, 12):
        asked = queries.whole(running)[1]
        for one in asked[: len(asked) // 3]:
            surveys.mark(running, one.code, hands.today - timedelta(days=1), actor=coordinator)


def _announce(
    hands: Hands, programme_id: int, title: str, first: int, last: int, note: str = "", summary: str = ""
) -> int:
    coordinator = hands.places.actor("coordinator")
    with hands.at(coordinator, first, 9):
        return surveys.announce(
            SurveyFacts(
                title=title, programme_id=programme_id, opens_on=hands.today + timedelta(days=first),
                closes_on=hands.today + timedelta(days=last), asks_directors=True, asks_curators=True,
                link=f"{LINK}{-first}", note=note, summary=summary,
            ),
            actor=coordinator,
        )  # fmt: skip


CHAPTERS: tuple[Chapter, ...] = (_surveys,)
