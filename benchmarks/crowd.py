"""Fifty people at work on SQLite: pages read, messages written, each after a pause for thought; errors and p95."""

import random
import re
import secrets
import statistics
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.client import Browser, Reply, Request, form
from benchmarks.operations import sign_in
from benchmarks.servers import family, resident_mb, web

PEOPLE = (*(f"bench-coordinator-{n}" for n in range(1, 21)), *(f"bench-curator-{n}" for n in range(1, 31)))
PAGES = ("/", "/", "/packages", "/packages?state=curator_review", "/schools", "/notifications")
THINKING = (1.0, 5.0)
WRITES = 0.1
GOAL_SECONDS = 1.0
PACKAGE = re.compile(rb'href="(/packages/[a-z0-9]+-\d{4}-\d+)"')


@dataclass(slots=True)
class Person:
    """One signed-in browser and what it met; `known` are the packages it has seen in a list."""

    browser: Browser
    token: str
    chance: random.Random
    known: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def work_until(self, end: float) -> None:
        while time.perf_counter() < end:
            time.sleep(self.chance.uniform(*THINKING))
            request = self._next()
            reply = self.browser.send(request)
            self._note(request, reply)

    def _next(self) -> Request:
        if not self.known:
            return Request("/packages")
        if self.chance.random() < WRITES:
            values = {"text": "Уточните, пожалуйста, срок исполнения.", "audience": "internal"}
            tokens = {"csrf_token": self.token, "form_token": secrets.token_urlsafe(18)}
            return form(f"{self.chance.choice(self.known)}/messages", values | tokens)
        return Request(self.chance.choice((*PAGES, *self.chance.sample(self.known, min(3, len(self.known))))))

    def _note(self, request: Request, reply: Reply) -> None:
        self.seconds.append(reply.seconds)
        if reply.status != (303 if request.method == "POST" else 200):
            self.wrong.append(f"{request.method} {request.path}: {reply.status}")
        if found := PACKAGE.findall(reply.body):
            self.known = sorted({place.decode() for place in found})


def lines(product: Mapping[str, str], folder: Path, seconds: float) -> Iterator[str]:
    """Let everyone work for so long; yield what is to be said of it."""
    with web("manage:app", product, folder) as server:
        crowd = [
            Person(*sign_in(server.port, login), random.Random(number))  # noqa: S311  no secret
            for number, login in enumerate(PEOPLE)
        ]
        before = _memory(server.pid)
        end = time.perf_counter() + seconds
        threads = [threading.Thread(target=person.work_until, args=(end,)) for person in crowd]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        times = sorted(second for person in crowd for second in person.seconds)
        wrong = [line for person in crowd for line in person.wrong]
        p95 = times[int(len(times) * 0.95)]
        met = "да" if not wrong and p95 < GOAL_SECONDS else "НЕТ"
        yield (
            f"{len(PEOPLE)} человек, {seconds:.0f} с: запросов {len(times)}, ошибок {len(wrong)}, медиана "
            f"{statistics.median(times) * 1000:.0f} мс, p95 {p95 * 1000:.0f} мс, "
            f"дольше всего {times[-1] * 1000:.0f} мс, цель p95 < {GOAL_SECONDS:g} с без ошибок: {met}; "
            f"память web {before:.0f} → {_memory(server.pid):.0f} МБ."
        )
        yield from wrong[:5]


def _memory(pid: int) -> float:
    return max(resident_mb(one) for one in family(pid)[1:])
