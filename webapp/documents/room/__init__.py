"""The closed room: a separate process where foreign files are parsed, and nothing else (UP-04, UP-12).

`run_limited(task, path)` hands an open file to a fresh child of a small helper process. The child has no
network, no environment, no right to write files or to start programs, and limits of memory, processor and
time. Whatever happens to it, the caller gets an `Outcome`. The tasks are listed in
`webapp.documents.room.tasks`.
"""

from webapp.documents.room.client import Room, run_limited, warm_up
from webapp.documents.room.outcome import End, Outcome, RoomLimits

__all__ = ["End", "Outcome", "Room", "RoomLimits", "run_limited", "warm_up"]
