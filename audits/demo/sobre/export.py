"""Data export for users and for the commune; `pages.formats` documents it."""

from __future__ import annotations

import csv
import json
from dataclasses import asdict
from pathlib import Path
from typing import TextIO

from epreuve.audits.demo.dossier import Dossier, encode_piece
from epreuve.audits.demo.sobre.deposits import Deposits
from epreuve.audits.demo.sobre.journal import JournalCopy

COLUMNS = {
    "receipt": "numero",
    "procedure": "demarche",
    "name": "nom",
    "subject": "objet",
    "filed_at": "depose_le",
    "identified": "identite_verifiee",
    "digest": "piece_sha256",
    "transmitted": "transmis",
    "due": "montant",
    "paid": "paye",
}


def own_file(dossier: Dossier, piece: bytes) -> bytes:
    """Return a user's own dossier with its attachment, as JSON."""
    value = {**_row(dossier), "piece_base64": encode_piece(piece)}
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def write_everything(data: Path, out: TextIO) -> None:
    """Write all dossiers as CSV, while the service runs. Raises OSError without a journal."""
    table = csv.DictWriter(out, COLUMNS.values(), delimiter=";", lineterminator="\n")
    table.writeheader()
    table.writerows(map(_row, Deposits(JournalCopy(data / "journal.jsonl")).all()))


def _row(dossier: Dossier) -> dict[str, object]:
    fields = asdict(dossier)
    return {title: fields[name] for name, title in COLUMNS.items()}
