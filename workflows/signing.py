"""Signatures of documents: the ways, what became of them, codes of verification, what a check answers.

Source: domain.md К21, §8 (63-ФЗ); design.md §13 (codes carry at least 64 bits)."""

import re
import secrets
from dataclasses import dataclass
from datetime import timedelta

from workflows.vocabulary import Labelled, Toned

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no letter that is taken for a digit."""
CODE_SIGNS = 16
"""Eighty bits, in groups of four."""
FRESH = timedelta(minutes=15)
"""A password given longer ago does not sign."""
_TAKEN_FOR = str.maketrans("OILoilохОХ", "011011" + "0X0X")
_CODE = re.compile(rf"[{ALPHABET}]{{{CODE_SIGNS}}}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Way(Labelled):
    """How a document is signed; named honestly on every page and paper."""

    SIMPLE = "simple", "Простая электронная подпись в системе"
    QUALIFIED = "qualified", "Квалифицированная подпись, приложенная файлом"
    SCAN = "scan", "Скан-копия документа, подписанного на бумаге"


class SignState(Toned):
    STANDING = "standing", "Подписан", "ok", "badge-check"
    OUTDATED = "outdated", "Подпись устарела", "warn", "history"
    DECLINED = "declined", "Отказано в подписании", "bad", "ban"


class Finding(Toned):
    """What the public check answers of a code or of a file."""

    GENUINE = "genuine", "Подлинный", "ok", "badge-check"
    ISSUED = "issued", "Выдан системой, не подписан", "info", "file-check"
    CHANGED = "changed", "Файл изменён", "bad", "circle-x"
    REVOKED = "revoked", "Отозван", "bad", "ban"
    OUTDATED = "outdated", "Подпись устарела", "warn", "history"
    UNKNOWN = "unknown", "Не найден", "warn", "circle-question-mark"


class Checked(Labelled):
    """Whether an attached signature was verified, as far as it truly can be; one of another file is not taken."""

    VALID = "valid", "Проверена: документ не изменён, сертификат выдан доверенным центром"
    UNTRUSTED = (
        "untrusted",
        "Документ не изменён; издателя сертификата система не знает, доверие не проверялось",
    )
    NOT_CHECKED = (
        "not_checked",
        "Не проверялась: подписи по ГОСТ система не проверяет. Проверьте её в своей программе",
    )


WHAT_TO_DO = {
    Finding.GENUINE: "Сравните номер и дату на бумаге с указанными ниже. Проверьте и файл: он не должен быть изменён.",
    Finding.ISSUED: "Документ сформирован системой и не подписан. За подписанным обратитесь к тому, кто его прислал.",
    Finding.CHANGED: "Содержимое файла не то, что было выдано. Не пользуйтесь им и попросите документ заново.",
    Finding.REVOKED: "Документ больше не действует. Попросите действующий у того, кто его прислал.",
    Finding.OUTDATED: "После подписания этап возобновлён, данные могли измениться. Попросите новый отчёт.",
    Finding.UNKNOWN: "Проверьте, верно ли введён код. Если верно, такого документа система не выдавала.",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a document when its check is asked for."""

    signed: bool = False
    outdated: bool = False
    revoked: bool = False


def new_code() -> str:
    """Return a code of verification: 80 random bits in groups of four."""
    signs = [secrets.choice(ALPHABET) for _ in range(CODE_SIGNS)]
    return "-".join("".join(signs[place : place + 4]) for place in range(0, CODE_SIGNS, 4))


def read_code(typed: str) -> str:
    """Return the code as it is kept, whatever spaces, dashes and look-alikes were typed; '' for what is no code."""
    plain = re.sub(r"[\s\-–—_.]", "", typed).translate(_TAKEN_FOR).upper()
    if not _CODE.fullmatch(plain):
        return ""
    return "-".join(plain[place : place + 4] for place in range(0, CODE_SIGNS, 4))


def read_sha256(typed: str) -> str:
    """Return the hash in lower case; '' for what is none."""
    plain = typed.strip().lower()
    return plain if _SHA256.fullmatch(plain) else ""


def finding(known: Standing | None) -> Finding:
    """Return what is answered of a document; None stands for one that was never issued."""
    if known is None:
        return Finding.UNKNOWN
    if known.revoked:
        return Finding.REVOKED
    if known.outdated:
        return Finding.OUTDATED
    return Finding.GENUINE if known.signed else Finding.ISSUED
