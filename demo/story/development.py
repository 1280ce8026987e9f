"""Development programmes and programmes of the effective mode at every step of their way (НСК 2.5; УГЛ 3.2)."""

from datetime import date, timedelta

from demo import schools
from demo.files import parts, sets
from demo.stage_hands import Chapter, Hands, Low, attachments
from webapp.dossier import queries as dossiers
from webapp.packages.operations import Answer, Paper
from workflows.verdicts import MarkValue, VerdictKind
from workflows.vocabulary import Role

_ONE, _ZERO = MarkValue.ONE, MarkValue.ZERO
_WRITTEN_BEFORE = 6
_SUMS: Low = (_ONE, "Источники средств названы без сумм. Укажите, сколько нужно на каждый год программы.")
_PUPILS: Low = (
    _ONE,
    "Участие обучающихся не описано: скажите, в чём они участвуют и что от них зависит.",
)
_FIRST_ROUND: Low = (
    _ZERO,
    "Программа составлена по результатам первого раунда самодиагностики, в пакете протокол второго. Обновите раздел "
    "3.1 и пересмотрите показатели.",
)
_RESOURCES: Low = (
    _ONE,
    "Ресурсы названы на программу в целом. Распределите кадры, время и средства по группам мер.",
)


def _begin(hands: Hands, slug: str, *, start: int, built_on: int = 2) -> str:
    """Begin a package of a development programme and fill it; return its number."""
    made_on = hands.today + timedelta(days=start - _WRITTEN_BEFORE)
    number = hands.begin(slug, "development", "development", days=start)
    files = sets.development_package(schools.school(slug), made_on, built_on=built_on)
    hands.attach(number, slug, attachments(files), days=start)
    answers = {
        "period_start": date(made_on.year + 1, 1, 1).isoformat(),
        "period_end": date(made_on.year + 3, 12, 31).isoformat(),
        "round": f"Раунд {built_on}",
        "accepted_by": "Педагогический совет",
        "accepted_number": str(parts.council_number(made_on)),
        "accepted_on": made_on.isoformat(),
    }
    hands.answer(number, slug, answers, days=start)
    return number


def begin_effective(hands: Hands, slug: str, *, start: int) -> str:
    """Begin a package of a programme of the effective mode and fill it; return its number."""
    made_on = hands.today + timedelta(days=start - _WRITTEN_BEFORE)
    number = hands.begin(slug, "effective-mode", "effective_mode", days=start)
    hands.attach(
        number, slug, attachments(sets.effective_mode_package(schools.school(slug), made_on)), days=start
    )
    answers = {
        "period_start": made_on.isoformat(),
        "period_end": date(made_on.year + 2, 12, 31).isoformat(),
        "priorities": "Качество преподавания. Управление по результатам. Среда и семья.",
    }
    hands.answer(number, slug, answers, days=start)
    return number


def confirm(hands: Hands, number: str, slug: str, *, start: int, curator: str = "curator3") -> None:
    """Let the school send the package and its curator confirm it."""
    who = hands.places.actor(curator)
    hands.send(number, slug, days=start + 1)
    hands.check(number, who, days=start + 3)
    words = "Документы полны и действительны."
    hands.step(number, "confirm", who, Answer(text=words), days=start + 3)


def _confirmed(hands: Hands, slug: str, *, start: int, built_on: int = 2) -> str:
    number = _begin(hands, slug, start=start, built_on=built_on)
    confirm(hands, number, slug, start=start)
    return number


def _to_founder(hands: Hands, slug: str, *, start: int, curator: str = "curator3") -> str:
    """Bring a programme to the founder with a positive conclusion; return its number."""
    number, examiner = _begin(hands, slug, start=start), hands.places.actor("coordinator")
    confirm(hands, number, slug, start=start, curator=curator)
    hands.step(number, "begin", examiner, days=start + 5)
    hands.examine(number, examiner, {"В.3": _SUMS}, days=start + 6)
    text = "Программа построена на последнем раунде самодиагностики, решения отвечают на дефициты."
    hands.conclude(number, examiner, VerdictKind.CONFORMS, text, days=start + 7, release=True)
    return number


def _letter(hands: Hands, number: str, days: int) -> Paper:
    """The paper of the founder: his office, a number, the day."""
    chief = hands.places.actor("chief")
    with hands.at(chief, days):
        body = dossiers.get(number).municipality.department
    return Paper(body, f"01-12/{240 + hands.today.day}", hands.today + timedelta(days=days))


