"""Every macro renders what a page gives it, strictly: valid HTML, nothing undefined, nothing inline, icons that exist."""

import re
from datetime import date
from pathlib import Path
from types import SimpleNamespace as Obj

import html5lib
import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    FileField,
    Form,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from webapp.comparisons.pages.text import Item, Line, Row
from webapp.copies.pages.passages import Excerpt
from webapp.copies.pages.passages import Item as Shared
from webapp.documents.comparison import Kind, Span
from webapp.documents.comparison import Mark as Fate
from webapp.formatting import FILTERS
from webapp.likeness import Copies, CopyLine
from webapp.month_grid import Item as OfDay
from webapp.month_grid import month_grid
from webapp.rendering import remembered
from webapp.search.pages import Link, Result
from workflows.near_copies import Piece as Common
from workflows.search import Piece
from workflows.vocabulary import ReportState
from workflows.working_days import CALENDARS

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "webapp" / "static"
SPRITE = frozenset(re.findall(r'<symbol id="i-([a-z0-9-]+)"', (STATIC / "icons.svg").read_text("utf-8")))
LONG = (
    "Муниципальное бюджетное общеобразовательное учреждение «Средняя общеобразовательная школа № 6 "
    "имени Героя Советского Союза, с углублённым изучением отдельных предметов» г. Верхнеозёрска"
)
HOSTILE = "<script>alert(1)</script> & \"кавычки\" 'одинарные'"

MONTH = month_grid(
    date(2026, 11, 1),
    {
        date(2026, 11, 4): [
            OfDay(LONG, "/d", HOSTILE, ReportState.READY),
            *[OfDay(HOSTILE, "") for _ in range(5)],
        ]
    },
    CALENDARS,
    today=date(2026, 11, 5),
    address=lambda month: f"/?month={month:%Y-%m}",
)
BARE_MONTH = month_grid(date(2026, 2, 1), {}, CALENDARS, today=date(2026, 11, 5), address=str)

SPANS = tuple(
    Span(Fate(mark), text)
    for mark, text in (("=", "Охват "), ("-", "79 %"), ("+", "87 %"), ("<", HOSTILE), (">", LONG))
)


