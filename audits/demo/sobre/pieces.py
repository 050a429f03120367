"""Attachments on the disk, named by their SHA-256."""

from __future__ import annotations

import secrets
from pathlib import Path

from epreuve.audits.demo.dossier import digest_of
from epreuve.audits.demo.sobre.journal import sync_directory, write_durably


class Pieces:
    """Folder of attachments. Equal contents are stored once."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder

    def keep(self, piece: bytes) -> str:
        """Store the bytes on the disk and return their digest, empty without content."""
        digest = digest_of(piece)
        if not piece:
            return digest
        path = self._folder / digest
        if not path.exists():
            draft = self._folder / f".{digest}-{secrets.token_hex(4)}"
            write_durably(draft, piece)
            draft.rename(path)
        sync_directory(self._folder)
        return digest

    def read(self, digest: str) -> bytes:
        """Return the bytes of a digest, empty for an empty digest."""
        return (self._folder / digest).read_bytes() if digest else b""
