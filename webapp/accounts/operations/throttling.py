"""Guessing is slowed, never locked: an outsider cannot keep a person out (SE-08).

Three counters, each over an hour, all in `sign_in_attempt`:

* of an account from one network: the first wrong passwords are free, then the delay grows to five minutes;
* of an account from everywhere: so many wrong passwords are evaluated and no more. Networks that have failed
  may use a part of it, the rest is kept for networks that have not; where the person has signed in before,
  no such limit holds, so that even a thousand hostile networks keep nobody out of his usual place;
* of a network, whatever the account: against one password tried on all people.

An attempt is counted before it is evaluated and taken back when the password was right, so that parallel
attempts cannot slip through between looking and counting. A network is an IPv4 address or an IPv6 /64: a
school stands behind one address anyway, and a neighbour in the same /24 must not slow anybody down."""

import hashlib
import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from webapp.access.actor import system_scope
from webapp.accounts.operations.sessions import Browser
from webapp.database import now, transaction
from webapp.errors import TooMany
from webapp.formatting import plural
from webapp.models import LoginSession, SignInAttempt, User

WINDOW = timedelta(hours=1)
DELAYS = (0, 0, 0, 0, 15, 30, 60, 120, 300)
"""Seconds to wait after the first, second … wrong password from one network; then the last again."""
EVALUATED_FROM_FAILING = 40
EVALUATED_IN_ALL = 50
"""An hour's window may begin anywhere, so the most that any sliding hour sees is twice this: a hundred."""
NETWORK_FAILURES = 300
REMEMBERED = timedelta(days=90)
WHOLE = "*"
RESETS_OF_ACCOUNT = 3
RESETS_OF_NETWORK = 20


@dataclass(frozen=True, slots=True)
class Attempt:
    """A counted attempt, to be taken back when it succeeds."""

    account: str
    network: str


def network_of(address: str) -> str:
    """Return the network an address counts as: itself for IPv4, its /64 for IPv6."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        mapped = parsed.ipv4_mapped
        return (
            str(mapped)
            if mapped
            else str(ipaddress.ip_network((int(parsed) >> 64 << 64, 64)).network_address)
        )
    return str(parsed)


def account_key(email: str, subject: str = "sign-in") -> str:
    """Return the key an account is counted under, known or not; the table holds no addresses of mail."""
    return hashlib.sha256(f"{subject}:{email}".encode()).hexdigest()


def count_attempt(email: str, browser: Browser) -> Attempt:
    """Count one attempt before its password is evaluated; raises TooMany when it must wait."""
    attempt = Attempt(account_key(email), network_of(browser.address))
    if not browser.limited:
        return attempt
    with system_scope("throttling"), transaction() as session:
        moment = now()
        total, here, network = (_row(session, *key, moment=moment) for key in _keys(attempt))
        _refuse(_wait_here(here, network, moment) or _wait_in_all(session, email, total, here))
        for row in (total, here, network):
            row.failures += 1
        delay = DELAYS[min(here.failures, len(DELAYS)) - 1]
        here.blocked_until = moment + timedelta(seconds=delay) if delay else None
    return attempt


def take_back(session: Session, attempt: Attempt) -> None:
    """Forget what this network tried on this account: the password was right. Inside a transaction."""
    with system_scope("throttling"):
        total, here, network = (_locked(session, *key) for key in _keys(attempt))
        made = here.failures if here else 0
        for row in (total, network):
            if row is not None:
                row.failures = max(0, row.failures - made)
        if here is not None:
            session.delete(here)


def count_reset(session: Session, email: str, browser: Browser) -> bool:
    """Count a request for a link inside the transaction; False when the account has had enough letters.

    Raises TooMany when the network asks too much, whomever it asks about."""
    if not browser.limited:
        return True
    moment = now()
    with system_scope("throttling"):
        account = _row(session, account_key(email, "reset"), WHOLE, moment=moment)
        network = _row(session, account_key("", "reset"), network_of(browser.address), moment=moment)
        if network.failures >= RESETS_OF_NETWORK:
            _refuse(_left(network, moment))
        account.failures += 1
        network.failures += 1
        return account.failures <= RESETS_OF_ACCOUNT


def forget_old_attempts() -> int:
    """Delete counters whose hour is long over; returns how many. For the hourly upkeep."""
    with system_scope("throttling upkeep"), transaction() as session:
        gone = session.execute(delete(SignInAttempt).where(SignInAttempt.window_start < now() - 2 * WINDOW))
        return int(gone.rowcount)  # type: ignore[attr-defined]


def _keys(attempt: Attempt) -> tuple[tuple[str, str], ...]:
    """Return the keys of the three counters in the order in which they are always locked."""
    return (
        (attempt.account, WHOLE),
        (attempt.account, attempt.network),
        (account_key("", "network"), attempt.network),
    )


def _wait_here(here: SignInAttempt, network: SignInAttempt, moment: datetime) -> int:
    """Return for how many seconds this network must wait, 0 when it need not."""
    if here.blocked_until is not None and here.blocked_until > moment:
        return _seconds(here.blocked_until - moment)
    return _left(network, moment) if network.failures >= NETWORK_FAILURES else 0


def _wait_in_all(session: Session, email: str, total: SignInAttempt, here: SignInAttempt) -> int:
    """Return for how many seconds strangers must wait with this account, 0 when this attempt need not."""
    moment = now()
    allowed = EVALUATED_FROM_FAILING if here.failures else EVALUATED_IN_ALL
    if total.failures < allowed or _signed_in_from(session, email, here.network, moment):
        return 0
    return _left(total, moment)


def _signed_in_from(session: Session, email: str, network: str, moment: datetime) -> bool:
    """Tell whether the person has signed in from this network lately."""
    addresses = session.scalars(
        select(LoginSession.address)
        .join(User, User.id == LoginSession.user_id)
        .where(User.email == email, LoginSession.created_at > moment - REMEMBERED)
        .group_by(LoginSession.address)
    )
    return any(network_of(address) == network for address in addresses)


def _row(session: Session, account: str, network: str, *, moment: datetime) -> SignInAttempt:
    """Return the locked counter of this hour, a new one where there is none."""
    row = _locked(session, account, network)
    if row is None:
        row = _created(session, account, network, moment)
    if row.window_start <= moment - WINDOW:
        row.failures, row.window_start, row.blocked_until = 0, moment, None
    return row


def _locked(session: Session, account: str, network: str) -> SignInAttempt | None:
    return session.scalar(
        select(SignInAttempt)
        .where(SignInAttempt.account_key == account, SignInAttempt.network == network)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def _created(session: Session, account: str, network: str, moment: datetime) -> SignInAttempt:
    try:
        with session.begin_nested():
            row = SignInAttempt(account_key=account, network=network, failures=0, window_start=moment)
            session.add(row)
        return row
    except IntegrityError:
        found = _locked(session, account, network)
        if found is None:
            raise
        return found


def _refuse(seconds: int) -> None:
    if seconds:
        raise TooMany(f"Слишком много попыток входа. Повторите через {_words(seconds)}.", seconds)


def _words(seconds: int) -> str:
    if seconds < 60:
        return f"{seconds} {plural(seconds, 'секунду', 'секунды', 'секунд')}"
    minutes = -(-seconds // 60)
    return f"{minutes} {plural(minutes, 'минуту', 'минуты', 'минут')}"


def _left(row: SignInAttempt, moment: datetime) -> int:
    return _seconds(row.window_start + WINDOW - moment)


def _seconds(span: timedelta) -> int:
    return max(1, int(span.total_seconds()) + 1)
