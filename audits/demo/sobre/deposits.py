"""Filed dossiers, in memory for reads and in the journal for durability."""

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

_PATIENCE = 10.0  # seconds that a repeated request waits for the disk write of the first one.


class Deposits:
    """Dossiers by receipt, by form token and by name, with the destinations to send them to.

    A journal record is one of ``{"deposit": dossier}``, ``{"sent": receipt, "to": destination}``,
    ``{"paid": receipt}``. Memory is rebuilt from the records at a restart. A dossier that changed
    after it was sent to the register is sent again.
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
        """Return the dossier of this form, created and committed at the first call.

        Raises OSError when it cannot be written.
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
        """Return the dossier of a receipt."""
        return self._by_receipt.get(receipt)

    def all(self) -> list[Dossier]:
        """Return all dossiers, oldest first."""
        with self._lock:
            return list(self._by_receipt.values())

    def by_name(self, name: str) -> list[Dossier]:
        """Return the dossiers of a person, oldest first."""
        with self._lock:
            return [self._by_receipt[receipt] for receipt in self._by_name.get(name, ())]

    def pay(self, receipt: str) -> Dossier:
        """Record the payment of the fee."""
        self._commit({"paid": receipt})
        return self._by_receipt[receipt]

    def owed(self, destination: str) -> list[str]:
        """Return the receipts to send to `destination`, oldest first."""
        with self._lock:
            return list(self._owed[destination])

    def registered(self, receipt: str) -> bool:
        """Return whether the register has this dossier, in any state."""
        return receipt in self._registered

    def sent(self, dossier: Dossier, destination: str) -> None:
        """Record that `dossier`, in this state, has arrived at `destination`."""
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
        self._owed[REGISTER][dossier.receipt] = None  # Send the new state to the register.


def _state(dossier: Dossier) -> list[bool | None]:
    return [dossier.transmitted, dossier.paid]
