"""How the worker outlives its broker: a lost connection of Redis is always told as one."""

from typing import Any

from kombu.transport import TRANSPORT_ALIASES
from kombu.transport.redis import Channel, Transport
from redis.exceptions import ConnectionError as LostConnection


class EnduringChannel(Channel):
    """Kombu's channel, which says that its connection is gone.

    Handing back or acknowledging a message after the connection was closed raises `AttributeError` in kombu 5.7, which
    no part of Celery expects, and the worker ends. What was in the message stands in the database and is rung for
    again (requirements.md M1-M6)."""

    def _connparams(self, asynchronous: bool = False) -> dict[str, Any]:
        if self.connection.client is None:
            raise LostConnection("the connection was closed")
        found: dict[str, Any] = super()._connparams(asynchronous=asynchronous)  # type: ignore[misc]
        return found


class EnduringTransport(Transport):
    """Redis with such channels."""

    Channel = EnduringChannel


def install() -> None:
    """Let every broker address of this process lead to the enduring transport; before the first connection."""
    for scheme in ("redis", "rediss"):
        TRANSPORT_ALIASES[scheme] = f"{__name__}:{EnduringTransport.__name__}"
