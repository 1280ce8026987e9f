"""What the documents of a school share: the title page, the letterhead, signatures, tables of figures."""

from collections.abc import Iterable
from datetime import date

from demo import people
from demo.files.agreement import agreed_block
from demo.files.figures import Figures
from demo.files.paper import (
    Approval,
    Block,
    Grid,
    Letterhead,
    Listing,
    Paper,
    Signatory,
    Signatures,
    TitlePage,
)
from demo.files.wording import long_date, short_date
from demo.schools import DemoSchool, municipality_of


def programme_paper(
    school: DemoSchool, title: str, subtitle: str, made_on: date, body: tuple[Block, ...]
) -> Paper:
    """A programme of the school: title page, then the body."""
    return Paper(
        f"{title}. {school.short_name}",
        school.short_name,
        made_on,
        (_title_page(school, title, subtitle, made_on), *map(agreed_block, body)),
    )


def official_paper(school: DemoSchool, head: Letterhead, made_on: date, body: tuple[Block, ...]) -> Paper:
    """An order, minutes or a report on the school's letterhead."""
    title = f"{head.kind.capitalize()} {head.number}. {head.about}"
    return Paper(title, school.short_name, made_on, (head, *map(agreed_block, body)))


def letterhead(school: DemoSchool, kind: str, about: str, day: date, number: str) -> Letterhead:
    return Letterhead(
        parent=municipality_of(school).department,
        organisation=school.name,
        details=f"{school.address}; {site(school)}",
        kind=kind,
        date=long_date(day),
        number=f"№ {number}",
        place=school.settlement,
        about=about,
    )


def site(school: DemoSchool) -> str:
    return f"https://{school.slug}.example.org"


def order_number(day: date, shift: int = 0) -> str:
    """A number of an order that grows through the year."""
    return f"{day.timetuple().tm_yday // 2 + 3 + shift}-од"


def council_number(day: date) -> str:
    """A number of the pedagogical council: counted from September."""
    return str((day.month - 9) % 12 + 1)


def director_signs(school: DemoSchool, *, signed: bool = True) -> Signatures:
    director = people.director_of(school)
    return Signatures(
        (Signatory(director.post, director.signature, signed),), school.short_name if signed else ""
    )


def deputy_signs(school: DemoSchool) -> Signatures:
    deputy = people.deputy_of(school)
    return Signatures((Signatory(deputy.post, deputy.signature),))


def three_years(figures: Figures, caption: str) -> Grid:
    """Results of three years, counts beside shares, with the source of every row."""
    rows = (
        ("Обучающихся на конец года, чел.", *(str(y.pupils) for y in figures.years), "отчёт ОО-1"),
        (
            "Качество обучения",
            *(f"{y.quality} ({y.good} из {y.attested})" for y in figures.years),
            "электронный журнал",
        ),
        ("Успеваемость", *(y.progress for y in figures.years), "электронный журнал"),
        (
            "Подтвердили отметки на проверочных работах",
            *(f"{y.confirmed} ({y.tests_confirmed} из {y.tests_written})" for y in figures.years),
            "протоколы ВПР",
        ),
        (
            "Сдали экзамены за 9 класс с первого раза, чел.",
            *(f"{y.exam_passed_first} из {y.graduates}" for y in figures.years),
            "протоколы ГИА",
        ),
        ("Явка родителей на собрания", *(y.attendance for y in figures.years), "протоколы собраний"),
    )
    head = ("Показатель", *(y.year for y in figures.years), "Источник")
    return Grid(head, rows, (34, 18, 18, 18, 16), caption)


def last_year_only(figures: Figures, caption: str) -> Grid:
    """The same results for the last year only: what a weak document shows."""
    y = figures.last
    rows = (
        ("Обучающихся, чел.", str(y.pupils)),
        ("Качество обучения", y.quality),
        ("Успеваемость", y.progress),
    )
    return Grid(("Показатель", y.year), rows, (60, 40), caption)


def staff_table(figures: Figures, caption: str) -> Grid:
    s = figures.staff
    rows = (
        ("Педагогов всего", str(s.total)),
        ("высшая / первая категория / без категории", f"{s.top} / {s.first} / {s.plain}"),
        ("стаж до трёх лет / старше 55 лет", f"{s.young} / {s.senior}"),
        ("ведут два предмета и более", str(s.several_subjects)),
        ("вакансии", str(s.vacancies)),
        ("прошли повышение квалификации за три года", str(s.trained)),
    )
    return Grid(("Показатель", "Чел., ед."), rows, (75, 25), caption)


def clauses(items: Iterable[str]) -> Listing:
    """A list of clauses: each ends with a semicolon, the last one with a full stop."""
    texts = tuple(items)
    return Listing((*(f"{text};" for text in texts[:-1]), f"{texts[-1]}."))


def _title_page(school: DemoSchool, title: str, subtitle: str, made_on: date) -> TitlePage:
    director = people.director_of(school)
    return TitlePage(
        organisation=f"{municipality_of(school).department}\n{school.name}",
        left=Approval(
            "ПРИНЯТА",
            (
                "педагогическим советом",
                f"протокол от {short_date(made_on)} № {council_number(made_on)}",
                "с учётом мнения совета родителей",
            ),
        ),
        right=Approval(
            "УТВЕРЖДЕНА",
            (
                "приказом директора",
                f"от {short_date(made_on)} № {order_number(made_on)}",
                f"{director.post} _________ {director.signature}",
            ),
        ),
        title=title,
        subtitle=subtitle,
        place=f"{school.settlement}, {made_on.year}",
    )
