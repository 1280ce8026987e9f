"""A real package goes from school to curator to coordinator, is examined, and its verdict comes back."""

import io
import re
from datetime import timedelta

import docx
import pypdf
from flask import Flask

from tasks import base
from tests import samples
from tests.pages import Browser, SignIn
from tests.tasks.conftest import drain
from tests.world import World
from webapp.access.actor import system_scope

ANSWERS = {
    "q_period_start": "01.09.2026",
    "q_period_end": "31.08.2029",
    "q_round": "март 2026 года",
    "q_accepted_by": "Педагогический совет",
    "q_accepted_number": "1",
    "q_accepted_on": "27.08.2026",
}


def test_a_package_goes_the_whole_way(town: World, sign_in: SignIn) -> None:
    school, head = sign_in(town.school_1.coordinator), sign_in(town.school_1.head)
    curator, coordinator = sign_in(town.curator), sign_in(town.coordinator)

    number = begin(school)
    upload(
        school,
        number,
        "programme",
        "Программа развития «Наша школа № 1».pdf",
        samples.pdf("Программа развития"),
    )
    upload(
        school,
        number,
        "diagnosis",
        "Протокол самодиагностики.docx",
        samples.docx_file("Протокол самодиагностики"),
    )
    answer(school, number)
    refused = school.post(
        f"/packages/{number}/steps/submit", {"declared": "y", "seen": seen(school, number)}, status=422
    )
    assert refused.has("Пакет направляет директор")
    send(head, number, "submit")

    assert curator.get("/").has("Проверить пакет")
    check(curator, number, 1, "confirmed")
    check(
        curator,
        number,
        2,
        "returned",
        text="Протокол не подписан. Загрузите подписанную редакцию.",
        due_on=(town.today + timedelta(days=5)).isoformat(),
    )
    assert not head.get(f"/packages/{number}").has("Протокол не подписан")
    curator.post(f"/packages/{number}/steps/return", {"seen": seen(curator, number)})

    assert head.get("/").has("Ответить на замечания")
    ledger = school.get(f"/packages/{number}/remarks")
    assert ledger.has("Протокол не подписан", "Существенное")
    refused = head.post(
        f"/packages/{number}/steps/resubmit", {"declared": "y", "seen": seen(head, number)}, status=422
    )
    assert refused.has("Ответьте на замечания: № 1")
    upload(
        school,
        number,
        "diagnosis",
        "Протокол самодиагностики, подписан.docx",
        samples.docx_file("Подписанный протокол"),
    )
    school.post(
        f"/packages/{number}/remarks/1/answer",
        {"text": "Загрузили подписанный протокол.", "seen": ledger.value("seen")},
    )
    send(head, number, "resubmit")

    page = curator.get(f"/packages/{number}")
    assert page.has("Изменён", "Редакция 2")
    ledger = curator.get(f"/packages/{number}/remarks")
    curator.post(
        f"/packages/{number}/remarks/1/settle",
        {"state": "confirmed", "text": "", "seen": ledger.value("seen")},
    )
    check(curator, number, 3, "confirmed")
    curator.post(
        f"/packages/{number}/steps/confirm",
        {"text": "Пакет полон, документы действительны.", "seen": seen(curator, number)},
    )

    assert coordinator.get("/").has("Провести экспертизу")
    coordinator.post(f"/packages/{number}/steps/begin", {"seen": seen(coordinator, number)})
    examine(coordinator, number, low={"Б.2": "Причины названы, но не разделены на внутренние и внешние."})
    verdict = coordinator.get(f"/packages/{number}/verdict")
    assert verdict.has("Лист говорит за вердикт «Соответствует»")
    coordinator.post(
        f"/packages/{number}/verdict",
        {
            "verdict": "with_remarks",
            "text": "Программа построена на самодиагностике, цели измеримы.",
            "seen": verdict.value("seen"),
        },
    )
    assert not school.get(f"/packages/{number}").has("Программа построена на самодиагностике")
    released = coordinator.get(f"/packages/{number}/verdict")
    coordinator.post(f"/packages/{number}/verdict/release", {"seen": released.value("seen")})

    page = school.get(f"/packages/{number}")
    assert page.has(
        "Соответствует с замечаниями", "Программа построена на самодиагностике", "не разделены на внутренние"
    )
    agree_and_approve(sign_in(town.chief), head, number)
    assert school.get(f"/packages/{number}").has("Утверждён после согласования", "№ 01-12/345", "№ 118-од")


