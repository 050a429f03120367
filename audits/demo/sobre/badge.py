"""Proof of identification: a signed cookie, valid after a restart."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
from pathlib import Path

from epreuve.audits.demo.sobre.journal import sync_directory, write_durably

COOKIE = "guichet"


class Badges:
    """Issuer and checker of badges, with a key in a file."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            draft = path.with_name(f"{path.name}.{os.getpid()}")
            write_durably(draft, secrets.token_hex(32).encode())
            draft.rename(path)
            sync_directory(path.parent)
        self._key = path.read_text().encode()

    def issue(self, name: str) -> tuple[str, str]:
        """Return the header that sets the badge of `name`."""
        holder = base64.urlsafe_b64encode(name.encode()).decode().rstrip("=")
        value = f"{holder}.{self._sign(name)}"
        return ("Set-Cookie", f"{COOKIE}={value}; Path=/; HttpOnly; SameSite=Lax")

    def belongs_to(self, value: str, name: str) -> bool:
        """Return whether the value of a cookie is a badge of `name`."""
        return hmac.compare_digest(value.partition(".")[2].encode(), self._sign(name).encode())

    def _sign(self, name: str) -> str:
        return hmac.new(self._key, name.encode(), hashlib.sha256).hexdigest()[:32]
