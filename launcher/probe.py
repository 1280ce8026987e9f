"""`python -m launcher.probe`: exit code 0 when the web here answers; the health check of a container."""

import http.client
import os
import sys
from urllib.parse import urlsplit

PORT = 8000
SECONDS = 4
ALIVE = 200


def main() -> int:
    """Ask as the proxy would ask: for the public name, over https."""
    public = urlsplit(os.environ.get("BASE_URL", ""))
    headers = {"Host": public.netloc or "127.0.0.1", "X-Forwarded-Proto": public.scheme or "http"}
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=SECONDS)
    try:
        connection.request("GET", "/healthz", headers=headers)
        return 0 if connection.getresponse().status == ALIVE else 1
    except (OSError, http.client.HTTPException):
        return 1
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main())
