"""What an addressed recommendation goes through: sent, acknowledged, answered, accepted (К39)."""

from collections.abc import Mapping
from types import MappingProxyType

from workflows.vocabulary import Labelled, Toned


class RecommendationState(Toned):
    SENT = "sent", "Направлена", "acc", "send"
    RECEIVED = "received", "Получена школой", "acc", "eye"
    REPORTED = "reported", "Представлен отчёт", "warn", "clock"
    RETURNED = "returned", "Отчёт возвращён", "bad", "undo-2"
    DONE = "done", "Исполнена", "ok", "circle-check"
    WITHDRAWN = "withdrawn", "Отозвана", "mute", "ban"


class Move(Labelled):
    """What is done to a recommendation after it was sent."""

    RECEIVE = "receive", "Подтвердить получение"
    REPORT = "report", "Отчитаться об исполнении"
    ACCEPT = "accept", "Принять отчёт"
    RETURN = "return", "Вернуть отчёт"
    WITHDRAW = "withdraw", "Отозвать"


OPEN = frozenset({RecommendationState.SENT, RecommendationState.RECEIVED, RecommendationState.RETURNED})
"""The school has something to do."""
_S = RecommendationState
MOVES: Mapping[Move, tuple[frozenset[RecommendationState], RecommendationState]] = MappingProxyType(
    {
        Move.RECEIVE: (frozenset({_S.SENT}), _S.RECEIVED),
        Move.REPORT: (frozenset({*OPEN, _S.REPORTED}), _S.REPORTED),
        Move.ACCEPT: (frozenset({_S.REPORTED}), _S.DONE),
        Move.RETURN: (frozenset({_S.REPORTED}), _S.RETURNED),
        Move.WITHDRAW: (frozenset({*OPEN, _S.REPORTED}), _S.WITHDRAWN),
    }
)
"""From which states each is done, and what it leads to."""
BY_SCHOOL = frozenset({Move.RECEIVE, Move.REPORT})


def is_possible(move: Move, state: RecommendationState) -> bool:
    return state in MOVES[move][0]


def refusal(move: Move, state: RecommendationState) -> str:
    """Return why a move is not possible now, in a sentence; '' when it is."""
    if is_possible(move, state):
        return ""
    return f"Сейчас рекомендация в состоянии «{state.label}»: это действие уже невозможно. Обновите страницу."