def _agreed(hands: Hands, slug: str, *, start: int, days: int) -> str:
    number = _to_founder(hands, slug, start=start)
    answer = Answer(
        text="Публикуйте отчёт о реализации программы ежегодно до 1 июня.", paper=_letter(hands, number, days)
    )
    hands.step(number, "agree", hands.places.actor("chief"), answer, days=days)
    return number


def _approved(hands: Hands) -> None:
    """The founder has agreed, the school has approved the programme by its order."""
    number = _agreed(hands, "gymnasium-1", start=-18, days=-6)
    order = Paper("Приказ директора", "131-од", hands.today - timedelta(days=4))
    hands.step(number, "approve", hands.places.staff("gymnasium-1", Role.HEAD), Answer(paper=order), days=-3)


def _awaiting_order(hands: Hands) -> None:
    _agreed(hands, "school-11-novy-klyuch", start=-16, days=-2)


def _awaiting_founder(hands: Hands) -> None:
    _to_founder(hands, "tikhoozyorskaya", start=-11)


def _refused(hands: Hands) -> None:
    """The founder refuses: the programme promises what the budget does not hold."""
    number = _to_founder(hands, "verkhnekamenskaya", start=-15, curator="curator2")
    text = (
        "Раздел «Ресурсы» предусматривает средства бюджета, которых нет в бюджетном прогнозе округа. Согласуйте объёмы "
        "финансирования с управлением или укажите другие источники."
    )
    answer = Answer(text=text, paper=_letter(hands, number, -4), until=hands.today + timedelta(days=8))
    hands.step(number, "decline", hands.places.actor("chief"), answer, days=-4)


def _held(hands: Hands) -> None:
    """The expert has concluded; the coordinator still holds the conclusion."""
    number, expert = _confirmed(hands, "school-8", start=-17), hands.places.actor("expert2")
    hands.assign(number, expert, days=-12)
    hands.step(number, "begin", expert, days=-10)
    hands.examine(number, expert, {"В.3": _SUMS, "Г.3": _PUPILS}, days=-6)
    text = "Программа пригодна. Дополните сведения о средствах и об участии обучающихся."
    hands.conclude(number, expert, VerdictKind.WITH_REMARKS, text, days=-2)


def _with_expert(hands: Hands) -> None:
    """The programme is built on the first round, though the second one has been held."""
    number = _confirmed(hands, "polevskaya", start=-15, built_on=1)
    expert = hands.places.actor("expert1")
    hands.assign(number, expert, days=-9)
    hands.step(number, "begin", expert, days=-5)
    hands.examine(number, expert, {"А.2": _FIRST_ROUND}, days=-3, until=6)


def _admitted(hands: Hands) -> None:
    number = _confirmed(hands, "kedrovskaya", start=-13)
    hands.assign(number, hands.places.actor("expert1"), days=-4)


def _at_curator(hands: Hands) -> None:
    hands.send(_begin(hands, "school-5", start=-3), "school-5", days=-1)


def _withdrawn(hands: Hands) -> None:
    slug = "lesnogorskaya"
    number = _begin(hands, slug, start=-8)
    hands.send(number, slug, days=-7)
    answer = Answer(text="Приложена не та редакция программы, заменим файл.")
    hands.step(number, "withdraw", hands.places.staff(slug, Role.HEAD), answer, days=-5)


def _draft(hands: Hands) -> None:
    """The programme is there, the protocol and the answers are not yet."""
    slug = "school-2-zarechny"
    number = hands.begin(slug, "development", "development", days=-3)
    files = sets.development_package(schools.school(slug), hands.today - timedelta(days=5))
    hands.attach(number, slug, attachments(files[:1]), days=-3)


def _effective_mode(hands: Hands) -> None:
    slug, examiner = "verkhnekamenskaya", hands.places.actor("coordinator")
    number = begin_effective(hands, slug, start=-26)
    confirm(hands, number, slug, start=-26, curator="curator2")
    hands.step(number, "begin", examiner, days=-16)
    hands.examine(number, examiner, {"В.2": _RESOURCES}, days=-15)
    text = "Приоритеты обоснованы, меры выполнимы. Ресурсы распределите по группам мер."
    hands.conclude(number, examiner, VerdictKind.CONFORMS, text, days=-14, release=True)


CHAPTERS: tuple[Chapter, ...] = (
    _approved,
    _awaiting_order,
    _awaiting_founder,
    _refused,
    _held,
    _with_expert,
    _admitted,
    _at_curator,
    _withdrawn,
    _draft,
    _effective_mode,
)
