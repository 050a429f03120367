"""Deposits: one per form, kept for each destination until delivery, equal after a replay."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from epreuve.audits.demo.dossier import Dossier
from epreuve.audits.demo.outbound import OutboundError, RefusedError
from epreuve.audits.demo.sobre.deposits import DESTINATIONS, PARTNER, REGISTER, Deposits
from epreuve.audits.demo.sobre.journal import Journal
from epreuve.audits.demo.sobre.outbox import Outbox


@pytest.fixture
def path(tmp_path):
    return tmp_path / "journal.jsonl"


def dossier(receipt, token=""):
    return Dossier(receipt, token or receipt, "cantine", "Zoé", "Repas", "2026-01-01", paid=False)


def state(deposits):
    owed = {name: deposits.owed(name) for name in DESTINATIONS}
    return owed, deposits.by_name("Zoé")


def test_a_form_sent_by_many_at_once_is_filed_once(path):
    deposits = Deposits(Journal(path))
    gate = threading.Barrier(12)

    def send(rank):
        gate.wait()
        return deposits.file("jeton", lambda: dossier(f"R{rank}", "jeton")).receipt

    with ThreadPoolExecutor(12) as crowd:
        assert len(set(crowd.map(send, range(12)))) == 1
    assert len(Deposits(Journal(path)).by_name("Zoé")) == 1


def test_a_form_that_could_not_be_kept_can_be_sent_again(path):
    deposits = Deposits(Journal(path))

    def fail():
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError):
        deposits.file("jeton", fail)
    assert deposits.file("jeton", lambda: dossier("UN", "jeton")).receipt == "UN"


def test_replay_gives_the_same_state(path):
    deposits = Deposits(Journal(path))
    first, second = (deposits.file(name, lambda n=name: dossier(n)) for name in ("UN", "DEUX"))
    deposits.sent(first, REGISTER)
    deposits.sent(second, PARTNER)
    deposits.pay("UN")
    owed, _ = state(deposits)
    assert owed == {"register": ["DEUX", "UN"], "sms": ["UN", "DEUX"], "partner": ["UN"]}
    assert state(Deposits(Journal(path))) == state(deposits)


def test_a_dossier_that_changed_while_it_was_sent_is_sent_again(path):
    deposits = Deposits(Journal(path))
    sent = deposits.file("UN", lambda: dossier("UN"))
    deposits.pay("UN")
    deposits.sent(sent, REGISTER)
    assert deposits.owed(REGISTER) == ["UN"]
    deposits.sent(deposits.get("UN"), REGISTER)
    assert deposits.owed(REGISTER) == []


def test_a_refused_dossier_lets_the_others_pass_and_an_outage_ends_the_round(path):
    deposits = Deposits(Journal(path))
    for receipt in ("UN", "DEUX", "TROIS", "QUATRE"):
        deposits.file(receipt, lambda r=receipt: dossier(r))

    def deliver(item):
        if item.receipt == "UN":
            raise RefusedError("HTTP 400")
        if item.receipt == "TROIS":
            raise OutboundError("silent")

    outbox = Outbox(deposits, PARTNER, deliver)
    assert outbox.round() is False
    assert deposits.owed(PARTNER) == ["UN", "TROIS", "QUATRE"]