class Components:
    """The macros as pages see them: ui.<file>.<macro>."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment

    def __getattr__(self, name: str) -> object:
        return self._environment.get_template(f"components/{name}.html").module


def environment() -> Environment:
    """Return Jinja set up as the application sets it up, with addresses that need no application."""
    jinja = Environment(
        loader=FileSystemLoader(ROOT / "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    jinja.filters.update(FILTERS)
    jinja.globals.update(
        static_url=lambda name: f"/static/{name}?v=1",
        url_for=lambda endpoint, **values: "/static/" + values.get("filename", endpoint),
        form_token=lambda: "once-token",
        remembered=remembered,
        ui=Components(jinja),
    )
    return jinja


class SampleForm(Form):
    name = StringField("Название", validators=[InputRequired("Укажите название")], description="Как в уставе")
    note = TextAreaField("Примечание")
    kind = SelectField("Вид пакета", choices=[SelectChoice("a", "Концепция"), SelectChoice("b", LONG)])
    day = StringField("Срок")
    secret = PasswordField("Пароль", validators=[InputRequired("Введите пароль")])
    decision = RadioField(
        "Решение",
        choices=[SelectChoice("yes", "Принять"), SelectChoice("no", "Вернуть")],
        validators=[InputRequired()],
    )
    risks = SelectMultipleField(
        "Риски", choices=[SelectChoice("1", "Низкая мотивация"), SelectChoice("2", "Дефицит кадров")]
    )
    agree = BooleanField("Персональных данных обучающихся нет")
    file = FileField("Файл карты")


class SampleOpening(Form):
    """What `choices.opening` asks of webapp.opening.OpeningForm."""

    extent = RadioField(
        "Что открыть",
        choices=[SelectChoice("whole", "Весь пакет"), SelectChoice("named", "Только отмеченные части")],
        default="named",
    )
    parts = SelectMultipleField(
        "Части пакета",
        choices=[SelectChoice("slot:a", LONG), SelectChoice("question:b", "Сведения: раунд")],
        default=["slot:a"],
    )


def sample_form(*, wrong: bool = True) -> SampleForm:
    form = SampleForm(MultiDict({"kind": "a", "note": HOSTILE, "risks": "1"}))
    if wrong:
        form.validate()
    return form


def tone(name: str, icon: str, label: str) -> Obj:
    return Obj(tone=name, icon=icon, label=label)


class Mark(str):
    """A stand-in for a StrEnum value with its tone, icon and label."""

    __slots__ = ("icon", "label", "tone")

    @classmethod
    def of(cls, value: str, tone_name: str, icon: str, label: str) -> "Mark":
        mark = cls(value)
        mark.tone, mark.icon, mark.label = tone_name, icon, label
        return mark


MARKS = (
    Mark.of("two", "ok", "circle-check", "Соответствует"),
    Mark.of("one", "warn", "circle-dot", "Частично"),
    Mark.of("zero", "bad", "circle-x", "Не соответствует"),
    Mark.of("na", "mute", "ban", "Не применимо"),
)
EXPERTISE = tone("exp", "clipboard-check", "На экспертизе")
NEW = tone("ok", "plus", "Новый")


def due(days: int) -> Obj:
    from datetime import date, timedelta

    today = date(2026, 11, 23)
    return FILTERS["days_left"](today + timedelta(days=days), today)


def nav(
    code: str, icon: str, title: str, *, count: int = 0, tone_name: str = "", current: bool = False
) -> Obj:
    return Obj(
        code=code, icon=icon, title=title, url="/" + code, count=count, tone=tone_name, current=current
    )


def frame(*, signed_in: bool = True, demo: bool = True, **display: str) -> Obj:
    shown = {
        "size": "100",
        "theme": "system",
        "contrast": "normal",
        "density": "normal",
        "motion": "on",
    } | display
    sections = (
        nav("home", "inbox", "Сегодня", count=9, tone_name="bad", current=True),
        nav("packages", "file-stack", "Пакеты", count=34),
        nav("schools", "school", "Школы"),
        nav("reports", "file-chart-column", "Отчёты этапов"),
    )
    return Obj(
        product="Экспертиза", section="Пакеты", place="г. Верхнеозёрск", zone="Красноярск, UTC+7",
        sections=sections if signed_in else (), management=(nav("journal", "history", "Журнал действий"),) if signed_in else (),
        tabs=sections if signed_in else (),
        person=Obj(name="Образцова М. П.", initials="МО", role="Муниципальный координатор") if signed_in else None,
        roles=(Obj(id=1, title="Муниципальный координатор", place="г. Верхнеозёрск", current=True),
               Obj(id=2, title="Куратор", place=LONG, current=False)) if signed_in else (),
        unread=3 if signed_in else 0, display=Obj(**shown), csrf="csrf-token", session_ends=1795420800 if signed_in else None,
        help_url="/help/start", demo=demo, search=False,
    )  # fmt: skip


def draft_row(place: int = 0, **changes: object) -> Obj:
    """A row of a file on its way to a roadmap."""
    entry = {
        "is_section": False, "row": 7, "title": HOSTILE, "number": "1.", "goals": LONG, "deadline": LONG, "responsible": LONG,
        "result": HOSTILE, "plan_total": "10", "per_school": True, "source": ["1.", HOSTILE, LONG], "notices": [LONG],
        "checked": False, "dropped": False,
    }  # fmt: skip
    return Obj(
        place=place, heading=f"{place}. {LONG}", entry=Obj(**(entry | changes)), reading=tone("warn", "circle-question-mark", "уточните"),
        read_as="март 2026", doubts=[LONG], years=[Obj(year="2026", value="10")], edit_url="/e", act_url="/a", seen="ab12", opened=place == 0,
    )  # fmt: skip


def before(**changes: object) -> Obj:
    values: dict[str, object] = {
        "title": "Раунд 1", "mark": MARKS[1], "note": HOSTILE,
        "remark": Obj(title="Замечание № 3", state=NEW, answer=HOSTILE, url="/packages/1/remarks#remark-3"),
        "files": [("Протокол № 3.pdf", "?file=1", "/compare?file=1"), (LONG, "?file=2", "")], "changed": "Изменились файлы: ",
        "carry_url": "/packages/1/sheet/b-2/carry", "carried": False, "reworded": False,
    }  # fmt: skip
    return Obj(**(values | changes))


def criterion(**changes: object) -> Obj:
    values: dict[str, object] = {
        "id": "cr-b-2", "number": "Б.2", "text": "Исполнение подтверждено документом", "hint": "Приказ, протокол, справка",
        "value": "one", "note": HOSTILE, "note_label": "Замечание школе", "note_required": True, "notes": {},
        "note_effect": "Войдёт в заключение как замечание 1", "evidence": [("Справка, стр. 4", "?file=1&page=4")],
        "beside": True, "curator": "соответствует", "now": True, "error": "", "save_url": "/packages/1/sheet/b-2", "version": 3,
        "saved": "Сохранено в 10:38", "blocking": True, "mark": MARKS[1], "edit_url": "?edit=b-2",
        "suggestions": [Obj(text=HOSTILE, kind=NEW, url="?template=a"), Obj(text=LONG, kind=NEW, url="?template=b")],
        "before": before(), "opinions": [], "differs": False, "disputed": False, "reason": "",
    }  # fmt: skip
    return Obj(**(values | changes))


def file_row(**changes: object) -> Obj:
    values: dict[str, object] = {
        "id": "f1", "icon": "file-text", "name": "Протокол № 3.pdf", "url": "?file=1", "meta": ["4 страницы", "860 КБ"],
        "warning": "изменён после вашего просмотра", "tag": NEW, "viewed": True, "viewed_url": "/v",
        "download_url": "/d", "open": True,
    }  # fmt: skip
    return Obj(**(values | changes))


def viewer(**changes: object) -> Obj:
    piece = {"text": HOSTILE, "depth": 5, "entries": (), "rows": (), "headed": True, "words": ""}
    entry = Obj(position=102, text=HOSTILE, entries=[Obj(position=103, text="вложенный", entries=[])])
    cells = [
        (Obj(text="Показатель", columns=1, rows=1), Obj(text="План", columns=2, rows=1)),
        (Obj(text=HOSTILE, columns=1, rows=2),),
    ]
    pieces = [
        Obj(**(piece | {"kind": kind, "position": n} | more))
        for n, (kind, more) in enumerate(
            [
                ("h", {"depth": 0}),
                ("h", {}),
                ("li", {"entries": [entry]}),
                ("p", {}),
                ("b", {}),
                ("table", {"rows": cells, "words": "строки 1–2 из 9"}),
                ("table", {"rows": cells, "headed": False}),
            ]
        )
    ]
    values: dict[str, object] = {
        "id": "preview", "stand": "file", "file": 3, "title": LONG, "prefix": "", "alt": "Страница 1", "image_url": "/p.webp",
        "turning": Obj(word="Страница", place="Стр. 2 из 14", page=2, pages=14, previous_url="?page=1", next_url="?page=3", jump_url="?",
                       tabs=[Obj(title="Показатели", url="?page=1", current=True, count=None)]),
        "making": Obj(waiting=False, missing=False, wanted=3, want_url="/want", poll_url=""),
        "text": Obj(words="Часть 2 из 3", pieces=pieces, previous_url="?part=1", next_url="?part=3"),
        "problem": "Прочитать не удалось", "empty": "", "notices": [LONG], "view": "", "other_url": "/text", "other_words": "Текстом",
        "original_url": "/o", "here_url": "?page=2", "runs": lambda text: ((text[:2], 0), (text[2:], 1)), "pinning": None,
        "pins": [Obj(number=1, label="Критерий Б.2", note=HOSTILE, where="стр. 2", quote=HOSTILE, url="?page=2", here=True, x=11.5, y=53.1,
                     width=80.0, height=2.5, lost="", remove_url="/unpin"),
                 Obj(number=2, label="Замечание 3", note="", where="документ", quote="", url="/f", here=False, x=None, y=None, width=None,
                     height=None, lost="закреплено в прежней редакции файла", remove_url="")],
    }  # fmt: skip
    return Obj(**(values | changes))


def queue_item(**changes: object) -> Obj:
    values: dict[str, object] = {
        "icon": "clipboard-check", "title": "Завершить экспертизу", "url": "/packages/1", "object": LONG,
        "meta": ["версия 3"], "action": "Продолжить", "due": due(-3), "done": 9, "total": 14,
        "later_url": "/later/1", "remind_url": "", "folded": (),
    }  # fmt: skip
    return Obj(**(values | changes))


def message(**changes: object) -> Obj:
    values: dict[str, object] = {
        "kind": "message", "id": 7, "who": "Пример П. П.", "initials": "ПП", "role": "куратор", "text": HOSTILE,
        "internal": True, "mine": False, "reference": "Справка, стр. 3", "url": "?page=3",
        "when": "17 ноября, 11:20", "iso": "2026-11-17T11:20",
    }  # fmt: skip
    return Obj(**(values | changes))


def event(**changes: object) -> Obj:
    values: dict[str, object] = {
        "kind": "event", "icon": "check", "tone": "ok", "who": "СОШ № 6", "text": "отправила версию 3.",
        "link_text": "Что изменилось", "url": "/c", "when": "18 ноября, 9:07", "iso": "2026-11-18T09:07",
    }  # fmt: skip
    return Obj(**(values | changes))


def slot(**changes: object) -> Obj:
    values: dict[str, object] = {
        "id": "slot-order", "title": "Приказ об утверждении", "hint": "С подписью и печатью", "required": True,
        "state": tone("mute", "circle-dashed", "Не загружен"), "url": "/u", "accept": ".pdf,.docx", "limit": 52428800,
        "limit_words": "50 МБ", "multiple": True, "error": "Файл пуст. Выберите другой.", "kinds_words": "PDF, DOCX",
        "uploads_url": "/u/uploads", "unfinished": (Obj(key="0" * 32, given_name=HOSTILE, name=LONG, size=9, percent=45, url="/o", cancel_url="/o/cancel"),),
    }  # fmt: skip
    return Obj(**(values | changes))


CONTEXT: dict[str, object] = {
    "long": LONG, "hostile": HOSTILE, "s": EXPERTISE, "marks": MARKS, "frame": frame(), "form": sample_form(), "opening": SampleOpening(),
    "overdue": due(-3), "today": due(0), "later": due(30), "none": None,
    "person_rows": [Obj(label="Школа", value=LONG, url="/s", change_url="/e"), Obj(label="Куратор", value="", url="", change_url="")],
    "tabs": [Obj(title="Экспертиза", url="?", count=None, current=True), Obj(title="Файлы", url="?f", count=7, current=False)],
    "item": queue_item(), "plain_item": queue_item(object="", meta=[], due=None, total=0, done=0, later_url="", remind_url="/packages/1/reminder"),
    "fold": queue_item(folded=(queue_item(), queue_item(object="МБОУ СОШ № 8"))),
    "parts": [Obj(tone="ok", label="Приняты", count=21, url="?s=a"), Obj(tone="mute", label="Не сданы", count=0, url="")],
    "dates": [Obj(day=27, month_short="нояб", title="Завершение экспертизы", note="пятница", iso="2026-11-27")],
    "feed": [Obj(icon="upload", text="Школа отправила", link_text="версию 2", url="/p", words="сегодня, 8:52", iso="2026-11-23T08:52", unread=True)],
    "row": Obj(url="/p", school=LONG, number="srr-2026-1", version="редакция 1", kind="Концепция", stage=LONG,
               status=EXPERTISE, turn="Эксперт", waiting="вчера", due=due(-3)),
    "measure": Obj(title=HOSTILE, url="/m", term=Obj(text=LONG, meaning="март 2026 года", doubt="Проверьте год.", note="просрочено: 1 из 2"), due=due(-3),
                   parties=["ОО", LONG], result=LONG, status=EXPERTISE, rolled_up="Исполнили 1 из 3 школ", evidence=2),
    "draft_row": draft_row(), "draft_heading": draft_row(1, is_section=True), "draft_dropped": draft_row(2, dropped=True),
    "six": [Obj(title="Столбец", numeric=n == 5, minor=n == 3) for n in range(6)],
    "bare_measure": Obj(title=LONG, url="/m", term=Obj(text="", meaning="", doubt="", note=""), due=None, parties=[], result="", status=EXPERTISE,
                        rolled_up="", evidence=0),
    "package": Obj(title=LONG, status=EXPERTISE, facts=[("history", "Версия 3")], due=due(-3)),
    "steps": [Obj(title="Отправка", note="12 ноября", state="done", mine=False), Obj(title="Экспертиза", note="", state="now", mine=True),
              Obj(title="Решение", note="", state="next", mine=False), Obj(title="Отчёт", note="", state="skipped", mine=False)],
    "tasks": [Obj(title="Файлы", url="/f", note="Приложено 3 из 5", state=tone("warn", "circle-alert", "Есть ошибки")),
              Obj(title="Отправка", url="", note="", state=tone("mute", "lock", "Недоступно"))],
    "findings": [Obj(title="Нет приказа", text="Обязательный документ", url="/f", action="Исправить", blocks=True),
                 Obj(title="Дата вне этапа", text="", url="", action="", blocks=False)],
    "remark": Obj(number=1, text=HOSTILE, state=tone("warn", "circle-dot", "Открыто"), kind=tone("bad", "circle-alert", "Существенное"),
                  place="Протокол № 3, стр. 1", url="?page=1", due=due(0), answer="Исправлено"),
    "file": file_row(), "bare_file": file_row(id="f2", url="", viewed=None, tag=None, warning="", download_url="", open=False),
    "viewer": viewer(), "bare_viewer": viewer(
        id="doc", stand="sheet", pins=(), image_url="/p.webp", pinning=Obj(url="/pin", what="Закрепить", fault=LONG, stand="sheet", file=3, page=1,
            drawn=True, owners=[("Б.2", LONG, True)]), text=None, problem="", empty="Лист пуст", notices=(), other_url="", view="text",
        turning=Obj(word="Лист", place="Лист 1", page=1, pages=3, previous_url="", next_url="", jump_url="?", tabs=()),
        making=Obj(waiting=True, missing=True, wanted=1, want_url="/want", poll_url="/poll")),
    "Line": Line,
    "compared": Item("c-1", Kind.CHANGED, "изменено", HOSTILE, is_heading=False, spans=SPANS),
    "compared_table": Item("c-2", Kind.CHANGED, "изменено", "", is_heading=False, width=2, rows=(
        Row("", Kind.SAME, ((Span(Fate.SAME, LONG),), ())), Row("изменено", Kind.CHANGED, (SPANS, ())), Row("", Kind.SAME, (), "2 строки без изменений"),
        Row("удалено", Kind.DELETED, (SPANS[1:2], ())))),
    "found": Result((Piece(HOSTILE, hit=True), Piece(LONG)), "/f?page=2", (LONG, "стр. 2"), (Piece("… "), Piece("слово", hit=True)),
                    Obj(tone="ok", icon="circle-check", label="Соответствует"), (Link("стр. 3", "/f?page=3"), Link("стр. 4", "/f?page=4"))),
    "found_bare": Result((Piece(LONG),), "/s", ()),
    "likeness": Copies((CopyLine(LONG, "концепция, 2026 год", "около 60 % этого файла", HOSTILE, "/f", "/p?file=1"),
                        CopyLine("Документ другой школы", "Вам он не виден.", "около 30 %", "", "", "")), "", "/copies"),
    "unlike": Copies((), "Похожих документов нет.", "/copies"),
    "shared": Shared("p-1", "Отрывок 1", "20 слов", LONG, *[Excerpt("стр. 2", "/f?page=2", ((Common(HOSTILE, shared=True), Common(LONG, shared=False)),), is_cut=True)] * 2),
    "skipped": Item("s-3", Kind.SAME, "", "", is_heading=False, skipped="3 абзаца без изменений"),
    "disputed_criterion": criterion(id="cr-b-4", differs=True, disputed=True, reason=HOSTILE, before=None, now=False,
        opinions=[Obj(expertise_id=1, name=LONG, mark=MARKS[0], note=HOSTILE, take_url="/take"),
                  Obj(expertise_id=2, name="Заключина Н. Ф.", mark=None, note="", take_url="")]),
    "criterion": criterion(), "wrong_criterion": criterion(error="Напишите замечание", now=False),
    "empty_criterion": criterion(id="cr-b-3", value="", note="", saved="", curator="", evidence=[], blocking=False, hint="", now=False, mark=None, edit_url="",
        before=before(mark=None, note="", remark=None, files=[], changed="Файлы с тех пор не менялись", carry_url="", carried=True, reworded=True)),
    "group": Obj(id="g-b", title="Б. Исполнение", done=4, total=5, tag=None, open=True),
    "verdict": Obj(done=9, total=14, rows=[("ok", "circle-check", "Соответствует", 7)], next_url="#cr-b-5", next_text="Продолжить с Б.5", audience="Увидят школа и куратор."),
    "noticed": Obj(state="", sub="частей: 1 из 2", requisites="Приказ № 41-од", parts_title=LONG, parts=[Obj(title=HOSTILE, presence=Obj(tone="ok", icon="circle-check", label="Найдено"), excerpt=HOSTILE, where="стр. 2", url="/f?page=2"), Obj(title="Цель", presence=Obj(tone="warn", icon="triangle-alert", label="Не найдено"), excerpt="", where="", url="")], personal=[Obj(title="СНИЛС", where="стр. 1", masked="112-•••", url="/f")], notices=[HOSTILE]),
    "noticed_none": Obj(state="", sub="", requisites="", parts_title="", parts=[], personal=[], notices=[]),
    "noticed_waiting": Obj(state="Готовим просмотр…", sub="", requisites="", parts_title="", parts=[], personal=[], notices=[]),
    "letter": Obj(draft=True, subject="Возврат", school=LONG, package="srr-2026-1", kind="Концепция, редакция 1", verdict="Требует доработки", text=HOSTILE, groups=[Obj(title=HOSTILE, lines=[Obj(number=1, text=HOSTILE, kind=Obj(tone="bad", icon="circle-x", label="Существенное"), place="«Файл.pdf», стр. 3", due="Срок: 4 декабря"), Obj(number=2, text="б", kind=Obj(tone="mute", icon="circle", label="Рекомендация"), place="", due="")])], count=2, opened="Открыт весь пакет.", mend_by="Исправить до 4 декабря включительно.", sender="Примеров А. С."),
    "letter_none": Obj(draft=False, subject="Заключение", school="СОШ № 6", package="srr-2026-1", kind="Концепция", verdict="", text="", groups=[], count=0, opened="", mend_by="", sender=""),
    "stream": [event(), message(), message(internal=False, mine=True, id=8, reference="", url=""), event(who="", url="", tone="")],
    "audiences": [Obj(value="everyone", button="Отправить школе и куратору", icon="send"), Obj(value="internal", button="Сохранить без школы", icon="lock")],
    "slot": slot(), "bare_slot": slot(id="slot-other", state=None, error="", url="", hint="", required=False, unfinished=()),
    "columns": [Obj(key="school", title="Школа", url="?sort=school", sort="ascending", numeric=False, minor=False),
                Obj(key="n", title="Дней", url="", sort="", numeric=True, minor=True)],
    "chips": [Obj(label="Просрочено", url="?")],
    "bars": [Obj(label="Соответствует", value=21, words="21 школа", tone="ok", url="?"), Obj(label="Не сдан", value=0, words="0 школ", tone="bad", url="")],
    "month": MONTH,
    "bare_month": BARE_MONTH,
    "gantt": [Obj(title="Семинар", url="/r/1", start=10, end=30, words="с 1 по 20 октября", tone="acc")],
}  # fmt: skip

# container element of the fragment, then the markup of a page that uses the macro
SAMPLES: dict[str, tuple[str, str]] = {
    "icons.icon": ("div", "{{ ui.icons.icon('bell') }}{{ ui.icons.icon('bell', 'lg', 'Колокол') }}"),
    "icons.mark": ("div", "{{ ui.icons.mark() }}"),
    "buttons.button": ("div", "{{ ui.buttons.button(hostile, 'primary', 'send', name='a', value='b', hidden=': ' ~ long, attrs={'hx-post': '/x'}) }}{{ ui.buttons.button('Отправить', why_not='нет приказа') }}"),
    "buttons.link_button": ("div", "{{ ui.buttons.link_button('Открыть', '/x?a=1&b=2', 'quiet', 'eye', small=true, block=true) }}"),
    "buttons.icon_link": ("div", "{{ ui.buttons.icon_link('Уведомления', 'bell', '/n', badge=120) }}"),
    "buttons.icon_button": ("div", "{{ ui.buttons.icon_button('Удалить', 'trash-2', name='a', value='1') }}"),
    "buttons.post_button": ("div", "{{ ui.buttons.post_button('Удалить', '/x', 'csrf', 'danger', 'trash-2', fields={'seen': 3}) }}"),
    "buttons.print_button": ("div", "{{ ui.buttons.print_button() }}"),
    "buttons.copy_button": ("div", "{{ ui.buttons.copy_button('https://example.org/?a=1&b=2') }}"),
    "buttons.dialog_button": ("div", "{{ ui.buttons.dialog_button('Изменить', 'd1') }}"),
    "status.status": ("div", "{{ ui.status.status(s) }}{{ ui.status.status(s, 'Иначе') }}"),
    "status.tag": ("div", "{{ ui.status.tag('warn', hostile, 'lock') }}"),
    "status.count": ("div", "{{ ui.status.count(5, 'требуют внимания', 'bad') }}"),
    "status.due": ("div", "{{ ui.status.due(overdue) }}{{ ui.status.due(today) }}{{ ui.status.due(later) }}{{ ui.status.due(none) }}{{ ui.status.due(none, done='Сдан') }}"),
    "status.due_words": ("div", "{{ ui.status.due_words(overdue) }}"),
    "status.due_line": ("div", "{{ ui.status.due_line(overdue) }}{{ ui.status.due_line(today) }}"),
    "status.avatar": ("div", "{{ ui.status.avatar('МО', me=true) }}"),
    "status.person": ("div", "{{ ui.status.person('Образцова М. П.', 'МО', 'куратор', 'в отпуске до 3 декабря') }}"),
    "status.meter": ("div", "{{ ui.status.meter(9, 14, '9 из 14') }}{{ ui.status.meter(0, 0, 'пусто', inline=true) }}"),
    "status.progress": ("div", "{{ ui.status.progress('Собираем решения', 3, 5, 'прошло 10 с') }}{{ ui.status.progress('Готовим') }}"),
    "status.saved": ("div", "{{ ui.status.saved('Черновик сохранён в 10:42') }}"),
    "navigation.skip_link": ("div", "{{ ui.navigation.skip_link() }}"),
    "navigation.breadcrumbs": ("ol", "{{ ui.navigation.breadcrumbs([('Сегодня', '/'), (long, '')]) }}"),
    "navigation.rail_items": ("nav", "{{ ui.navigation.rail_items(frame.sections) }}"),
    "navigation.tabbar": ("div", "{{ ui.navigation.tabbar(frame.tabs) }}"),
    "navigation.tabs": ("div", "{{ ui.navigation.tabs(tabs, 'Части страницы') }}{{ ui.navigation.tabs(tabs, 'Какие дела', line=false) }}"),
    "navigation.actionbar": ("div", "{% call ui.navigation.actionbar('9 из 14', 'черновик сохранён') %}<a href='/'>Далее</a>{% endcall %}"),
    "navigation.back_link": ("div", "{{ ui.navigation.back_link('Пакеты', '/packages') }}"),
    "navigation.help_link": ("div", "{{ ui.navigation.help_link('/help') }}"),
    "shell.brand": ("div", "{{ ui.shell.brand(frame) }}"),
    "shell.rail": ("div", "{{ ui.shell.rail(frame) }}"),
    "shell.person_menu": ("div", "{{ ui.shell.person_menu(frame) }}"),
    "shell.topbar": ("div", "{{ ui.shell.topbar(frame, '') }}"),
    "shell.mobile_bar": ("div", "{{ ui.shell.mobile_bar(frame, '', long) }}"),
    "shell.demo_strip": ("div", "{{ ui.shell.demo_strip() }}"),
    "shell.footer": ("div", "{{ ui.shell.footer(frame) }}"),
    "shell.session_dialogs": ("div", "{{ ui.shell.session_dialogs(frame) }}"),
    "content.page_head": ("div", "{{ ui.content.page_head(long, 'подзаголовок', s) }}{% call ui.content.page_head('Без статуса') %}<a href='/'>Ещё</a>{% endcall %}"),
    "content.card": ("div", "{% call ui.content.card(long, sub='просмотрено', id='c', foot_text='Все', foot_url='/all', end='x') %}<p>Текст</p>{% endcall %}"),
    "content.facts": ("div", "{{ ui.content.facts(person_rows) }}"),
    "content.summary_list": ("div", "{{ ui.content.summary_list(person_rows) }}"),
    "content.kpi": ("div", "{{ ui.content.kpi('62 %', 'исполнено') }}"),
    "content.more": ("div", "{% call ui.content.more('Ещё 2 файла') %}<p>…</p>{% endcall %}"),
    "queue.queue_item": ("ul", "{{ ui.queue.queue_item(item, true) }}{{ ui.queue.queue_item(plain_item) }}{{ ui.queue.queue_item(fold, true) }}"),
    "queue.queue_group": ("div", "{% call ui.queue.queue_group('Просрочено', 2, 'bad', 'g1', 'до срока') %}{{ ui.queue.queue_item(item) }}{% endcall %}"),
    "queue.queue_later": ("div", "{% call ui.queue.queue_later('Позже', 2) %}{{ ui.queue.queue_item(item) }}{% endcall %}"),
    "queue.stage_strip": ("div", "{{ ui.queue.stage_strip('Этап 2', 'до 27 ноября', parts, label='34 школы') }}{{ ui.queue.stage_strip('Пусто', '', [], id='s2') }}"),
    "queue.dates": ("div", "{{ ui.queue.dates(dates) }}"),
    "queue.feed": ("div", "{{ ui.queue.feed(feed) }}"),
    "packages.package_head": ("div", "{{ ui.packages.package_head(package) }}"),
    "packages.route_steps": ("div", "{{ ui.packages.route_steps(steps) }}"),
    "packages.task_list": ("div", "{{ ui.packages.task_list(tasks) }}"),
    "packages.findings": ("div", "{{ ui.packages.findings(findings) }}"),
    "matrix.school_cell": ("tr", "{{ ui.matrix.school_cell({'slug': 's', 'url': '/s', 'school': 'СОШ', 'note': 'представлено: 1 из 2', 'about': ''}, true) }}"),
    "matrix.document_cell": ("tr", "{{ ui.matrix.document_cell({'title': 'Концепция', 'status': row.status, 'url': '/p', 'lines': ['с 01.02.2026'], 'late': 'просрочен', 'placed_link': 'https://x.ru'}) }}"),
    "matrix.total_cell": ("tr", "{{ ui.matrix.total_cell({'title': 'Концепция', 'lines': ['представлено: 1 из 2']}) }}{{ ui.matrix.total_cell({'title': 'Пусто', 'lines': []}) }}"),
    "reading.crossings": ("div", "{{ ui.reading.crossings([{'id': 'dates:1:2', 'text': hostile, 'ways': [{'words': long, 'url': '/f'}]}, {'id': 'programme:x', 'text': 'Нет программы', 'ways': []}]) }}"),
    "evidence.measure_cell": ("tr", "{{ ui.evidence.measure_cell({'title': hostile, 'notes': ['Срок: до 10.04.2026'], 'source': {'url': '/f', 'words': long}}) }}{{ ui.evidence.measure_cell({'title': 'Мера', 'notes': [], 'source': none}) }}"),
    "evidence.files_cell": ("tr", "{{ ui.evidence.files_cell({'title': 'Документы'}, [{'name': hostile, 'url': '/f', 'coverage': row.status, 'reason': 'вне срока', 'about': ['от 10.04.2026'], 'twice': [{'words': 'Тот же документ', 'url': '/p'}, {'words': 'У другой меры', 'url': ''}]}]) }}{{ ui.evidence.files_cell({'title': 'Документы'}, []) }}"),
    "roadmap.measure_row": ("tbody", "{{ ui.roadmap.measure_row(measure, six) }}{{ ui.roadmap.measure_row(bare_measure, six) }}"),
    "roadmap.term": ("div", "{{ ui.roadmap.term(measure.term) }}{{ ui.roadmap.term(bare_measure.term) }}"),
    "roadmap.proofs": ("div", "{{ ui.roadmap.proofs([{'icon': 'paperclip', 'title': hostile, 'url': '/f', 'outside': false}, {'icon': 'link', 'title': long, 'url': 'https://x.ru', 'outside': true}, {'icon': 'file', 'title': 'Пакет', 'url': '', 'outside': false}]) }}{{ ui.roadmap.proofs([]) }}"),
    "roadmap.ways": ("div", "{{ ui.roadmap.ways('agenda.mine') }}{{ ui.roadmap.ways('agenda.timeline', 'srr-dk-1') }}"),
    "roadmap.choice": ("div", "{{ ui.roadmap.choice([{'number': 'a', 'title': hostile, 'school': none}, {'number': 'b', 'title': long, 'school': {'short_name': long}}], 'b') }}{{ ui.roadmap.choice([], '') }}"),
    "roadmap.none_yet": ("div", "{{ ui.roadmap.none_yet() }}"),
    "roadmap.figures": ("div", "{{ ui.roadmap.figures([{'words': long, 'rule': hostile}]) }}"),
    "roadmap.movers": ("div", "{{ ui.roadmap.movers({'title': hostile, 'move_url': '/m', 'first': false, 'last': false}, 'csrf') }}{{ ui.roadmap.movers({'title': long, 'move_url': '/m', 'first': true, 'last': true}, 'csrf') }}"),
    "roadmap_rows.row": ("div", "{{ ui.roadmap_rows.row(draft_row, 'csrf') }}{{ ui.roadmap_rows.row(draft_heading, 'csrf') }}{{ ui.roadmap_rows.row(draft_dropped, 'csrf') }}"),
    "packages.register_row": ("tbody", "{{ ui.packages.register_row(row) }}"),
    "packages.remark": ("div", "{% call ui.packages.remark(remark) %}<button>Снять</button>{% endcall %}"),
    "files.file_row": ("ul", "{{ ui.files.file_row(file, 'csrf') }}{% call ui.files.file_row(bare_file, 'csrf') %}<a href='/'>Убрать</a>{% endcall %}"),
    "files.seen": ("div", "{{ ui.files.seen('f', true, '/viewed', 'csrf', file.name, 'sheet') }}"),
    "preview.viewer": ("div", "{{ ui.preview.viewer(viewer, 'csrf') }}{{ ui.preview.viewer(bare_viewer, 'csrf', 'Просмотр готов.') }}"),
    "preview.blocks": ("div", "{{ ui.preview.blocks(viewer.text.pieces, 'file-3-') }}"),
    "compare.spans": ("div", "{{ ui.compare.spans(compared.spans) }}"),
    "compare.side": ("div", "{{ ui.compare.side(compared.spans, 'before') }}{{ ui.compare.side(compared.spans, 'after') }}"),
    "compare.passage": ("div", "{{ ui.compare.passage(compared) }}{{ ui.compare.passage(compared_table) }}{{ ui.compare.passage(skipped) }}"),
    "compare.columns": ("div", "{{ ui.compare.columns(compared) }}{{ ui.compare.columns(compared_table) }}{{ ui.compare.columns(skipped) }}"),
    "compare.lines": ("div", "{{ ui.compare.lines([Line('#c-1', 'Изменено', hostile, compared.spans), Line('#c-2', long, '', ())]) }}"),
    "copies.line": ("div", "{{ ui.copies.line(likeness.lines[0]) }}{{ ui.copies.line(likeness.lines[1]) }}"),
    "copies.passages_link": ("div", "{{ ui.copies.passages_link(likeness.lines[0]) }}{{ ui.copies.passages_link(likeness.lines[1]) }}"),
    "copies.card": ("div", "{{ ui.copies.card(likeness) }}{{ ui.copies.card(unlike) }}"),
    "copies.passage": ("div", "{{ ui.copies.passage(shared) }}"),
    "search.pieces": ("div", "{{ ui.search.pieces(found.said) }}"),
    "search.result": ("ol", "{{ ui.search.result(found) }}{{ ui.search.result(found_bare) }}"),
    "sheet.choice": ("div", "{{ ui.sheet.choice('value', marks, 'one') }}"),
    "sheet.evidence": ("div", "{{ ui.sheet.evidence(criterion, oob=true) }}{{ ui.sheet.evidence(empty_criterion) }}"),
    "sheet.criterion": ("div", "{{ ui.sheet.criterion(disputed_criterion, marks, 'csrf', arrives=true) }}{{ ui.sheet.criterion(criterion, marks, 'csrf') }}{{ ui.sheet.criterion(empty_criterion, marks, 'csrf') }}"),
    "sheet.criterion_done": ("div", "{{ ui.sheet.criterion_done(disputed_criterion) }}{{ ui.sheet.criterion_done(criterion) }}{{ ui.sheet.criterion_done(empty_criterion) }}"),
    "sheet.criteria_group": ("div", "{% call ui.sheet.criteria_group(group) %}{{ ui.sheet.criterion(wrong_criterion, marks, 'csrf') }}{% endcall %}"),
    "sheet.verdict_summary": ("div", "{{ ui.sheet.verdict_summary(verdict) }}"),
    "sheet.verdict_panel": ("div", "{% call ui.sheet.verdict_panel(verdict) %}<button>Подписать</button>{% endcall %}"),
    "reading.noticed": ("div", "{{ ui.reading.noticed(noticed) }}{{ ui.reading.noticed(noticed_none) }}{{ ui.reading.noticed(noticed_waiting) }}"),
    "letters.letter": ("div", "{{ ui.letters.letter(letter) }}{{ ui.letters.letter(letter_none) }}"),
    "stream.timeline": ("div", "{{ ui.stream.timeline(stream, '/earlier', 'Показать 6 более ранних событий') }}"),
    "stream.event": ("ol", "{{ ui.stream.event(stream[0]) }}"),
    "stream.message": ("ol", "{{ ui.stream.message(stream[1]) }}"),
    "stream.internal_note": ("ol", "{{ ui.stream.internal_note(stream[1]) }}"),
    "stream.composer": ("div", "{{ ui.stream.composer('/m', 'csrf', audiences, hostile, 'Напишите сообщение', draft_url='/draft') }}"),
    "feedback.notice": ("div", "{{ ui.feedback.notice('warn', hostile) }}{% call ui.feedback.notice('info', 'Текст', 'Заголовок') %}<a href='/'>Ещё</a>{% endcall %}"),
    "feedback.toast": ("div", "{{ ui.feedback.toast('Сохранено') }}{{ ui.feedback.toast('Не вышло', 'bad') }}"),
    "feedback.oob_toast": ("div", "{{ ui.feedback.oob_toast('Сохранено') }}"),
    "feedback.flash": ("div", "{{ ui.feedback.flash([('ok', 'Отправлено'), ('bad', hostile)]) }}"),
    "feedback.done": ("div", "{% call ui.feedback.done('Пакет отправлен', 'Теперь ход куратора.') %}<p>…</p>{% endcall %}"),
    "feedback.empty": ("div", "{{ ui.feedback.empty('На сегодня всё', 'Ближайший срок: 27 ноября', 'К календарю', '/dates') }}"),
    "feedback.dialog": ("div", "{% call ui.feedback.dialog('d1', 'Точно?') %}{{ ui.feedback.dialog_close() }}{% endcall %}"),
    "feedback.dialog_close": ("div", "{{ ui.feedback.dialog_close() }}"),
    "feedback.conflict": ("div", "{% call ui.feedback.conflict('Отметку изменил другой человек', hostile, '') %}<button>Оставить мой</button>{% endcall %}"),
    "faults.fault": ("div", "{{ ui.faults.fault('lock', 'Нет доступа', hostile, 'abc-1', reload=true) }}{{ ui.faults.fault('lock', 'Нет', 'x', bare=true) }}"),
    "forms.csrf": ("div", "{{ ui.forms.csrf(frame) }}"),
    "forms.once": ("div", "{{ ui.forms.once() }}"),
    "forms.post_form": ("div", "{% call ui.forms.post_form('/x', 'csrf', upload=true, attrs={'data-upload': true}) %}<p>…</p>{% endcall %}"),
    "forms.error_summary": ("div", "{{ ui.forms.error_summary(form, ['Срок этапа прошёл']) }}"),
    "forms.optional_mark": ("div", "{{ ui.forms.optional_mark(form.day) }}"),
    "forms.errors_of": ("div", "{{ ui.forms.errors_of(form.name) }}"),
    "forms.hint_of": ("div", "{{ ui.forms.hint_of(form.name, '') }}"),
    "forms.described_by": ("div", "{{ ui.forms.described_by(form.name, '') }}"),
    "forms.field": ("div", "{{ ui.forms.field(form.name, size='m', attrs={'autocomplete': 'off'}) }}{{ ui.forms.field(form.day, 'Подсказка') }}"),
    "forms.textarea": ("div", "{{ ui.forms.textarea(form.note, rows=6) }}"),
    "forms.select": ("div", "{{ ui.forms.select(form.kind) }}"),
    "forms.date": ("div", "{{ ui.forms.date(form.day) }}"),
    "forms.password": ("div", "{{ ui.forms.password(form.secret) }}"),
    "forms.plain_field": ("div", "{{ ui.forms.plain_field('q', 'q', 'Поиск', hostile, 'search') }}"),
    "forms.plain_select": ("div", "{{ ui.forms.plain_select('st', 'status', 'Статус', [('', 'Любой'), ('a', long)], 'a') }}"),
    "forms.form_actions": ("div", "{{ ui.forms.form_actions('Сохранить', '/back') }}"),
    "choices.radios": ("div", "{{ ui.choices.radios(form.decision, hints={'no': '2 замечания уйдут школе'}) }}"),
    "choices.checkboxes": ("div", "{{ ui.choices.checkboxes(form.risks, 'Один или несколько') }}"),
    "choices.opening": ("div", "{{ ui.choices.opening(opening) }}"),
    "choices.segments": ("div", "{{ ui.choices.segments(form.decision) }}"),
    "choices.check": ("div", "{{ ui.choices.check(form.agree) }}"),
    "upload.uploader": ("div", "{% call ui.upload.uploader(slot, 'csrf') %}<ul class='files'>{{ ui.files.file_row(file, 'csrf') }}</ul>{% endcall %}{{ ui.upload.uploader(bare_slot, 'csrf') }}"),
    "tables.data_table": ("div", "{% call ui.tables.data_table('Пакеты', columns, '12 пакетов', id='t') %}<tr>{{ ui.tables.row_head(long, '/p', 'этап 2') }}{{ ui.tables.cell(columns[1], 5, 'ещё') }}</tr>{% endcall %}"),
    "tables.cell": ("tr", "{{ ui.tables.cell(columns[0], '') }}{% call ui.tables.cell(columns[1]) %}<b>1</b>{% endcall %}"),
    "tables.row_head": ("tr", "{{ ui.tables.row_head('Школа') }}"),
    "tables.select_cell": ("tr", "{{ ui.tables.select_cell('p', 5, long) }}"),
    "tables.filters": ("div", "{% call ui.tables.filters('/packages', '#list') %}{{ ui.forms.plain_field('q', 'q', 'Поиск', type='search') }}{% endcall %}"),
    "tables.chips": ("div", "{{ ui.tables.chips(chips, '/packages') }}{{ ui.tables.chips([], '/') }}"),
    "suggestions.suggestions": ("div", "{{ ui.suggestions.suggestions(criterion.suggestions, ': критерий Б.2') }}{{ ui.suggestions.suggestions([]) }}"),
    "tables.pages": ("div", "{{ ui.tables.pages('?after=1', '?before=1', 'Показаны 50') }}{{ ui.tables.pages() }}"),
    "tables.more_link": ("div", "{{ ui.tables.more_link('?after=1') }}"),
    "charts.svg_bars": ("div", "{{ ui.charts.svg_bars('Решения', bars) }}"),
    "charts.svg_spark": ("div", "{{ ui.charts.svg_spark([1, 5, 3], 'с 1 до 3') }}{{ ui.charts.svg_spark([0], 'ноль') }}"),
    "charts.heat_cell": ("tr", "{{ ui.charts.heat_cell(3, 7, 'дефицитов', '/d', '▲ 2') }}{{ ui.charts.heat_cell(none, 0, 'нет данных') }}"),
    "month.grid": ("div", "{{ ui.month.grid(month, long, 'Ничего нет.', 'Иркутск') }}{{ ui.month.grid(bare_month, 'Сроки', hostile, '') }}"),
    "charts.svg_gantt": ("div", "{{ ui.charts.svg_gantt('Сроки', ['сентябрь', 'октябрь'], gantt, 40) }}"),
}  # fmt: skip

PAGE = (
    "{% extends 'layouts/app.html' %}{% block title %}Сегодня: 9 дел{% endblock %}"
    "{% block crumbs %}{{ ui.navigation.breadcrumbs([('Пакеты', '/packages'), (long, '')]) }}{% endblock %}"
    "{% block head_actions %}<a href='/'>Ещё</a>{% endblock %}{% block sub %}9 дел{% endblock %}"
    "{% block main %}<p>Текст</p>{% endblock %}{% block aside %}<p>Сбоку</p>{% endblock %}"
)


@pytest.fixture(scope="module")
def jinja() -> Environment:
    return environment()


def render(jinja: Environment, source: str, **context: object) -> str:
    return jinja.from_string(source).render(CONTEXT | context)


def parse_page(html: str) -> None:
    html5lib.HTMLParser(strict=True).parse(html)


def check_markup(html: str) -> None:
    """Nothing inline, no positive tab order, no access keys, each id once, only icons of the sprite."""
    tags = re.findall(r"<[a-zA-Z][^>]*>", html)
    for tag in tags:
        bare = re.sub(r'"[^"]*"|\'[^\']*\'', "", tag)
        assert not re.search(r"\s(style|on[a-z]+|accesskey)=", bare), tag
    assert not re.findall(r'tabindex="[1-9]', html)
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids)), sorted({one for one in ids if ids.count(one) > 1})
    assert not set(re.findall(r"icons\.svg[^#\"]*#i-([a-z0-9-]+)", html)) - SPRITE
    assert "<script>alert(1)" not in html


@pytest.mark.parametrize("name", SAMPLES)
def test_each_macro_renders_valid_markup(jinja: Environment, name: str) -> None:
    container, source = SAMPLES[name]
    html = render(jinja, source)
    assert html.strip()
    html5lib.HTMLParser(strict=True).parseFragment(html, container=container)
    check_markup(html)


def test_every_public_macro_has_a_sample(jinja: Environment) -> None:
    public = {
        f"{path.stem}.{name}"
        for path in (ROOT / "templates/components").glob("*.html")
        for name in re.findall(r"{%-? (?:macro|set) ([a-z]\w*)(?:\(| = remembered)", path.read_text("utf-8"))
    }
    assert public == set(SAMPLES)


@pytest.mark.parametrize(
    "display",
    [{}, {"theme": "dark", "contrast": "high", "size": "150", "density": "compact", "motion": "off"}],
)
def test_a_page_is_valid_and_carries_the_display_settings(
    jinja: Environment, display: dict[str, str]
) -> None:
    html = render(jinja, PAGE, frame=frame(**display))
    parse_page(html)
    check_markup(html)
    assert html.count("<h1>") == 1
    assert "<title>Сегодня: 9 дел — Пакеты — Экспертиза</title>" in html
    assert '<html lang="ru"' in html
    for name, value in display.items():
        assert f'data-{name}="{value}"' in html


def test_a_page_with_errors_says_so_in_its_title(jinja: Environment) -> None:
    html = render(jinja, PAGE, errors={"name": ["Укажите"]})
    assert "<title>Ошибка: Сегодня: 9 дел — Пакеты — Экспертиза</title>" in html


def test_the_live_regions_are_there_and_empty_from_the_first_byte(jinja: Environment) -> None:
    html = render(jinja, PAGE)
    assert re.search(r'<div id="alerts" role="alert"[^>]*></div>', html)
    assert re.search(r'<div id="toasts" role="status"[^>]*></div>', html)


def test_every_request_of_htmx_carries_the_token(jinja: Environment) -> None:
    assert """<body hx-headers='{"X-CSRFToken": "csrf-token"}'>""" in render(jinja, PAGE)


def test_the_first_stop_leads_to_the_content(jinja: Environment) -> None:
    html = render(jinja, PAGE)
    first = re.search(r"<a [^>]*>", html[html.index("<body") :])
    assert first and 'href="#main"' in first[0]
    assert 'id="main" tabindex="-1"' in html


def test_the_bottom_bar_replaces_the_tabs_of_a_phone(jinja: Environment) -> None:
    bar = (
        PAGE
        + "{% block bottom_bar %}{% call ui.navigation.actionbar('9 из 14') %}<a href='/'>Далее</a>{% endcall %}{% endblock %}"
    )
    assert "tabbar" in render(jinja, PAGE) and "actionbar" not in render(jinja, PAGE)
    assert "actionbar" in render(jinja, bar) and "tabbar" not in render(jinja, bar)


def test_a_working_page_has_no_top_bar(jinja: Environment) -> None:
    source = "{% extends 'layouts/work.html' %}{% block title %}Лист{% endblock %}{% block main %}<h1>Лист</h1>{% endblock %}"
    html = render(jinja, source)
    parse_page(html)
    check_markup(html)
    assert "shell--mini" in html and 'class="topbar"' not in html and html.count("<h1>") == 1


def test_a_plain_page_needs_nobody_signed_in(jinja: Environment) -> None:
    source = "{% extends 'layouts/plain.html' %}{% block title %}Вход{% endblock %}{% block main %}<p>Вход</p>{% endblock %}"
    html = render(jinja, source, frame=frame(signed_in=False))
    parse_page(html)
    check_markup(html)
    assert "session-warning" not in html and "data-session-ends" not in html


@pytest.mark.parametrize("code", [400, 403, 404, 409, 413, 429, 500, 503])
@pytest.mark.parametrize("fragment", [True, False])
def test_an_error_page_names_the_fault_and_the_number_for_support(
    jinja: Environment, code: int, fragment: bool
) -> None:
    html = jinja.get_template(f"errors/{code}.html").render(
        frame=frame(signed_in=False), sentence="", error_id="4f2a-91", fragment=fragment
    )
    check_markup(html)
    assert "4f2a-91" in html and "data-sentence" in html
    assert ("<!doctype" in html) is not fragment
    if not fragment:
        parse_page(html)
        assert html.count("<h1>") == 1


def test_an_error_page_prefers_the_sentence_of_the_fault(jinja: Environment) -> None:
    html = jinja.get_template("errors/409.html").render(frame=frame(), sentence="Решение подписано в 10:40")
    assert "Решение подписано в 10:40" in html


def test_a_missing_page_and_a_forbidden_one_read_the_same(jinja: Environment) -> None:
    html = jinja.get_template("errors/404.html").render(frame=frame(), sentence="", error_id="")
    assert "Такой страницы нет или у вас нет к ней доступа" in html


def test_the_error_stands_beside_its_field_and_in_the_summary(jinja: Environment) -> None:
    html = render(jinja, "{{ ui.forms.error_summary(form) }}{{ ui.forms.field(form.name) }}")
    assert html.count("Укажите название") == 2
    assert 'href="#name"' in html and 'aria-invalid="true"' in html
    assert 'aria-describedby="name-hint name-error"' in html
    assert "Ошибка:" in html and "data-focus" in html


def test_a_form_without_errors_has_no_summary(jinja: Environment) -> None:
    assert render(jinja, "{{ ui.forms.error_summary(form) }}", form=sample_form(wrong=False)) == ""


def test_only_optional_fields_say_so(jinja: Environment) -> None:
    assert "необязательно" not in render(jinja, "{{ ui.forms.field(form.name) }}")
    assert "необязательно" in render(jinja, "{{ ui.forms.field(form.day) }}")


def test_text_of_people_stays_text(jinja: Environment) -> None:
    html = render(jinja, "{{ ui.stream.message(stream[1]) }}{{ ui.forms.textarea(form.note) }}")
    assert "&lt;script&gt;" in html and "<script" not in html


def test_the_typed_text_of_a_criterion_comes_back_whole(jinja: Environment) -> None:
    html = render(jinja, "{{ ui.sheet.criterion(c, marks, 'csrf') }}", c=criterion(note="\nпервая\nвторая"))
    area = html5lib.parseFragment(html, namespaceHTMLElements=False).find(".//textarea")
    assert area.text == "\nпервая\nвторая"


def test_the_chosen_mark_is_the_checked_one(jinja: Environment) -> None:
    html = render(jinja, "{{ ui.sheet.choice('value', marks, 'zero') }}")
    assert re.findall(r'value="(\w+)" checked', html) == ["zero"]


def test_each_audience_has_its_own_button(jinja: Environment) -> None:
    html = render(jinja, "{{ ui.stream.composer('/m', 'csrf', audiences) }}")
    assert re.findall(r'name="audience" value="(\w+)"', html) == ["everyone", "internal"]
    assert "Отправить школе и куратору" in html


def test_a_difference_is_marked_by_more_than_colour(jinja: Environment) -> None:
    html = render(jinja, "{{ ui.compare.spans(compared.spans) }}")
    assert '<del><span class="vh">удалено: </span>79 %</del>' in html
    assert '<ins><span class="vh">добавлено: </span>87 %</ins>' in html


def test_a_sorted_column_says_how(jinja: Environment) -> None:
    html = render(jinja, SAMPLES["tables.data_table"][1])
    assert 'aria-sort="ascending"' in html and html.count('scope="col"') == 2 and 'scope="row"' in html
    assert "<caption" in html and 'data-label="Дней"' in html


def test_the_bar_of_a_stage_adds_up(jinja: Environment) -> None:
    parts = [Obj(tone="ok", label="А", count=1, url=""), Obj(tone="bad", label="Б", count=3, url="")]
    html = render(jinja, "{{ ui.queue.stage_strip('Этап', '', parts) }}", parts=parts)
    assert 'x="0.0%" width="25.0%"' in html and 'x="25.0%" width="75.0%"' in html


def test_the_deadline_keeps_its_exact_date(jinja: Environment) -> None:
    html = render(jinja, "{{ ui.status.due(overdue) }}")
    assert "просрочено" in html and '<time datetime="2026-11-20">срок 20\u00a0ноября</time>' in html
