"""Evidence that measures were carried out: orders, minutes, references, tables and pictures."""

import io
from datetime import date, timedelta

import xlsxwriter
from PIL import Image, ImageDraw

from demo import people
from demo.files.docx import to_docx
from demo.files.figures import figures
from demo.files.packing import repacked
from demo.files.paper import Block, Grid, Heading, Letterhead, Listing, Paper, Para, Signatory, Signatures
from demo.files.pdf import to_pdf
from demo.files.wording import long_date
from demo.papers.plans import PlannedMeasure
from demo.schools import DemoSchool, municipality_of

PUPILS = ("Тетрадкин И.", "Пеналова М.", "Ластиков К.", "Глобусова А.", "Линейкин П.", "Мелкова С.")


def order(school: DemoSchool, measure: PlannedMeasure, today: date) -> bytes:
    """An order of the director about the measure, signed, as PDF."""
    day = today + timedelta(days=measure.due - 14)
    blocks: tuple[Block, ...] = (
        _head(school, "ПРИКАЗ", day, str(100 + abs(measure.due)), f"О проведении: {measure.title.lower()}"),
        Para("В целях реализации антирисковой программы школы"),
        Para("ПРИКАЗЫВАЮ:", bold=True),
        Listing(
            (
                f"Провести в срок до {long_date(day + timedelta(days=14))}: {measure.title.lower()}.",
                f"Ответственным назначить: {measure.executor}.",
                f"По итогам представить документ: {measure.document}.",
                "Контроль исполнения оставляю за собой.",
            ),
            numbered=True,
        ),
        Signatures((Signatory("Директор", people.director_of(school).signature),), stamp=school.short_name),
    )
    return to_pdf(_paper("Приказ", school, day, blocks))


def minutes(school: DemoSchool, measure: PlannedMeasure, today: date, *, signed: bool = True) -> bytes:
    """Minutes of the pedagogical council with a decision; unsigned when the story needs a remark."""
    day, numbers = today + timedelta(days=measure.due), figures(school, today)
    blocks: tuple[Block, ...] = (
        _head(school, "ПРОТОКОЛ", day, "3", "заседания педагогического совета"),
        Para(
            f"Присутствовали: {numbers.staff.total - 2} педагогов. Председатель: {people.director_of(school).initials}"
        ),
        Heading(f"Слушали: {measure.title}"),
        Para(
            f"{people.deputy_of(school).initials} сообщила, что мера исполнена. Охвачено {numbers.at_risk} обучающихся группы "
            f"риска из {numbers.pupils}. Затруднения: вычислительные навыки, работа с текстом."
        ),
        Heading("Решили:"),
        Listing(
            (
                "признать меру исполненной;",
                "учителям-предметникам учесть затруднения в планах;",
                "вернуться к вопросу через месяц.",
            ),
            numbered=True,
        ),
        Signatures(
            (
                Signatory("Председатель", people.director_of(school).signature, signed),
                Signatory("Секретарь", people.deputy_of(school).signature, signed),
            )
        ),
    )
    return to_pdf(_paper("Протокол", school, day, blocks))


