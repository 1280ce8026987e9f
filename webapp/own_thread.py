"""Calls that begin an event loop of their own, made where no other loop can be running."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Result = TypeVar("Result")


def in_own_thread(call: Callable[[], Result]) -> Result:
    """Return what the call returns, or raise what it raises; it runs in a thread made for it."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(call).result()
