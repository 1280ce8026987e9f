"""The people of the demonstration: who they are, whom the curators look after, how to sign in.

No real person: surnames are school words, every address ends with example.org.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from demo.schools import MAIN, SCHOOLS, SECOND, DemoSchool
from workflows.vocabulary import Role

PASSWORD = "demo-demo-demo"  # noqa: S105  shown on the sign-in page, set on a loopback address only
MAIL_DOMAIN = "example.org"


@dataclass(frozen=True, slots=True)
class DemoPerson:
    email: str
    name: str
    post: str
    role: Role
    municipality: str
    school: str = ""
    """Slug of the school of a director or a school coordinator; empty for the others."""
    may_send: bool = False
    """A school coordinator to whom the director delegated sending."""

    @property
    def initials(self) -> str:
        """«Школьнова И. О.», as in a list."""
        family, given, father = self.name.split()
        return f"{family} {given[0]}. {father[0]}."

    @property
    def signature(self) -> str:
        """«И. О. Школьнова», as under a signature."""
        family, given, father = self.name.split()
        return f"{given[0]}. {father[0]}. {family}"


@dataclass(frozen=True, slots=True)
class Assignment:
    """A curator fixed to a school by order. `direction` names the code of the direction followed besides."""

    curator: str
    school: str
    order_number: str
    order_month_day: tuple[int, int]
    direction: str = ""

    def order_date(self, year: int) -> date:
        return date(year, *self.order_month_day)


@dataclass(frozen=True, slots=True)
class Substitution:
    """A curator on leave and the one who stands in, in days from today."""

    curator: str
    substitute: str
    school: str
    order_number: str
    starts_in: int
    ends_in: int

    def period(self, today: date) -> tuple[date, date]:
        return today + timedelta(days=self.starts_in), today + timedelta(days=self.ends_in)


@dataclass(frozen=True, slots=True)
class Login:
    role: str
    email: str
    sees: str
    last: str = ""
    """The last of the accounts that are numbered from this one on."""


_DIRECTORS = (
    "Школьнова Ирина Олеговна",
    "Урокова Светлана Андреевна",
    "Классова Галина Викторовна",
    "Переменина Ольга Сергеевна",
    "Звонкова Людмила Борисовна",
    "Партов Андрей Николаевич",
    "Дневникова Вера Ильинична",
    "Тетрадкин Михаил Юрьевич",
    "Указкина Нина Алексеевна",
    "Глобусов Сергей Павлович",
)
_DEPUTIES = (
    "Планова Анна Игоревна",
    "Журналова Екатерина Романовна",
    "Методичкина Юлия Павловна",
    "Тетрадкина Лариса Ивановна",
    "Учебникова Марина Денисовна",
    "Расписаньева Оксана Львовна",
    "Задачина Тамара Егоровна",
    "Чертёжников Павел Андреевич",
    "Абзацева Инна Григорьевна",
    "Кафедрина Жанна Артёмовна",
)
_DEPUTY_POST = "Заместитель директора по учебно-воспитательной работе"


def _school_people() -> tuple[DemoPerson, ...]:
    own = [school for school in SCHOOLS if school.municipality == MAIN.code]
    people: list[DemoPerson] = []
    for index, school in enumerate(own, start=1):
        people.append(
            DemoPerson(
                f"school{index}@{MAIL_DOMAIN}",
                _DEPUTIES[index - 1],
                _DEPUTY_POST,
                Role.SCHOOL,
                MAIN.code,
                school.slug,
                may_send=index in (1, 4),
            )
        )
        people.append(
            DemoPerson(
                f"head{index}@{MAIL_DOMAIN}",
                _DIRECTORS[index - 1],
                "Директор",
                Role.HEAD,
                MAIN.code,
                school.slug,
            )
        )
    return tuple(people)


def _official(login: str, name: str, post: str, role: Role, municipality: str = MAIN.code) -> DemoPerson:
    return DemoPerson(f"{login}@{MAIL_DOMAIN}", name, post, role, municipality)


PEOPLE: tuple[DemoPerson, ...] = (
    *_school_people(),
    _official(
        "curator1", "Примеров Алексей Сергеевич", "Методист, куратор школ проекта «500+»", Role.CURATOR
    ),
    _official("curator2", "Учебнова Татьяна Викторовна", "Старший методист, куратор школ", Role.CURATOR),
    _official(
        "curator3", "Наставникова Елена Львовна", "Методист, куратор по направлению «Знание»", Role.CURATOR
    ),
    _official("expert1", "Критериев Дмитрий Олегович", "Эксперт рабочей группы", Role.EXPERT),
    _official("expert2", "Заключина Наталья Фёдоровна", "Эксперт рабочей группы", Role.EXPERT),
    _official(
        "coordinator",
        "Образцова Мария Петровна",
        "Муниципальный координатор, главный специалист",
        Role.COORDINATOR,
    ),
    _official("chief", "Управленцев Виктор Иванович", "Начальник управления образования", Role.CHIEF),
    _official(
        "observer",
        "Обзорова Алла Геннадьевна",
        "Специалист регионального координационного органа",
        Role.OBSERVER,
    ),
    _official("admin", "Настройкин Игорь Валерьевич", "Системный администратор", Role.ADMIN),
    _official(
        "coordinator-b",
        "Порядкова Зоя Михайловна",
        "Муниципальный координатор, ведущий специалист",
        Role.COORDINATOR,
        SECOND.code,
    ),
    _official("curator-b", "Советов Роман Аркадьевич", "Методист, куратор школ", Role.CURATOR, SECOND.code),
    DemoPerson(
        f"school-b@{MAIL_DOMAIN}",
        "Конспектова Дарья Олеговна",
        _DEPUTY_POST,
        Role.SCHOOL,
        SECOND.code,
        "verkhneozyorskaya",
    ),
    DemoPerson(
        f"head-b@{MAIL_DOMAIN}",
        "Азбукина Раиса Тимофеевна",
        "Директор",
        Role.HEAD,
        SECOND.code,
        "verkhneozyorskaya",
    ),
)

# Directors and deputies of the schools that have no accounts: their names stand in documents only.
_WITHOUT_ACCOUNTS: tuple[DemoPerson, ...] = (
    DemoPerson("", "Каникулова Эмма Карловна", "Директор", Role.HEAD, SECOND.code, "sosnovskaya"),
    DemoPerson("", "Диктантов Степан Ильич", _DEPUTY_POST, Role.SCHOOL, SECOND.code, "sosnovskaya"),
    DemoPerson("", "Перемёнов Остап Львович", "Директор", Role.HEAD, SECOND.code, "rybatskaya"),
    DemoPerson("", "Прописина Яна Егоровна", _DEPUTY_POST, Role.SCHOOL, SECOND.code, "rybatskaya"),
)

# Примеров: two schools of «500+»; Учебнова: one of «500+» and one of ШНОР; Наставникова: the direction «Знание»
# and every other school, so that no school of a programme is without a curator.
ASSIGNMENTS: tuple[Assignment, ...] = (
    Assignment("curator1@example.org", "school-2-zarechny", "16-од", (1, 21)),
    Assignment("curator1@example.org", "school-5", "16-од", (1, 21)),
    Assignment("curator2@example.org", "lesnogorskaya", "16-од", (1, 21)),
    Assignment("curator2@example.org", "verkhnekamenskaya", "22-од", (1, 27)),
    *(
        Assignment("curator3@example.org", slug, "18-од", (1, 23), direction="knowledge")
        for slug in (
            "tikhoozyorskaya",
            "gymnasium-1",
            "school-8",
            "polevskaya",
            "kedrovskaya",
            "school-11-novy-klyuch",
        )
    ),
    *(
        Assignment("curator-b@example.org", slug, "11", (1, 23))
        for slug in ("verkhneozyorskaya", "sosnovskaya", "rybatskaya")
    ),
)

SUBSTITUTION = Substitution(
    "curator1@example.org", "curator2@example.org", "school-5", "214-од", starts_in=-6, ends_in=15
)
"""The curator of school № 5 is on leave: case (д)."""

LOGINS: tuple[Login, ...] = (
    Login(
        "Школьный координатор",
        "school1@example.org",
        "Пакеты и меры своей школы (МБОУ СОШ № 2 п. Заречный). Школы 1–10: school1@ … school10@",
        last="school10@example.org",
    ),
    Login(
        "Директор",
        "head1@example.org",
        "То же и отправка пакета. Школы 1–10: head1@ … head10@",
        last="head10@example.org",
    ),
    Login(
        "Куратор", "curator1@example.org", "Закреплённые школы № 2 и № 5: проверка и подтверждение, дневник"
    ),
    Login(
        "Куратор", "curator2@example.org", "Лесногорская и Верхнекаменская школы; замещает куратора школы № 5"
    ),
    Login("Куратор по направлению", "curator3@example.org", "Шесть остальных школ, направление «Знание»"),
    Login("Эксперт", "expert1@example.org", "Назначенные пакеты и свои экспертные листы"),
    Login(
        "Эксперт",
        "expert2@example.org",
        "Назначенные пакеты; отметок другого эксперта не видит до сдачи листа",
    ),
    Login(
        "Муниципальный координатор",
        "coordinator@example.org",
        "Весь округ: этапы, назначения, заключения, отчёты",
    ),
    Login(
        "Руководитель управления образования", "chief@example.org", "Весь округ: чтение, подписание отчётов"
    ),
    Login("Региональный наблюдатель", "observer@example.org", "Итоги обоих муниципалитетов, без черновиков"),
    Login(
        "Администратор",
        "admin@example.org",
        "Пользователи, справочники, состояние системы; без текстов пакетов",
    ),
    Login("Муниципальный координатор", "coordinator-b@example.org", "Верхнеозёрский муниципальный район"),
    Login("Куратор", "curator-b@example.org", "Три школы Верхнеозёрского района"),
    Login("Школьный координатор", "school-b@example.org", "Верхнеозёрская школа"),
    Login("Директор", "head-b@example.org", "Верхнеозёрская школа, отправка пакета"),
)
"""In the order to print. The password of every account is PASSWORD."""


def person(email: str) -> DemoPerson:
    """The person with this address; StopIteration when there is none."""
    return next(one for one in PEOPLE if one.email == email)


def director_of(school: DemoSchool) -> DemoPerson:
    return _employee(school, Role.HEAD)


def deputy_of(school: DemoSchool) -> DemoPerson:
    """The deputy director who coordinates the projects of the school."""
    return _employee(school, Role.SCHOOL)


def curator_of(school: DemoSchool) -> DemoPerson:
    return person(next(one.curator for one in ASSIGNMENTS if one.school == school.slug))


def _employee(school: DemoSchool, role: Role) -> DemoPerson:
    return next(
        one for one in (*PEOPLE, *_WITHOUT_ACCOUNTS) if one.school == school.slug and one.role is role
    )
