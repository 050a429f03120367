"""An application with a token in its form, and a receipt in the address after a redirect."""

import itertools
import re
import socket
import threading
from urllib.parse import parse_qs

from epreuve.probes.journeys.journey import Journey

JOURNEY = Journey.model_validate(
    {
        "steps": [
            {"get": "/", "expect": {"contains": "Welcome"}},
            {"follow": {"text": "New request"}, "expect": {"css": "form.request"}},
            {
                "submit": {"fields": {"name": "{citizen.name}"}},
                "expect": {"contains": "Request of {citizen.name}"},
                "capture": {
                    "receipt": {"address": "fragment", "matches": r"n=(\d+)"},
                    "key": {"address": "query", "matches": r"key=(\w+)"},
                },
            },
            {
                "put": "/api/{receipt}", "json": [{"n": 3}], "expect": {"status": [200, 204]},
            },
        ],
        "acknowledged_by": "receipt",
        "verify": [
            {"get": "/login", "expect": {"css": "form"}},
            {
                "submit": {"fields": {"number": "{receipt}", "key": "{key}"}},
                "expect": {"contains": "Your request"},
            },
            {"follow": {"text": "Open"}, "expect": {"contains": "{citizen.name}"}},
            {"get": "/logout"},
        ],
    }
)  # fmt: skip


class Application:
    """Its behaviour for `serve`; `kept` are the submissions: number → key and name."""

    def __init__(self) -> None:
        self.kept: dict[str, tuple[str, str]] = {}
        self.changed: set[str] = set()
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()

    def __call__(self, connection: socket.socket, request: bytes) -> None:
        head, _, body = request.decode().partition("\r\n\r\n")
        method, target, _ = head.split("\r\n")[0].split(" ")
        with self._lock:
            status, page, location = self._answer(method, target, body, head)
        text = page.encode()
        lines = [f"HTTP/1.1 {status} x", f"Content-Length: {len(text)}", "Content-Type: text/html"]
        if location:
            lines.append(f"Location: {location}")
        if target == "/new":
            lines.append("Set-Cookie: csrf=t9; Path=/")
        connection.sendall("\r\n".join([*lines, "", ""]).encode() + text)

    def _answer(self, method: str, target: str, body: str, head: str) -> tuple[int, str, str]:
        path, _, query = target.partition("?")
        sent = {name: values[0] for name, values in parse_qs(body or query).items()}
        if path == "/":
            return 200, "<h1>Welcome</h1><a href=new>New request</a>", ""
        if path == "/new":
            return 200, _FORM, ""
        if path == "/send":
            if sent.get("csrf") != "t9" or "csrf=t9" not in head or sent.get("go") != "1":
                return 403, "refused", ""
            number = str(next(self._numbers))
            self.kept[number] = (f"k{int(number) * 7919}", sent["name"])
            return 302, "", f"/done?key={self.kept[number][0]}#n={number}"
        if method == "PUT" and body == '[{"n":3}]':
            self.changed.add(path.removeprefix("/api/"))
            return 204, "", ""
        return self._reading(method, path, sent)

    def _reading(self, method: str, path: str, sent: dict[str, str]) -> tuple[int, str, str]:
        if path == "/login" and method == "GET":
            return 200, "<form method=post><input name=number><input name=key></form>", ""
        number = re.sub(r"\D", "", path) or sent.get("number", "")
        key, name = self.kept.get(number, ("", ""))
        known = next((own for own in self.kept.values() if own[0] == sent.get("key")), None)
        if path == "/done" and known:
            return 200, f"<p>Request of {known[1]}</p>", ""
        if path == "/login":
            return (
                200,
                f"<h1>Your request</h1><a href='/own/{number}'>Open</a>"
                if (key and key == sent.get("key"))
                else "<p>No request with this number and key</p>",
                "",
            )
        if path.startswith("/own/") and name:
            return 200, f"<p>{name}</p>", ""
        return 404, "nothing here", ""


_FORM = (
    "<form action=/search><input name=q></form><form class=request method=post action=/send>"
    "<input type=hidden name=csrf value=t9><input name=name><button name=go value=1>Send</button>"
    "</form>"
)
