"""Receipts against the storage: stored, lost, altered, duplicated."""

import pytest

from epreuve.probes.journeys.citizen import Citizen
from tests.field.evidence import Journey, ReceiptReading
from tests.field.receipts import (
    Contradiction,
    Truth,
    contradictions,
    count,
    state_of,
    states,
)
from tests.field.service import Service
from tests.field.submission import Sent, Submission, sent_by

ANNA = Sent("anna@exemple.invalid", ("Anna", "01 99 00 00 01"))
WHOLE = "Demande de Anna, téléphone 01 99 00 00 01"


def of_anna(identifier: str, text: str = WHOLE) -> Submission:
    return Submission(identifier, ANNA.email, text)


@pytest.mark.parametrize(
    ("stored", "truth"),
    [
        ([of_anna("7")], Truth("stored", 1)),
        ([], Truth("lost", 0)),
        ([of_anna("8")], Truth("lost", 1)),  # the receipt leads nowhere, the content was sent twice
        ([of_anna("7", "Demande de Anna")], Truth("altered", 0)),
        ([of_anna("7"), of_anna("8")], Truth("stored", 2)),
    ],
)
def test_state_of_a_receipt(stored: list[Submission], truth: Truth) -> None:
    assert state_of("7", ANNA, stored) == truth


def test_a_number_that_was_given_again_to_another_user_is_a_loss() -> None:
    journeys = [
        Journey(1, "ask", "dsl", 0.0, 1.0, "success", "7"),
        Journey(2, "ask", "dsl", 5.0, 6.0, "success", "7"),
        Journey(3, "ask", "dsl", 7.0, 8.0, "http error", ""),
    ]
    sent = {1: ANNA, 2: Sent("ben@exemple.invalid", ("Ben",)), 3: Sent("zoe@exemple.invalid", ())}
    stored = [Submission("7", "ben@exemple.invalid", "Demande de Ben")]
    assert states(journeys, sent, stored) == {1: Truth("lost", 0), 2: Truth("stored", 1)}


@pytest.mark.parametrize(
    ("service", "receipt", "identifier"),
    [
        ("helpdesk", "/view/?ticket=demandes-12&email=a%40b&key=x", "demandes-12"),
        ("wagtail", "/suivi/12/Jx3-_k/", "12"),
        ("gitea", "12", "12"),
        ("dokuwiki", "citoyen-1-2_exemple.invalid", "citoyen-1-2_exemple.invalid"),
    ],
)
def test_a_link_as_receipt_holds_the_identifier(
    service: str, receipt: str, identifier: str
) -> None:
    assert Service(service).identifier(receipt) == identifier


def test_a_receipt_is_looked_up_by_the_identifier_that_it_holds() -> None:
    journeys = [Journey(1, "ask", "dsl", 0.0, 1.0, "success", "/suivi/7/key/")]
    truths = states(journeys, {1: ANNA}, [of_anna("7")], Service("wagtail").identifier)
    assert truths == {1: Truth("stored", 1)}


def test_contradictions_leave_out_what_was_not_read() -> None:
    truths = {1: Truth("lost", 0), 2: Truth("stored", 1), 3: Truth("lost", 0)}
    readings = [
        ReceiptReading(1, "altered", None),
        ReceiptReading(2, "stored", True),
        ReceiptReading(3, "unread", None),
    ]
    assert contradictions(readings, truths) == [Contradiction(1, "altered", "lost")]


def test_counts() -> None:
    total = count([Truth("stored", 2), Truth("lost", 0), Truth("stored", 1)])
    assert (total["stored"], total["lost"], total["duplicated"]) == (2, 1, 1)


def test_a_citizen_sends_texts_that_name_nobody_else() -> None:
    one, other = sent_by(Citizen(1, 5, "x")), sent_by(Citizen(1, 6, "x"))
    assert one.is_whole_in(" / ".join(one.texts))
    assert not other.is_whole_in(" / ".join(one.texts))