def agree_and_approve(chief: Browser, head: Browser, number: str) -> None:
    """The founder agrees by a letter, the school approves its programme by an order."""
    for who, action, paper in ((chief, "agree", "01-12/345"), (head, "approve", "118-од")):
        form = who.get(f"/packages/{number}/steps/{action}")
        names = ("seen", "body", "day")
        who.post(
            f"/packages/{number}/steps/{action}",
            {**{name: form.value(name) for name in names}, "paper": paper},
        )


def begin(school: Browser) -> str:
    page = school.get("/packages/new")
    assert page.has("Программа развития", "Начать")
    started = school.post("/packages/new", {"stage": "concept-2026", "kind": "development"})
    return started.location.split("/")[2]


def upload(school: Browser, number: str, slot: str, name: str, content: bytes) -> None:
    school.post(
        f"/packages/{number}/edit/files/{slot}",
        {"files": (io.BytesIO(content), name)},
        content_type="multipart/form-data",
    )


def answer(school: Browser, number: str) -> None:
    page = school.get(f"/packages/{number}/edit/answers")
    school.post(f"/packages/{number}/edit/answers", {**ANSWERS, "seen": page.value("seen")})


def send(head: Browser, number: str, action: str) -> None:
    head.post(f"/packages/{number}/steps/{action}", {"declared": "y", "seen": seen(head, number)})


def check(curator: Browser, number: str, file: int, decision: str, **remark: str) -> None:
    curator.post(
        f"/packages/{number}/files/{file}/check", {"decision": decision, "kind": "essential", **remark}
    )


def examine(expert: Browser, number: str, *, low: dict[str, str]) -> None:
    """Mark every criterion of the sheet, the named ones «Частично»."""
    page = expert.get(f"/packages/{number}/sheet")
    for form in page.tree.xpath("//form[contains(@class, 'cr')]"):
        code = form.get("action").rsplit("/", 1)[1]
        from urllib.parse import unquote

        text = low.get(unquote(code), "")
        expert.post(
            f"/packages/{number}/sheet/{unquote(code)}",
            {"value": "one" if text else "two", "comment": text, "seen": "0"},
        )


def seen(browser: Browser, number: str) -> str:
    """The counter the person's page knows."""
    from sqlalchemy import select

    from webapp.database import session
    from webapp.models import Package

    session.commit()
    with system_scope("test"):
        return str(session.scalar(select(Package.seen).where(Package.number == number)))


def test_the_stage_report_is_made_and_says_the_verdict(app: Flask, town: World, sign_in: SignIn) -> None:
    """The coordinator asks, the worker makes, PDF and DOCX are read back; asking twice makes one."""
    number = released(sign_in, town)
    coordinator = sign_in(town.coordinator)
    work(app)
    asked = coordinator.post(
        "/reports", {"stage": "concept-2026", "conclusions": "Школы готовы."}, token="one"
    )
    again = coordinator.post(
        "/reports", {"stage": "concept-2026", "conclusions": "Школы готовы."}, token="one"
    )
    assert asked.location == again.location
    assert coordinator.get(asked.location).has("В очереди")
    work(app)
    page = coordinator.get(asked.location)
    assert page.has("Готов", "SHA-256")
    for kind in ("pdf", "docx"):
        text = paper_text(kind, coordinator.get(f"{asked.location}/{kind}").body)
        for words in ("Лесногорская СОШ", "Соответствует с замечаниями", "Школы готовы.", number):
            assert words in text, (kind, words)
    sign_in(town.school_1.head).get(asked.location, status=404)
    sign_in(town.foreign_coordinator).get(asked.location, status=404)
    school = sign_in(town.school_1.head).get(f"/packages/{number}")
    links = school.tree.xpath('//*[@id="conclusion"]//a/@href')
    assert len(links) == 2
    for link in links:
        assert "Соответствует с замечаниями" in paper_text(
            link.rsplit("/", 1)[1], sign_in(town.school_1.head).get(link).body
        )


