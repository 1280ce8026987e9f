"""How the worker outlives its broker."""

from celery.worker.consumer import Consumer


class EnduringConsumer(Consumer):
    """Celery's consumer, which does not end when it cannot hand back what it held.

    Closing a lost connection asks kombu to return unacknowledged messages over the same connection; with nobody
    there the Redis transport raises `AttributeError` (celery 5.7, kombu 5.7) and the worker ends. What was
    in the messages stands in the database and is rung for again (requirements.md M1-M6).
    """

    def on_connection_error_after_connected(self, exc: Exception) -> None:
        """Let go of the lost connection, whatever closing it says."""
        connection = self.connection
        try:
            super().on_connection_error_after_connected(exc)
        except AttributeError:
            if self.connection is connection:
                raise
