"""What is known about viruses in a file; never more than a scanner said (UP-11)."""

from dataclasses import dataclass
from datetime import timedelta

from workflows.vocabulary import Labelled

AGAIN = timedelta(minutes=10)
"""So long nobody asks again about a file that the scanner did not answer for."""
LIMITS = ("Heuristics.Limits.Exceeded", "Heuristics.Encrypted")
"""What ClamAV says with FOUND when it did not look inside: neither a virus nor a clean file."""


class ScanState(Labelled):
    """What a scanner said of the bytes; the label is the sentence for the person."""

    CLEAN = "clean", "Ничего не найдено."
    INFECTED = "infected", "Найден вирус."
    UNSCANNED = "unscanned", "Ещё не проверен: программа проверки не ответила, проверим позже."
    TOO_LARGE = (
        "too_large",
        "Не проверен: файл больше, чем принимает программа проверки, или она не смогла заглянуть внутрь.",
    )


@dataclass(frozen=True, slots=True)
class Scan:
    """One answer about the bytes; `signature` names what was found."""

    state: ScanState
    signature: str = ""


def judge_answer(answer: str) -> Scan:
    """Return what an answer of clamd to INSTREAM means; whatever is not understood is not clean."""
    said = answer.strip("\0\r\n ").removeprefix("stream:").strip()
    if said == "OK":
        return Scan(ScanState.CLEAN)
    if said.endswith(" FOUND"):
        signature = said.removesuffix(" FOUND").strip()
        limited = signature.startswith(LIMITS)
        return Scan(ScanState.TOO_LARGE if limited else ScanState.INFECTED, signature[:120])
    if "size limit exceeded" in said:
        return Scan(ScanState.TOO_LARGE)
    return Scan(ScanState.UNSCANNED)
