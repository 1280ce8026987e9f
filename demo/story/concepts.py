"""Concepts with their programmes: returned twice (case «а»), placed, reported, failed (САЯ 8, 11)."""

from datetime import date, timedelta

from demo import schools
from demo.files import parts, sets
from demo.files.concept import Quality, concept_docx
from demo.files.wording import long_date
from demo.stage_hands import Attachment, Chapter, Fault, Hands, Low, attachments
from demo.story.profiles import programme_start
from demo.texts.risk_profiles import activated
from webapp.packages.operations import Answer
from workflows.verdicts import MarkValue, VerdictKind

_ONE, _ZERO = MarkValue.ONE, MarkValue.ZERO
_SUMS: Low = (_ONE, "Средства названы без сумм. Укажите объём по каждому источнику.")

# What the concept lacks in its first quality; the curator names the first two, an expert would find them all.
_NO_RISKS = Fault(
    "Концепция",
    "В разделе 2.2 перечислены трудности, но не названы риски из рискового профиля. Укажите, какие из них "
    "активированы, и по каждому дайте данные за три года.",
    "раздел 2.2",
)
_NO_BASE = Fault(
    "Концепция",
    "Показатель «Повышение качества обучения» не имеет исходного значения. Добавьте исходное и целевое значения, "
    "дату и источник по каждому показателю.",
    "раздел 3, таблица 3",
)
_PROCESS = (
    "Ожидаемые результаты сформулированы как процесс («обеспечено проведение»). Сформулируйте, что изменится у "
    "обучающихся."
)
_SURNAMES = (
    "Ответственные указаны по фамилиям, направления не названы. По каждому направлению укажите должность того, кто "
    "отвечает за результат."
)
_NO_FOLLOWING = (
    "Порядок отслеживания не описан: кто, как часто и по каким данным решает, что концепцию пора менять."
)
_MENDED_MARKS: dict[str, Low] = {
    "К.Б.3": (_ZERO, _PROCESS),
    "К.В.1": (_ZERO, _SURNAMES),
    "К.В.3": (_ZERO, _NO_FOLLOWING),
}
_WEAK_MARKS: dict[str, Low] = {
    "К.А.1": (_ZERO, _NO_RISKS.text),
    "К.А.2": (_ZERO, "Данные приведены за один год и без источников. Дайте таблицу за три года."),
    "К.А.3": (_ZERO, "Перечислены проявления, причины не названы. Ответьте, почему результаты низкие."),
    "К.Б.1": (_ZERO, "Цель общая: не видно, что и к какой дате изменится и с каким риском она связана."),
    "К.Б.2": (_ZERO, "Задачи сформулированы в общем виде. Свяжите каждую с активированным риском."),
    "К.Б.3": (_ZERO, _PROCESS),
    "К.Б.4": (_ONE, "Меры названы, но причин в анализе нет: не видно, какую причину устраняет каждая мера."),
    "К.В.1": (_ZERO, _SURNAMES),
    "К.В.3": (_ZERO, _NO_FOLLOWING),
}


def begin_concept(
    hands: Hands, slug: str, *, start: int, quality: Quality, place: str = "srr", scanned: bool = False
) -> str:
    """Begin a concept package and fill it; return its number."""
    made_on = programme_start(slug, hands.today)
    number = hands.begin(slug, "concept", "concept", days=start, place=place)
    files = sets.concept_package(schools.school(slug), made_on, quality=quality, scanned=scanned)
    hands.attach(number, slug, attachments(files), days=start)
    hands.answer(number, slug, _answers(made_on), days=start)
    return number


def _answers(made_on: date) -> dict[str, str]:
    return {
        "approved": f"Приказ от {long_date(made_on)} № {parts.order_number(made_on)}",
        "collegial": f"Педагогический совет, протокол от {long_date(made_on)} № {parts.council_number(made_on)}",
        "period_start": made_on.isoformat(),
        "period_end": date(made_on.year + 2, 12, 31).isoformat(),
    }


def _rewrite(hands: Hands, number: str, slug: str, *, quality: Quality, days: int) -> None:
    """Let the school put the next edition of the concept in place of the former one."""
    risks = [risk.code for risk in activated(slug)]
    made_on = programme_start(slug, hands.today)
    data = concept_docx(schools.school(slug), risks, made_on, quality=quality)
    hands.attach(number, slug, (Attachment("concept", "Концепция развития.docx", data),), days=days)


