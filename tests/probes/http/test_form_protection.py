"""Forms over HTTPS on a service with Django's rule: cookie, token, and `Origin` or `Referer`.

Django refuses each POST over HTTPS that names neither its own origin nor a page of it.
"""

import re
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from epreuve.probes.http.sender import Senders
from epreuve.probes.journeys.citizen import Citizen
from epreuve.probes.journeys.journey import Journey
from epreuve.probes.journeys.session import Session

pytestmark = pytest.mark.process

TOKEN = "k7Q2"
FORM = f'<form method="post"><input type="hidden" name="token" value="{TOKEN}"></form>'


def is_allowed(head: str, body: str, origin: str) -> bool:
    """Return whether Django accepts a POST over HTTPS [S: django.middleware.csrf]."""
    headers = dict(line.split(": ", 1) for line in head.split("\r\n")[1:])
    if "Origin" in headers:
        is_own = headers["Origin"] == origin
    else:
        is_own = headers.get("Referer", "").startswith(f"{origin}/")
    sent = headers.get("X-CSRFToken") or body
    return is_own and TOKEN in sent and f"csrftoken={TOKEN}" in headers.get("Cookie", "")


def response(head: str, body: str, origin: str) -> bytes:
    if head.startswith("POST") and not is_allowed(head, body, origin):
        return b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"
    if head.startswith("POST /form"):
        return b"HTTP/1.1 302 Found\r\nLocation: /done\r\nContent-Length: 0\r\n\r\n"
    content = "stored" if "/done" in head or head.startswith("POST") else FORM
    cookie = f"Set-Cookie: csrftoken={TOKEN}; Path=/; Secure; SameSite=Lax"
    return (
        f"HTTP/1.1 200 OK\r\n{cookie}\r\nContent-Length: {len(content)}\r\n\r\n{content}".encode()
    )


def serve(line: ssl.SSLSocket, origin: str) -> None:
    with line:
        data = b""
        while received := line.recv(65536):
            data += received
            head, end, body = data.decode().partition("\r\n\r\n")
            length = re.search(r"Content-Length: (\d+)", head)
            if end and len(body) >= int(length[1] if length else 0):
                line.sendall(response(head, body, origin))
                data = b""


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-days", "1", "-subj", "/CN=town.example", "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    listener = socket.create_server(("127.0.0.1", 0))
    origin = f"https://127.0.0.1:{listener.getsockname()[1]}"

    def accept() -> None:
        try:
            while True:
                line = context.wrap_socket(listener.accept()[0], server_side=True)
                threading.Thread(target=serve, args=(line, origin), daemon=True).start()
        except OSError:
            return

    threading.Thread(target=accept, daemon=True).start()
    yield origin
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()


STEPS = Journey.model_validate(
    {
        "steps": [
            {"get": "/form", "capture": {"token": 'value="([^"]+)'}},
            {"post": "/form", "form": {"token": "{token}"}, "expect": {"contains": "stored"}},
            {"post": "/api", "json": {"a": 1}, "headers": {"X-CSRFToken": "{token}"}},
        ]
    }
).steps


@pytest.mark.parametrize("user", range(8))
def test_forms_and_scripts_of_each_browser_are_accepted(address: str, user: int) -> None:
    sender = Senders("forms").of(user)
    session = Session(Citizen(1, user), address, address.partition("//")[2], 5, sender)
    result = session.run(STEPS)
    session.close()
    assert (result.outcome, result.step, result.detail) == ("success", "POST /api", "")
