"""One address → one storage."""

from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from webapp.storage.contract import DEFAULT_FLOOR, Storage
from webapp.storage.local import LocalStorage

_DEFAULT_REGION = "us-east-1"


def open_storage(url: str, *, floor: int = DEFAULT_FLOOR, temporary: Path | None = None) -> Storage:
    """Return the storage at `url` (forms: see the package); `floor` is the free space that must stay, in
    bytes.

    `temporary` is the local folder for unfinished uploads of a remote store. ValueError with a Russian
    sentence for an address that cannot be understood."""
    if "://" not in url:
        return LocalStorage(url, floor=floor)
    parts = urlsplit(url)
    if parts.scheme == "file" and parts.netloc in {"", "localhost"}:
        return LocalStorage(unquote(parts.path), floor=floor)
    if parts.scheme == "s3":
        return _open_s3(parts, floor=floor, temporary=temporary)
    raise ValueError("STORAGE_URL: укажите путь к папке, file:///папка или s3://ключ:секрет@сервер/корзина.")


def _open_s3(parts: SplitResult, *, floor: int, temporary: Path | None) -> Storage:
    from webapp.storage.s3 import S3Storage  # its library takes 8 MB, which a local folder does not need

    bucket, _, prefix = parts.path.strip("/").partition("/")
    if not parts.hostname or not bucket:
        raise ValueError(
            "STORAGE_URL: в адресе s3:// нужны сервер и корзина, например s3://сервер:9000/files."
        )
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    scheme = "http" if query.get("insecure") == "1" else "https"
    host = f"{parts.hostname}:{parts.port}" if parts.port else parts.hostname
    return S3Storage(
        bucket,
        endpoint=f"{scheme}://{host}",
        key=unquote(parts.username) if parts.username else None,
        secret=unquote(parts.password) if parts.password else None,
        region=query.get("region", _DEFAULT_REGION),
        prefix=unquote(prefix),
        temporary=query.get("temporary") or temporary,
        floor=floor,
    )
