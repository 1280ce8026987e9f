"""A copy of everything: made while people work, put back into an empty installation of either database (RL-15)."""

import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import Table, create_engine, select, text
from sqlalchemy.orm import Session

from tests import factories as make
from tests import world
from tests.conftest import DATABASES, settings_for
from tests.webapp.access import estate
from webapp import backup, create_app, mail
from webapp.access.actor import start_acting, system_scope
from webapp.backup import carrying
from webapp.backup.archive import contents, opened
from webapp.database import db, now, session, snapshot, table_of, transaction
from webapp.delivery import FAILED
from webapp.filestore import storage
from webapp.models import AccessLink, LoginSession, Mail, Municipality, OutboxMessage
from webapp.outbox import announce
from workflows.vocabulary import Event

ENDED = {
    "login_session", "access_link", "form_token", "file_upload", "heartbeat", "mail", "outbox_message",
    "journal_entry", "journal_head",
}  # fmt: skip
"""Tables in which a restored installation differs on purpose."""
LETTER = {"title": "Пакет направлен", "link": "/packages/srr-2026-1"}
PLACE = {"zone_label": "Омск, UTC+6", "department": "Управление образования", "place": "г. Новый"}


@contextmanager
def installation(kind: str, folder: Path, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """An application of its own over an empty database without a single table."""
    folder.mkdir()
    server = request.getfixturevalue("postgres_server")
    url = server.create_database() if kind == "postgresql" else f"sqlite:///{folder / 'data.sqlite3'}"
    app = create_app(settings_for(url, folder))
    with app.app_context():
        start_acting(None)
        yield app
        session.remove()
        db.engine.dispose()
    if kind == "postgresql":
        server.drop_database(url)


@dataclass(frozen=True, slots=True)
class Copy:
    path: Path
    manifest: backup.Manifest
    rows: dict[str, list[carrying.Row]]
    """What stood in the tables when it was made."""


@pytest.fixture(params=DATABASES)
def copy(request: pytest.FixtureRequest, tmp_path: Path) -> Copy:
    """A copy of an installation with rows in every table, letters and consequences that wait among them."""
    path = tmp_path / "copy.zip"
    with installation(request.param, tmp_path / "old", request):
        upgrade()
        town = world.build()
        estate.build(town)
        make.save(LoginSession(token_hash="0" * 64, user_id=town.curator.user_id))
        with transaction():
            announce(Event.SUBMITTED, package_id=1)
            mail.enqueue(user_id=town.curator.user_id, key="waits", template="notice", **LETTER)
        before = everything()
        manifest = backup.create(path)
    return Copy(path, manifest, before)


def everything() -> dict[str, list[carrying.Row]]:
    with system_scope("look"), snapshot() as reading:
        return {
            table.name: [carrying.values(table, row) for row in carrying.rows(reading, table)]
            for table in carrying.tables()
        }


@pytest.mark.parametrize("kind", DATABASES)
def test_a_copy_made_on_one_database_is_put_back_into_another(
    copy: Copy, kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    with installation(kind, tmp_path / "new", request):
        told = backup.restore(copy.path)
        after = everything()
        assert told == copy.manifest and told.rows > 300
        for name, rows in copy.rows.items():
            assert name in ENDED or after[name] == rows, name
        assert after["journal_entry"][:-1] == copy.rows["journal_entry"]
        assert told.files > 3
        with opened(copy.path) as archive:
            assert all(storage().verify(sha256) for sha256, _ in contents(archive))
        with system_scope("test"), transaction():
            place = Municipality(code="new", name="Новый округ", region="sibir", zone="Asia/Omsk", **PLACE)
            session.add(place)
            session.flush()
            assert place.id > max(row["id"] for row in copy.rows["municipality"])


def test_sessions_and_links_end_and_letters_wait_for_a_persons_word(
    copy: Copy, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    assert any(row["ended_at"] is None for row in copy.rows["login_session"])
    with installation("sqlite", tmp_path / "new", request), system_scope("look"):
        backup.restore(copy.path)
        assert session.scalar(select(LoginSession.id).where(LoginSession.ended_at.is_(None))) is None
        assert session.scalar(select(AccessLink.id).where(AccessLink.expires_at > now())) is None
        assert set(session.scalars(select(Mail.state))) <= {FAILED, "sent"}
        assert mail.send_due() == 0
        held = session.scalars(select(OutboxMessage).where(OutboxMessage.spread_at.is_(None))).all()
        assert held and all(one.payload[mail.HOLD] for one in held)


def test_a_letter_of_a_held_event_is_written_and_not_sent(town: world.World) -> None:
    with transaction(), mail.held(True):
        mail.enqueue(user_id=town.curator.user_id, key="held", template="notice", **LETTER)
    with system_scope("look"):
        (letter,) = session.scalars(select(Mail)).all()
        assert (letter.state, letter.last_error) == (FAILED, mail.HELD) and mail.send_due() == 0


def test_an_installation_with_data_is_left_alone(
    copy: Copy, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    with installation("sqlite", tmp_path / "new", request) as app:
        upgrade()
        world.build()
        before = everything()
        told = run(app, "restore", copy.path)
        assert told.exit_code == 2 and "уже есть данные" in told.stderr and told.stderr.count("\n") == 1
        assert everything() == before


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        ("cut", "не читается как резервная копия"),
        ("no manifest", "Копия не закончена"),
        ("row", "изменена после её создания"),
        ("content", "повреждено"),
        ("schema", "Восстановите её той версией"),
    ],
)
def test_a_damaged_copy_is_refused_and_nothing_is_kept(
    copy: Copy, damage: str, words: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    spoiled = spoil(copy.path, damage)
    with installation("sqlite", tmp_path / "new", request) as app:
        told = run(app, "restore", spoiled)
        assert told.exit_code == 2 and words in told.stderr and told.stderr.count("\n") == 1, told.stderr
        upgrade()
        with system_scope("look"):
            assert session.scalar(select(Municipality.id)) is None


def test_a_copy_is_for_its_owner_alone_and_overwrites_nothing(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    path = tmp_path / "copy.zip"
    with installation("sqlite", tmp_path / "old", request) as app:
        upgrade()
        (tmp_path / "old" / "secret.key").write_text("ключ")
        assert run(app, "create", path).exit_code == 0
        assert path.stat().st_mode & 0o777 == 0o600 and list(tmp_path.glob("*.part")) == []
        with zipfile.ZipFile(path) as archive:
            assert "keys/secret.key" in archive.namelist()
        again = run(app, "create", path)
        assert again.exit_code == 2 and "уже есть" in again.stderr
        bare = tmp_path / "bare.zip"
        assert (
            app.test_cli_runner().invoke(args=["backup", "create", str(bare), "--without-keys"]).exit_code
            == 0
        )
        assert "ключи: нет" in run(app, "show", bare).stdout
        nowhere = run(app, "create", tmp_path / "nowhere" / "copy.zip")
        assert nowhere.exit_code == 2 and nowhere.stderr.count("\n") == 1


def test_what_was_committed_before_is_in_and_what_came_meanwhile_breaks_nothing(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows of one instant: a school written between two tables of the copy is in neither."""
    with installation("sqlite", tmp_path / "old", request):
        upgrade()
        world.build()
        given = carrying.rows

        def late(reading: Session, table: Table) -> Iterator[carrying.Row]:
            if table.name == "school":
                _write_elsewhere()
            return given(reading, table)

        monkeypatch.setattr(carrying, "rows", late)
        told = backup.create(tmp_path / "copy.zip")
        assert told.tables["municipality"] == 2
        monkeypatch.undo()
        assert len(everything()["municipality"]) == 3


def _write_elsewhere() -> None:
    engine = create_engine(db.engine.url)
    rest = ", ".join(one.name for one in table_of(Municipality).columns if one.name not in {"id", "code"})
    with engine.begin() as connection:
        connection.execute(
            text(
                f"INSERT INTO municipality (id, code, {rest}) SELECT 77, 'new', {rest} FROM municipality LIMIT 1"
            )
        )
    engine.dispose()


def run(app: Flask, command: str, path: Path) -> Result:
    return app.test_cli_runner().invoke(args=["backup", command, str(path)])


def spoil(path: Path, damage: str) -> Path:
    spoiled = path.with_name("spoiled.zip")
    if damage == "cut":
        spoiled.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
        return spoiled
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(spoiled, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "manifest.json":
                if damage == "no manifest":
                    continue
                if damage == "schema":
                    content = json.dumps({**json.loads(content), "schema": "0001"}).encode()
            if damage == "row" and name == "tables/school.jsonl":
                content = content.replace("СОШ".encode(), "ООШ".encode(), 1)
            if damage == "content" and name.startswith("files/"):
                content += b"x"
            new.writestr(name, content)
    return spoiled