def released(sign_in: SignIn, town: World) -> str:
    """Walk a package to the released verdict without mistakes."""
    school, head = sign_in(town.school_1.coordinator), sign_in(town.school_1.head)
    curator, coordinator = sign_in(town.curator), sign_in(town.coordinator)
    number = begin(school)
    upload(school, number, "programme", "Программа.pdf", samples.pdf("п"))
    upload(school, number, "diagnosis", "Протокол.docx", samples.docx_file("д"))
    answer(school, number)
    send(head, number, "submit")
    check(curator, number, 1, "confirmed")
    check(curator, number, 2, "confirmed")
    curator.post(f"/packages/{number}/steps/confirm", {"text": "Пакет полон.", "seen": seen(curator, number)})
    coordinator.post(f"/packages/{number}/steps/begin", {"seen": seen(coordinator, number)})
    examine(coordinator, number, low={"Б.2": "Причины не разделены на внутренние и внешние."})
    coordinator.post(
        f"/packages/{number}/verdict",
        {
            "verdict": "with_remarks",
            "text": "Цели измеримы.",
            "release": "y",
            "seen": seen(coordinator, number),
        },
    )
    return number


def work(app: Flask) -> None:
    """Do what the worker does, once through."""
    base.bind(app)
    with system_scope("test worker"):
        drain()


def paper_text(kind: str, content: bytes) -> str:
    """The text of a PDF or DOCX, white space folded, soft hyphens out."""
    if kind == "pdf":
        text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    else:
        document = docx.Document(io.BytesIO(content))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        text = " ".join([paragraph.text for paragraph in document.paragraphs] + cells)
    plain = text.replace("\xad", "").replace("\ufffe", "").replace("\xa0", " ")
    return re.sub(r"\s+", " ", plain)


def test_a_package_after_the_window_needs_the_coordinators_reason(town: World, sign_in: SignIn) -> None:
    """Invariant 5: late is taken only with a reason, and the reason stays visible."""
    school, head, coordinator = (
        sign_in(town.school_1.coordinator),
        sign_in(town.school_1.head),
        sign_in(town.coordinator),
    )
    number = begin(school)
    upload(school, number, "programme", "Программа.pdf", samples.pdf("п"))
    upload(school, number, "diagnosis", "Протокол.docx", samples.docx_file("д"))
    answer(school, number)
    close_stage(town)
    late = {"declared": "y", "seen": seen(head, number)}
    assert head.post(f"/packages/{number}/steps/submit", late, status=422).has("Приём документов закрыт")
    permit = {"due": "concept-2026:development", "school": "school-1", "text": "Отключение электроэнергии."}
    coordinator.post("/packages/late", permit)
    send(head, number, "submit")
    assert (
        sign_in(town.curator)
        .get(f"/packages/{number}")
        .has("Принят после срока", "Отключение электроэнергии")
    )
    assert coordinator.get(f"/packages/{number}/versions").has("с нарушением срока")


def close_stage(town: World) -> None:
    from sqlalchemy import update

    from webapp.database import session, transaction
    from webapp.models import Stage

    with system_scope("test"), transaction():
        session.execute(update(Stage).values(closes_on=town.today - timedelta(days=1)))
