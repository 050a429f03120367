"""First content: the organisation and its public repository. Run by the installation."""

import base64
import json
import time
import urllib.error
import urllib.request
from typing import Any

ROOT = "http://127.0.0.1:21505"
ACCOUNT = base64.b64encode(b"maire:guichet-sans-secret").decode()


def post(path: str, content: dict[str, Any]) -> None:
    """Create an object as the administrator."""
    headers = {"Content-Type": "application/json", "Authorization": f"Basic {ACCOUNT}"}
    body = json.dumps(content).encode()
    urllib.request.urlopen(urllib.request.Request(f"{ROOT}/api/v1{path}", body, headers))


def wait() -> None:
    """Wait until Gitea responds, at most 60 seconds."""
    end = time.monotonic() + 60
    while True:
        try:
            urllib.request.urlopen(f"{ROOT}/api/healthz")
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
        else:
            return


wait()
post("/orgs", {"username": "commune", "full_name": "Commune de Saint-Exemple"})
repository = {"name": "demandes", "description": "Demandes reçues au guichet", "auto_init": True}
post("/orgs/commune/repos", repository)
