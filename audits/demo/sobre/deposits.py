"""The dossiers filed here: in memory to be read, in the journal to be kept."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from typing import Any

from epreuve.audits.demo.dossier import Dossier
from epreuve.audits.demo.sobre.journal import Journal

REGISTER, SMS, PARTNER = "register", "sms", "partner"
DESTINATIONS = (REGISTER, SMS, PARTNER)

_PATIENCE = 10.0  # s that a twin request waits for the first one's disk write.


class Deposits:
    """Every dossier by receipt, by form token and by name, and where it still has to be sent.

    A journal record is one of ``{"deposit": dossier}``, ``{"sent": receipt, "to": destination}``,
    ``{"paid": receipt}``; memory is what the records say, live as at restart. What was sent to the
    register carries its state: a dossier that changed meanwhile is owed again.
    """

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._lock = threading.Lock()
        self._by_receipt: dict[str, Dossier] = {}
        self._by_token: dict[str, Future[str]] = {}
        self._by_name: dict[str, list[str]] = {}
        self._registered: set[str] = set()
        self._owed: dict[str, dict[str, None]] = {name: {} for name in DESTINATIONS}
        for record in journal.replay():
            self._apply(record)

    def file(self, token: str, draw_up: Callable[[], Dossier]) -> Dossier:
        """The dossier of this form: drawn up and committed the first time, the same ever after.

        Raises OSError when the disk refuses.
        """
        mine: Future[str] = Future()
        with self._lock:
            accepted = self._by_token.setdefault(token, mine)
        if accepted is mine:
            try:
                self._commit({"deposit": draw_up().to_json()})
            except BaseException as error:
                with self._lock:
                    del self._by_token[token]
                mine.set_exception(error)
                raise
        return self._by_receipt[accepted.result(_PATIENCE)]

    def get(self, receipt: str) -> Dossier | None:
        """The dossier of a receipt."""
        return self._by_receipt.get(receipt)

    def all(self) -> list[Dossier]:
        """Every dossier, oldest first."""
        with self._lock:
            return list(self._by_receipt.values())

    def by_name(self, name: str) -> list[Dossier]:
        """The dossiers of a person, oldest first."""
        with self._lock:
            return [self._by_receipt[receipt] for receipt in self._by_name.get(name, ())]

    def pay(self, receipt: str) -> Dossier:
        """Commit that the fee is paid."""
        self._commit({"paid": receipt})
        return self._by_receipt[receipt]

    def owed(self, destination: str) -> list[str]:
        """The receipts still to be sent to `destination`, oldest first."""
        with self._lock:
            return list(self._owed[destination])

    def registered(self, receipt: str) -> bool:
        """Whether the register has this dossier, in its present state or an earlier one."""
        return receipt in self._registered

    def sent(self, dossier: Dossier, destination: str) -> None:
        """Commit that `dossier`, as it stood, has arrived at `destination`."""
        self._commit({"sent": dossier.receipt, "to": destination, "state": _state(dossier)})

    def _commit(self, record: dict[str, Any]) -> None:
        self._journal.append(record)
        self._apply(record)

    def _apply(self, record: dict[str, Any]) -> None:
        with self._lock:
            if "deposit" in record:
                self._add(Dossier.from_json(record["deposit"]))
            elif "paid" in record:
                self._change(replace(self._by_receipt[record["paid"]], paid=True))
            elif "sent" in record:
                self._arrived(record["sent"], record["to"], record["state"])

    def _arrived(self, receipt: str, destination: str, state: list[bool | None]) -> None:
        if destination != REGISTER or state == _state(self._by_receipt[receipt]):
            self._owed[destination].pop(receipt, None)
        if destination == REGISTER:
            self._registered.add(receipt)
        if destination == PARTNER:
            self._change(replace(self._by_receipt[receipt], transmitted=True))

    def _add(self, dossier: Dossier) -> None:
        self._by_receipt[dossier.receipt] = dossier
        self._by_name.setdefault(dossier.name, []).append(dossier.receipt)
        for destination in DESTINATIONS:
            self._owed[destination][dossier.receipt] = None
        accepted = self._by_token.setdefault(dossier.token, Future())
        if not accepted.done():
            accepted.set_result(dossier.receipt)

    def _change(self, dossier: Dossier) -> None:
        self._by_receipt[dossier.receipt] = dossier
        self._owed[REGISTER][dossier.receipt] = None  # The register has to hear of it.


def _state(dossier: Dossier) -> list[bool | None]:
    return [dossier.transmitted, dossier.paid]
