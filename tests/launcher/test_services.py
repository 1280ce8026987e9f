"""The servers the other tests stand on: they start, serve, break when asked, and die with pytest."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import psycopg
import pytest
import redis
from playwright.sync_api import Page
from sqlalchemy import create_engine, text

from tests.services.postgres import PostgresServer
from tests.services.s3 import S3Server
from tests.services.valkey import ValkeyServer

ROOT = Path(__file__).resolve().parents[2]


def test_a_database_is_copied_from_its_template_with_its_rows(postgres_server: PostgresServer) -> None:
    def fill(url: str) -> None:
        engine = create_engine(url)
        with engine.begin() as connection:
            connection.execute(text("create table school (name text)"))
            connection.execute(text("insert into school values ('Школа № 5')"))
        engine.dispose()

    template = postgres_server.template("schools", fill)
    first, second = (postgres_server.create_database(template=template) for _ in range(2))
    _write(first, "delete from school")
    assert _read(first, "select count(*) from school") == 0
    assert _read(second, "select name from school") == "Школа № 5"
    postgres_server.drop_database(first)
    postgres_server.drop_database(second)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(first.replace("postgresql+psycopg", "postgresql"))


def test_russian_text_is_sorted_and_lowered_as_text(postgres_database: str) -> None:
    assert _read(postgres_database, "select lower('ШКОЛА')") == "школа"


def test_a_killed_broker_keeps_what_it_wrote(valkey: ValkeyServer) -> None:
    with redis.Redis.from_url(valkey.url) as client:
        client.set("слово", "цело")
    time.sleep(1.2)  # appendfsync everysec
    valkey.kill()
    assert not valkey.is_running
    valkey.start()
    with redis.Redis.from_url(valkey.url) as client:
        assert client.get("слово") == "цело".encode()


def test_a_hung_broker_accepts_and_never_answers(valkey: ValkeyServer) -> None:
    valkey.stop_hung()
    with (
        redis.Redis.from_url(valkey.url, socket_timeout=0.3, retry=None) as client,
        pytest.raises(redis.TimeoutError),
    ):
        client.ping()
    valkey.start()
    with redis.Redis.from_url(valkey.url, socket_timeout=2) as client:
        assert client.ping()


def test_the_store_refuses_to_overwrite(s3_server: S3Server, s3_bucket: str) -> None:
    client = s3_server.client()
    client.put_object(Bucket=s3_bucket, Key="a", Body=b"1", IfNoneMatch="*")
    with pytest.raises(client.exceptions.ClientError, match=r"412|PreconditionFailed"):
        client.put_object(Bucket=s3_bucket, Key="a", Body=b"2", IfNoneMatch="*")


@pytest.mark.browser
def test_the_browser_opens_a_page_as_a_russian_user_would(page: Page) -> None:
    page.set_content(
        "<h1></h1><script>document.querySelector('h1').textContent = navigator.language</script>"
    )
    assert page.inner_text("h1") == "ru-RU"


def test_servers_die_with_a_killed_pytest(tmp_path: Path) -> None:
    suite = tmp_path / "test_hanging.py"
    suite.write_text(
        textwrap.dedent(
            """
            import time
            pytest_plugins = ["tests.services.postgres", "tests.services.valkey"]
            def test_hangs(postgres_server, valkey_server):
                print("READY", flush=True)
                time.sleep(60)
            """
        )
    )
    environment = dict(os.environ) | {"PYTHONPATH": str(ROOT)}
    command = (
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-s",
        "-p",
        "no:cacheprovider",
        "--rootdir",
        str(tmp_path),
        str(suite),
    )
    pytest_process = subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE)
    assert pytest_process.stdout is not None
    while b"READY" not in pytest_process.stdout.readline():
        assert pytest_process.poll() is None
    children = _children(pytest_process.pid)
    assert len(children) == 2
    pytest_process.send_signal(signal.SIGKILL)
    pytest_process.wait(10)
    deadline = time.monotonic() + 5
    while any(Path(f"/proc/{child}").exists() for child in children) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not [child for child in children if Path(f"/proc/{child}").exists()]


def _children(parent: int) -> list[int]:
    listed = Path(f"/proc/{parent}/task/{parent}/children").read_text()
    return [int(number) for number in listed.split()]


def _read(url: str, statement: str) -> object:
    engine = create_engine(url)
    with engine.connect() as connection:
        value = connection.execute(text(statement)).scalar()
    engine.dispose()
    return value


def _write(url: str, statement: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()
