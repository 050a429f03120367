"""Receipts of recorded journeys."""

import json
from pathlib import Path

from tests.audits.drafts.draft import draft, text_of
from tests.audits.drafts.exchanges import exchange, form, steps_of


def test_the_receipt_is_a_value_of_the_response_and_not_one_that_was_sent(tmp_path: Path) -> None:
    path = tmp_path / "recorded.har"
    entries = [
        exchange("GET", "/demande"),
        exchange(
            "POST", "/demande", "<p>Dossier 2031 : demande n° A-417 de Jean</p>",
            posted=form(("commune", "2031"), ("nom", "Jean Petit")),
        ),
        exchange("GET", "/communes/2031", "<h1>Commune 2031</h1>"),
        exchange("GET", "/demandes/A-417", "<h1>Demande A-417 de Jean Petit</h1>"),
    ]  # fmt: skip
    path.write_text(json.dumps({"log": {"entries": entries}}))
    profile, text = draft(tmp_path, har=path)
    journey = profile.journeys["recorded-journey"]
    assert journey.acknowledged_by == "receipt"
    assert journey.steps[1].capture["receipt"].matches == r"n° ([\w-]+)"
    assert [step.label for step in journey.verify] == ["GET /demandes/{receipt}"]
    assert text_of(journey.steps[3]) == "Demande {receipt} de {citizen.name}"
    assert "A-417" not in text
    assert "Jean" not in text


def test_the_receipt_may_be_in_the_address_to_which_a_form_leads(tmp_path: Path) -> None:
    steps, text = steps_of(
        tmp_path,
        exchange("GET", "/"),
        exchange("POST", "/f", "", status=302, posted=form(("a", "b")), location="/suivi/ZX81"),
        exchange("GET", "/suivi/ZX81", "<h1>Merci</h1>"),
    )
    assert steps[1].capture["receipt"].address == "all"
    assert steps[1].capture["receipt"].matches == r"/suivi/([\w-]+)"
    assert "ZX81" not in text
