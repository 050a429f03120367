"""Register over TCP: one JSON line per request and per response."""

from __future__ import annotations

import json
import socket
from typing import Any

from epreuve.audits.demo.dossier import Dossier, encode_piece
from epreuve.audits.demo.register import RegisterError
from epreuve.audits.demo.settings import Address


class TcpRegister:
    """Register with a server at `address`. Each call opens a connection."""

    def __init__(self, address: Address, timeout: float | None) -> None:
        self._address = address
        self._timeout = timeout

    def put(self, dossier: Dossier, piece: bytes) -> None:
        """Send a dossier and its attachment to the server."""
        self._ask("put", dossier=dossier.to_json(), piece=encode_piece(piece))

    def mark(self, receipt: str, *, transmitted: bool, paid: bool | None) -> None:
        """Send the current state of a dossier to the server."""
        self._ask("mark", receipt=receipt, transmitted=transmitted, paid=paid)

    def get(self, receipt: str) -> Dossier | None:
        """Request the dossier of a receipt; return None for an unknown receipt."""
        record = self._ask("get", receipt=receipt)
        return None if record is None else Dossier.from_json(record)

    def by_name(self, name: str) -> list[Dossier]:
        """Request all dossiers of a person, oldest first."""
        return [Dossier.from_json(item) for item in self._ask("by_name", name=name)]

    def news(self) -> list[str]:
        """Request the news of the commune, newest first."""
        return [str(item) for item in self._ask("news")]

    def _ask(self, operation: str, **arguments: Any) -> Any:
        line = json.dumps({"op": operation, **arguments}).encode() + b"\n"
        address = (self._address.host, self._address.port)
        try:
            with socket.create_connection(address, self._timeout) as connection:
                connection.sendall(line)
                with connection.makefile("rb") as responses:
                    response = json.loads(responses.readline())
        except (OSError, ValueError) as error:
            raise RegisterError(f"database at {self._address}: {error}") from error
        if "error" in response:
            raise RegisterError(f"database at {self._address}: {response['error']}")
        return response["result"]
