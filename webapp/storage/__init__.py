"""Files by SHA-256: one small interface, a local folder or an S3-compatible store behind it (UP-05, RL-01).

`open_storage(url)` understands:

* ``/srv/store`` or ``file:///srv/store``: a folder on this machine;
* ``s3://KEY:SECRET@HOST[:PORT]/BUCKET[/PREFIX]?region=ru-central1&insecure=1&temporary=/var/tmp/up``:
  any S3-compatible store. ``insecure=1`` means plain HTTP; ``temporary`` is the local folder for uploads.
  Special characters in KEY and SECRET are percent-encoded; without them the usual AWS_ACCESS_KEY_ID and
  AWS_SECRET_ACCESS_KEY of the environment serve.

The life of an upload: `receive` → judge the file at `received.path` → `keep` (only then is it durable) or
`discard`. One that comes in parts: `put_part` for each, `join`, then as above, and `drop_parts`.
"""

from webapp.storage.contract import (
    DEFAULT_FLOOR,
    Damaged,
    LostPart,
    MissingFile,
    NoSpace,
    Part,
    ReceivedFile,
    Storage,
    StorageError,
    StorageUnavailable,
    StoredFile,
    TooLarge,
)
from webapp.storage.local import LocalStorage
from webapp.storage.opening import open_storage

__all__ = [
    "DEFAULT_FLOOR",
    "Damaged",
    "LocalStorage",
    "LostPart",
    "MissingFile",
    "NoSpace",
    "Part",
    "ReceivedFile",
    "Storage",
    "StorageError",
    "StorageUnavailable",
    "StoredFile",
    "TooLarge",
    "open_storage",
]