def reference(school: DemoSchool, measure: PlannedMeasure, today: date) -> bytes:
    """A reference on the results of the measure, as DOCX."""
    day, numbers = today + timedelta(days=measure.due + 2), figures(school, today)
    rows = tuple(
        (one.name, str(one.pupils), str(max(1, one.pupils // 6)), str(max(0, one.pupils // 9)))
        for one in numbers.classes[4:10]
    )
    blocks: tuple[Block, ...] = (
        _head(school, "СПРАВКА", day, str(20 + abs(measure.due) % 9), f"об итогах: {measure.title.lower()}"),
        Para(f"Мера проведена {long_date(day - timedelta(days=2))}. Исполнитель: {measure.executor}."),
        Grid(
            ("Класс", "Обучающихся", "Было в группе риска", "Стало"),
            rows,
            (2, 2, 3, 2),
            "Результаты по классам",
        ),
        Para(
            "Вывод: доля обучающихся группы риска снизилась во всех классах, кроме двух; причины разобраны с учителями."
        ),
        Para("Решение: продолжить консультации, провести повторную диагностику во втором полугодии."),
        Signatures((Signatory("Заместитель директора по УВР", people.deputy_of(school).signature),)),
    )
    return to_docx(_paper("Справка", school, day, blocks))


def attendance(school: DemoSchool, measure: PlannedMeasure, today: date, *, with_names: bool) -> bytes:
    """Who took part: a sheet with pupils' names (which must not be sent), or the summary without them."""
    day = today + timedelta(days=measure.due)
    body: tuple[Block, ...] = (
        (
            Grid(
                ("№", "Фамилия, имя обучающегося", "Класс", "Подпись"),
                tuple((str(n), name, "7 «Б»", "+") for n, name in enumerate(PUPILS, start=1)),
                (1, 5, 2, 2),
            ),
        )
        if with_names
        else (
            Grid(
                ("Класс", "Участвовало", "Всего"),
                (("6 «А»", "18", "22"), ("7 «Б»", "21", "24"), ("8 «А»", "17", "20")),
                (3, 2, 2),
            ),
            Para("Итого участвовало 56 обучающихся из 66."),
        )
    )
    title = "ЛИСТ РЕГИСТРАЦИИ" if with_names else "СВОДКА УЧАСТИЯ"
    blocks: tuple[Block, ...] = (
        _head(school, title, day, "1", measure.title.lower()),
        *body,
        Signatures((Signatory("Ответственный", people.deputy_of(school).signature),)),
    )
    return to_docx(_paper(title.capitalize(), school, day, blocks))


def results_table(school: DemoSchool, today: date) -> bytes:
    """Results of a diagnostic by classes, as XLSX with real numbers."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"title": "Диагностика", "author": people.deputy_of(school).name})
    sheet, bold = book.add_worksheet("Диагностика"), book.add_format({"bold": True, "border": 1})
    for column, head in enumerate(("Класс", "Писали", "Справились", "Доля, %")):
        sheet.write(0, column, head, bold)
    for row, one in enumerate(figures(school, today).classes, start=1):
        coped = round(one.pupils * (0.62 + (row % 5) / 20))
        sheet.write_row(row, 0, (one.name, one.pupils, coped, round(100 * coped / one.pupils, 1)))
    sheet.set_column(0, 3, 14)
    book.close()
    return repacked(buffer.getvalue())


def photograph(seed: int) -> bytes:
    """An abstract picture of an event: a room, a board, rows of desks."""
    image = Image.new("RGB", (1200, 800), "#e9e4d8")
    draw = ImageDraw.Draw(image)
    draw.rectangle(
        (150, 90, 1050, 340), fill=("#3f6d58", "#3a5f7d", "#5b4b75")[seed % 3], outline="#8a7f6a", width=10
    )
    for n in range(4):
        draw.line(
            (220, 140 + n * 45, 520 + (seed * 37 + n * 60) % 400, 140 + n * 45), fill="#f4f1e6", width=6
        )
    for row in range(3):
        for place in range(5):
            x, y = 140 + place * 200 - row * 12, 430 + row * 120
            draw.rectangle((x, y, x + 150, y + 50), fill="#b98a55")
            draw.ellipse(
                (x + 50, y - 60, x + 100, y - 10),
                fill=("#caa17e", "#d9b798", "#b88d69")[(seed + place + row) % 3],
            )
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=82)
    return buffer.getvalue()


def self_diagnosis(school: DemoSchool, today: date) -> bytes:
    """The protocol of self-diagnosis, as PDF."""
    blocks: tuple[Block, ...] = (
        _head(
            school,
            "ПРОТОКОЛ",
            today - timedelta(days=150),
            "2",
            "самодиагностики «Школа Минпросвещения России»",
        ),
        Para("Самодиагностика проведена управленческой командой в автоматизированном сервисе, раунд 2."),
        Grid(
            ("Направление", "Балл", "Уровень"),
            (
                ("Знание", "16", "средний"),
                ("Здоровье", "11", "базовый"),
                ("Творчество", "13", "базовый"),
                ("Воспитание", "17", "средний"),
                ("Профориентация", "9", "ниже базового"),
                ("Учитель. Школьная команда", "14", "средний"),
            ),
            (5, 2, 3),
        ),
        Signatures((Signatory("Директор", people.director_of(school).signature),), stamp=school.short_name),
    )
    return to_pdf(_paper("Протокол самодиагностики", school, today - timedelta(days=150), blocks))


def _head(school: DemoSchool, kind: str, day: date, number: str, about: str) -> Letterhead:
    place = municipality_of(school)
    return Letterhead(
        place.administration,
        school.name,
        school.address,
        kind,
        long_date(day),
        f"№ {number}",
        school.settlement,
        about,
    )


def _paper(title: str, school: DemoSchool, day: date, blocks: tuple[Block, ...]) -> Paper:
    return Paper(f"{title}. {school.short_name}", people.deputy_of(school).name, day, blocks)
