"""An execution as it was known on an earlier day."""

from datetime import date

from workflows.roadmaps.words import ProgressState as P


def state_on(
    state: P, on: date, *, executed: date | None, decided: date | None, ended: date | None
) -> P | None:
    """Return the state an execution had on a day, by the days its facts were recorded; None before it was."""
    if executed is None or executed > on:
        return None
    was_ended = ended is not None and ended <= on
    was_decided = decided is not None and decided <= on
    if state is P.WITHDRAWN:
        return P.WITHDRAWN if was_ended else P.EXECUTED
    if state is P.REVOKED:
        return P.REVOKED if was_ended else P.CONFIRMED if was_decided else P.EXECUTED
    return state if was_decided else P.EXECUTED
