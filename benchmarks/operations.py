"""What is measured: each operation of the product beside the least that does the same on the floor."""

import itertools
import random
import re
import secrets
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote

from benchmarks.client import Browser, Reply, Request, form, multipart
from workflows.sheets import SHEETS

PASSWORD = "demo-demo-demo"  # noqa: S105  the password of the demonstration
YEAR = datetime.now(UTC).year
SHEET_OF = [f"b01-{YEAR}-{n}" for n in range(51, 101)]
CRITERIA = [criterion.code for criterion in SHEETS["development"].criteria]
UPLOAD_BYTES = 10 * 1024 * 1024
HTMX = ("HX-Request", "true")
CSRF = re.compile(rb'name="csrf_token" value="([^"]+)"')
Make = Callable[[], Request]


@dataclass(frozen=True, slots=True)
class People:
    """Three signed-in browsers of the product and the CSRF token of each."""

    curator: Browser
    coordinator: Browser
    head: Browser
    tokens: dict[int, str]

    def token(self, who: Browser) -> str:
        return self.tokens[id(who)]


@dataclass(frozen=True, slots=True)
class Operation:
    """One line of the table. A goal is the greatest ratio to the floor on SQLite and on PostgreSQL."""

    title: str
    floor: Make
    ours: Make
    who: Browser
    goals: tuple[float, float]
    status: int = 200
    times: int = 20
    statements: int | None = None
    """Most statements allowed; None where nothing was promised."""


def sign_in(port: int, login: str) -> tuple[Browser, str]:
    """Return a browser that has signed in through the form, and the CSRF token of its session."""
    browser = Browser(port)
    token = _token(browser.send(Request("/login")))
    values = {"email": f"{login}@example.org", "password": PASSWORD, "csrf_token": token}
    answer = browser.send(form("/login", values))
    if answer.status != 303:
        raise RuntimeError(f"sign-in of {login}: {answer.status}")
    return browser, _token(browser.send(Request("/display")))


def enter(port: int) -> People:
    """Sign in everyone whom the operations need."""
    logins = ("bench-curator-1", "bench-coordinator-1", "bench-head-120")
    curator, coordinator, head = (sign_in(port, login) for login in logins)
    tokens = {id(browser): token for browser, token in (curator, coordinator, head)}
    return People(curator[0], coordinator[0], head[0], tokens)


def operations(people: People, packages: int) -> tuple[Operation, ...]:
    """Return the operations in the order of the table; each request of a writing one is used once."""
    busy, target = 1 + packages // 50, SHEET_OF[0]
    clerk = people.coordinator
    return (
        Operation(
            "очередь, 50 строк",
            _always("/queue"),
            _always("/"),
            people.curator,
            (6, 4),
            times=40,
            statements=8,
        ),
        Operation(
            "реестр с отбором",
            _always("/register?state=1"),
            _always("/packages?state=curator_review"),
            clerk,
            (6, 4),
            times=40,
            statements=8,
        ),
        Operation(
            "страница пакета",
            _always(f"/detail/{busy}"),
            _always(f"/packages/{target}"),
            clerk,
            (8, 8),
            times=30,
            statements=14,
        ),
        Operation("отметка через htmx", _reviews(busy), _marks(people), clerk, (3, 3), times=30),
        Operation(
            "заключение с вердиктом", _reviews(busy), _verdicts(people), clerk, (3, 3), status=303, times=10
        ),
        Operation(
            "загрузка 10 МБ", _floor_uploads(), _uploads(people), people.head, (1.5, 1.5), status=303, times=5
        ),
        Operation(
            "выгрузка, на строку",
            _always("/export.csv"),
            _always("/packages/register.xlsx"),
            clerk,
            (3, 3),
            times=5,
        ),
    )


def gzip_bytes(body: bytes) -> int:
    return len(zlib.compress(body, 6, wbits=31))


def _always(path: str) -> Make:
    request = Request(path)
    return lambda: request


def _reviews(number: int) -> Make:
    values = {"verdict": "1", "s1": "5", "s2": "4", "s3": "3", "s4": "5", "comment": "Документ полон."}
    return lambda: form(f"/review/{number}", values)


def _marks(people: People) -> Make:
    """Marks on one open sheet, criterion after criterion; a mark knows how often it was saved."""
    places = _mark_places()

    def make() -> Request:
        criterion, seen = next(places)
        values = {
            "value": "one" if seen % 2 else "two",
            "comment": "Уточните показатели.",
            "seen": str(seen),
            **_tokens(people, people.coordinator),
        }
        return form(f"/packages/{SHEET_OF[0]}/sheet/{quote(criterion)}", values, HTMX, ("HX-Target", "mark"))

    return make


def _mark_places() -> Iterator[tuple[str, int]]:
    return ((criterion, seen) for seen in itertools.count(1) for criterion in CRITERIA)


def _verdicts(people: People) -> Make:
    numbers = iter(SHEET_OF[1:])

    def make() -> Request:
        values = {"verdict": "conforms", "text": "Пакет соответствует требованиям.", "seen": "1"}
        return form(f"/packages/{next(numbers)}/verdict", values | _tokens(people, people.coordinator))

    return make


def _uploads(people: People) -> Make:
    path = f"/packages/b02-{YEAR}-20/edit/files/other"
    return lambda: multipart(path, _tokens(people, people.head), "files", "Программа.pdf", pdf(UPLOAD_BYTES))


def _floor_uploads() -> Make:
    return lambda: multipart("/upload", {}, "file", "document.pdf", pdf(UPLOAD_BYTES))


def pdf(size: int) -> bytes:
    """Return a correct PDF of one page and about this size; no two are alike."""
    noise = random.randbytes(size)  # noqa: S311  noise, not a secret
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /XObject << /I 4 0 R >> >> >>",
        b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray"
        b" /BitsPerComponent 8 /Length %d >>\n"
        b"stream\n%s\nendstream" % (len(noise), noise),
    )
    parts, places, at = [b"%PDF-1.7\n"], [], 9
    for number, content in enumerate(objects, start=1):
        part = b"%d 0 obj\n%s\nendobj\n" % (number, content)
        places.append(at)
        parts.append(part)
        at += len(part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 5\n0000000000 65535 f \n%strailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return b"".join((*parts, end % (table, at)))


def _tokens(people: People, who: Browser) -> dict[str, str]:
    return {"csrf_token": people.token(who), "form_token": secrets.token_urlsafe(18)}


def _token(reply: Reply) -> str:
    found = CSRF.search(reply.body)
    if found is None:
        raise RuntimeError(f"no form on the page: {reply.status}")
    return found.group(1).decode()
