"""Settings of the whole system, read from the environment once; embedded defaults when nothing is set."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent
SECRET_BYTES = 32


class ConfigurationError(Exception):
    """The settings contradict each other; the text is one sentence for the operator."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting of a running process. Durations in minutes unless the name says otherwise, sizes in bytes."""

    data_dir: Path
    database_url: str
    redis_url: str
    storage_url: str
    mail_url: str
    secret_key: str = field(repr=False)
    journal_key: str = field(repr=False)
    """What the journal is chained with; after a change the former keys follow by comma, so that it stays verifiable."""
    base_url: str
    trusted_hosts: tuple[str, ...]
    production: bool = False
    demo: bool = False
    proxy_hops: int = 0
    product_name: str = "Экспертиза"
    support_contact: str = ""
    session_idle: int = 60
    session_absolute: int = 12 * 60
    fresh_login: int = 15
    file_limit: int = 50 * 1024 * 1024
    request_limit: int = 300 * 1024 * 1024
    school_quota: int = 5 * 1024 * 1024 * 1024
    free_space_floor: int = 200 * 1024 * 1024
    scanner_url: str = ""
    """Where clamd listens; empty: nothing is scanned, and pages say so."""
    scanner_limit: int = 100 * 1024 * 1024
    throttle: bool = True

    @property
    def secure_cookies(self) -> bool:
        return self.base_url.startswith("https://")

    def check(self) -> None:
        """Raise ConfigurationError naming the first fault that forbids production (SE-11)."""
        if not self.production:
            return
        for broken, sentence in self._faults():
            if broken:
                raise ConfigurationError(sentence)

    def _faults(self) -> tuple[tuple[bool, str], ...]:
        mode = self.data_dir.stat().st_mode if self.data_dir.exists() else 0
        return (
            (len(self.secret_key) < SECRET_BYTES, "Задайте SECRET_KEY: не короче 32 случайных знаков."),
            (
                self.secret_key in {"dev", "change-me", "secret"},
                "SECRET_KEY известен всем: задайте случайный.",
            ),
            (
                any(len(one.strip()) < SECRET_BYTES for one in self.journal_key.split(",")),
                "Задайте JOURNAL_KEY: не короче 32 случайных знаков.",
            ),
            (
                self.secret_key in self.journal_key,
                "JOURNAL_KEY должен отличаться от SECRET_KEY.",
            ),
            (self.demo, "Демонстрационный режим (DEMO=1) несовместим с рабочим (PRODUCTION=1)."),
            (
                os.environ.get("FLASK_DEBUG", "") not in {"", "0"},
                "Уберите FLASK_DEBUG: отладка открывает систему.",
            ),
            (not self.secure_cookies, "Задайте BASE_URL с https://: пароли не должны идти открытым текстом."),
            (bool(mode & 0o007), f"Каталог данных {self.data_dir} доступен всем: выполните chmod 700."),
        )


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Return the settings of `environ` (the process environment by default), checked.

    Raises ConfigurationError with one sentence when production is unsafe or a value cannot be read."""
    env = os.environ if environ is None else environ
    data_dir = Path(env.get("DATA_DIR") or ROOT / "var").expanduser().resolve()
    production = _flag(env, "PRODUCTION")
    base_url = (env.get("BASE_URL") or "http://127.0.0.1:8000").rstrip("/")
    settings = Settings(
        data_dir=data_dir,
        database_url=_database_url(env.get("DATABASE_URL", ""), data_dir),
        redis_url=env.get("REDIS_URL", ""),
        storage_url=env.get("STORAGE_URL") or str(data_dir / "store"),
        mail_url=env.get("MAIL_URL") or f"file://{data_dir / 'mail'}",
        secret_key=env.get("SECRET_KEY") or _kept_secret(data_dir / "secret.key", production=production),
        journal_key=env.get("JOURNAL_KEY") or _kept_secret(data_dir / "journal.key", production=production),
        base_url=base_url,
        trusted_hosts=_hosts(env.get("TRUSTED_HOSTS", ""), base_url),
        production=production,
        demo=_flag(env, "DEMO"),
        proxy_hops=_number(env, "PROXY_HOPS", 0),
        product_name=env.get("PRODUCT_NAME") or "Экспертиза",
        support_contact=env.get("SUPPORT_CONTACT", ""),
        session_idle=_number(env, "SESSION_IDLE_MINUTES", 60),
        session_absolute=_number(env, "SESSION_ABSOLUTE_MINUTES", 12 * 60),
        school_quota=_number(env, "SCHOOL_QUOTA_BYTES", 5 * 1024 * 1024 * 1024),
        free_space_floor=_number(env, "FREE_SPACE_FLOOR_BYTES", 200 * 1024 * 1024),
        scanner_url=_scanner(env.get("SCANNER_URL", "")),
        scanner_limit=_number(env, "SCANNER_LIMIT_BYTES", 100 * 1024 * 1024),
        throttle=env.get("THROTTLE", "1") != "0",
    )
    settings.check()
    return settings


def _flag(env: Mapping[str, str], name: str) -> bool:
    return env.get(name, "0").strip().lower() in {"1", "true", "yes", "да"}


def _number(env: Mapping[str, str], name: str, default: int) -> int:
    raw = env.get(name, "").strip()
    if not raw:
        return default
    if not raw.isdigit():
        raise ConfigurationError(f"{name} должно быть целым числом, а задано «{raw}».")
    return int(raw)


def _scanner(raw: str) -> str:
    parts = urlsplit(raw)
    if raw and not {"unix": parts.path, "tcp": parts.hostname}.get(parts.scheme):
        raise ConfigurationError(
            f"SCANNER_URL задаётся как unix:///путь или tcp://узел:порт, а задано «{raw}»."
        )
    return raw


def _database_url(raw: str, data_dir: Path) -> str:
    if not raw:
        return f"sqlite:///{data_dir / 'ekspertiza.sqlite3'}"
    for prefix in ("postgres://", "postgresql://"):
        if raw.startswith(prefix):
            return "postgresql+psycopg://" + raw.removeprefix(prefix)
    return raw


def _hosts(raw: str, base_url: str) -> tuple[str, ...]:
    own = urlsplit(base_url).hostname or "127.0.0.1"
    named = tuple(host.strip() for host in raw.split(",") if host.strip())
    local = ("127.0.0.1", "localhost", "[::1]") if own in {"127.0.0.1", "localhost"} else ()
    return tuple(dict.fromkeys((own, *named, *local)))


def _kept_secret(path: Path, *, production: bool) -> str:
    """The embedded installation keeps its own random key beside its data; production must be given one."""
    if production:
        return ""
    if path.exists():
        return path.read_text(encoding="ascii").strip()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    value = secrets.token_urlsafe(SECRET_BYTES)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as target:
        target.write(value)
    return value
