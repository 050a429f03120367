"""First content: a collection in which everybody may create and read. Run by the installation."""

import json
import time
import urllib.error
import urllib.request

ROOT = "http://127.0.0.1:21300/v1"
EVERYBODY = ["system.Everyone"]


def put(path: str, permissions: dict[str, list[str]]) -> None:
    """Create an object with its permissions."""
    body = json.dumps({"permissions": permissions}).encode()
    headers = {"Content-Type": "application/json"}
    urllib.request.urlopen(urllib.request.Request(ROOT + path, body, headers, method="PUT"))


def wait() -> None:
    """Wait until Kinto responds, at most 30 seconds."""
    end = time.monotonic() + 30
    while True:
        try:
            urllib.request.urlopen(ROOT + "/")
        except urllib.error.URLError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
        else:
            return


wait()
put("/buckets/commune", {})
put("/buckets/commune/collections/demandes", {"read": EVERYBODY, "record:create": EVERYBODY})
