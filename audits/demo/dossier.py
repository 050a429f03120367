"""Dossier filed by a user, the same for both suppliers and all databases."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Dossier:
    """Filed request.

    `receipt` is its number, `token` the form's, `filed_at` an ISO 8601 time, `digest` the SHA-256
    of the attachment in hexadecimal (empty without one), `due` an amount in euros as it was typed
    (empty when nothing is due), `paid` None when nothing is due.
    """

    receipt: str
    token: str
    procedure: str
    name: str
    subject: str
    filed_at: str
    identified: bool = False
    digest: str = ""
    transmitted: bool = False
    due: str = ""
    paid: bool | None = None

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object with the field names of the class."""
        return asdict(self)

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Dossier:
        """Return the dossier of `to_json`. Raises TypeError for an unknown or missing field."""
        return cls(**value)


def now() -> str:
    """Return the local time in the format of dossiers."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


def digest_of(piece: bytes) -> str:
    """Return the SHA-256 of an attachment in hexadecimal, empty without one."""
    return hashlib.sha256(piece).hexdigest() if piece else ""


def encode_piece(piece: bytes) -> str:
    """Return an attachment as base64 text for JSON."""
    return base64.b64encode(piece).decode("ascii")


def decode_piece(text: str) -> bytes:
    """Return the attachment of `encode_piece`."""
    return base64.b64decode(text)
