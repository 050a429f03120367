"""Simulated citizen of the demonstration, and the pages that it receives."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import quote, urlencode


@dataclass
class Page:
    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def receipt(self) -> str:
        return self.find(r"n° (\w+)")

    def find(self, pattern: str) -> str:
        match = re.search(pattern, self.text)
        assert match, f"{pattern!r} not in {self.text[-1500:]!r}"
        return match[1]


@dataclass
class Citizen:
    """Person with a browser: one connection per request; cookies are kept."""

    address: str
    patience: float = 10.0
    cookie: str = ""

    def get(self, path: str, **headers: str) -> Page:
        return self._ask("GET", path, None, headers)

    def post(self, path: str, **fields: str) -> Page:
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, urlencode(fields).encode(), kind)

    def upload(self, path: str, piece: bytes, **fields: str) -> Page:
        parts = [
            f'--lim\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in fields.items()
        ]
        head = b'--lim\r\nContent-Disposition: form-data; name="piece"; filename="p.pdf"\r\n\r\n'
        body = b"".join(parts) + head + piece + b"\r\n--lim--\r\n"
        return self._ask("POST", path, body, {"Content-Type": "multipart/form-data; boundary=lim"})

    def token(self, path: str = "/demarches/acte") -> str:
        return self.get(path).find(r'name="jeton" value="([^"]+)"')

    def file(self, name: str = "Zoé Martin", piece: bytes = b"", token: str = "") -> Page:
        """The journey: form, identification, filing."""
        token = token or self.token()
        identified = self.post("/connexion", nom=name, jeton=token)
        assert "Identité" in identified.text
        return self.upload("/demarches/acte", piece, jeton=token, nom=name, objet="Naissance")

    def pay(self, name: str = "Zoé Martin", token: str = "") -> Page:
        token = token or self.token("/demarches/cantine")
        return self.post("/demarches/cantine", jeton=token, nom=name, montant="12,50")

    def receipts(self, name: str = "Zoé Martin") -> list[str]:
        return re.findall(r"n° (\w+)", self.get(f"/suivi?nom={quote(name)}").text)

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Page:
        start = time.monotonic()
        connection = HTTPConnection(self.address, timeout=self.patience)
        try:
            connection.request(method, path, body, {**headers, "Cookie": self.cookie})
            response = connection.getresponse()
            content = response.read()
        finally:
            connection.close()
        got = {name.lower(): value for name, value in response.getheaders()}
        self.cookie = got.get("set-cookie", self.cookie).partition(";")[0]
        return Page(response.status, got, content, time.monotonic() - start)