def _returned_twice(hands: Hands) -> None:
    """Case (а): the concept comes back twice, then conforms with remarks."""
    slug, number = "school-2-zarechny", _returned_by_curator(hands)
    _returned_by_coordinator(hands, number)
    curator, examiner = hands.places.actor("curator1"), hands.places.actor("coordinator")
    _rewrite(hands, number, slug, quality=Quality.GOOD, days=-88)
    answer = "Исправлено: результаты описаны через изменения у обучающихся (раздел 5), ответственные указаны по должностям (раздел 6), порядок отслеживания добавлен (раздел 7)."
    hands.reply(number, slug, {0: answer}, days=-88)
    hands.send(number, slug, days=-87, action="resubmit")
    hands.check(number, curator, days=-85)
    words = "Замечания экспертизы учтены, изменения внесены."
    hands.step(number, "confirm", curator, Answer(text=words), days=-85)
    hands.step(number, "begin", examiner, days=-83)
    hands.settle(number, examiner, days=-82)
    hands.examine(number, examiner, {"П.В.1": _SUMS}, days=-82)
    text = "Концепция и программы отвечают на активированные риски. Объём средств дополните до начала этапа."
    hands.conclude(number, examiner, VerdictKind.WITH_REMARKS, text, days=-81, release=True)


def _returned_by_curator(hands: Hands) -> str:
    slug, curator = "school-2-zarechny", hands.places.actor("curator1")
    number = begin_concept(hands, slug, start=-112, quality=Quality.WEAK)
    hands.send(number, slug, days=-110)
    hands.check(number, curator, days=-108, faults=(_NO_RISKS, _NO_BASE))
    words = "Риски возьмите из рискового профиля на странице школы: они уже верифицированы, три из них активированы."
    hands.say(number, curator, words, days=-108)
    hands.step(number, "return", curator, days=-108)
    _rewrite(hands, number, slug, quality=Quality.MENDED, days=-103)
    answers = {
        1: "Назвали активированные риски, по каждому привели данные за три года: раздел 2.2 и таблица 1.",
        2: "По каждому показателю указаны исходное и целевое значения, дата и источник: таблица 3. Уточнена цель.",
    }
    hands.reply(number, slug, answers, days=-103)
    hands.send(number, slug, days=-102, action="resubmit")
    hands.check(number, curator, days=-100)
    hands.settle(number, curator, days=-100)
    words = "Документы полны, действительны, относятся к профилю."
    hands.step(number, "confirm", curator, Answer(text=words), days=-100)
    return number


def _returned_by_coordinator(hands: Hands, number: str) -> None:
    examiner = hands.places.actor("coordinator")
    hands.step(number, "begin", examiner, days=-97)
    hands.examine(number, examiner, _MENDED_MARKS, days=-96)
    text = (
        "Анализ и цели проверяемы. Доработайте разделы 5–7: результаты, ответственных, порядок отслеживания."
    )
    hands.conclude(number, examiner, VerdictKind.REWORK, text, days=-95, release=True)


def _placed(hands: Hands) -> None:
    number = _accepted(hands, "school-5", "curator1")
    answer = Answer(day=hands.today - timedelta(days=62), link="https://example.org/medk/cards/500-05")
    hands.step(number, "place", hands.places.actor("coordinator"), answer, days=-62)


def _reported(hands: Hands) -> None:
    number = _accepted(hands, "lesnogorskaya", "curator2")
    hands.step(number, "include", hands.places.actor("coordinator"), days=-58)


def _accepted(hands: Hands, slug: str, curator: str) -> str:
    """A concept package that is accepted in its first round."""
    who, examiner = hands.places.actor(curator), hands.places.actor("coordinator")
    number = begin_concept(hands, slug, start=-105, quality=Quality.GOOD, scanned=True)
    hands.send(number, slug, days=-98)
    hands.check(number, who, days=-94)
    words = "Пакет полон. Программы соответствуют профилю."
    hands.step(number, "confirm", who, Answer(text=words), days=-94)
    hands.step(number, "begin", examiner, days=-80)
    hands.examine(number, examiner, {"П.В.1": _SUMS}, days=-79)
    text = "Цели, задачи и меры согласованы с активированными рисками, показатели измеримы."
    hands.conclude(number, examiner, VerdictKind.CONFORMS, text, days=-78, release=True)
    return number


def _failed(hands: Hands) -> None:
    slug, who = "tikhoozyorskaya", hands.places.actor("curator3")
    examiner = hands.places.actor("coordinator")
    number = begin_concept(hands, slug, start=-100, quality=Quality.WEAK)
    hands.send(number, slug, days=-90)
    hands.check(number, who, days=-88)
    words = "Состав полон, реквизиты есть. К содержанию концепции есть вопросы."
    hands.step(number, "confirm", who, Answer(text=words), days=-88)
    hands.step(number, "begin", examiner, days=-84)
    hands.examine(number, examiner, _WEAK_MARKS, days=-83)
    text = "Концепция не опирается на рисковый профиль, цель не измерима. Подготовьте новую редакцию вместе с куратором."
    hands.conclude(number, examiner, VerdictKind.FAILS, text, days=-82, release=True)


CHAPTERS: tuple[Chapter, ...] = (_returned_twice, _placed, _reported, _failed)
