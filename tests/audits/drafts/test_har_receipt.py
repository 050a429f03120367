"""Receipts of recorded journeys."""

import json
from pathlib import Path

from tests.audits.drafts.draft import draft, text_of
from tests.audits.drafts.exchanges import data, exchange, form, steps_of


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


def test_the_receipt_is_read_again_as_it_was_in_the_recording(tmp_path: Path) -> None:
    key = {"headers": [{"name": "X-Api-Key", "value": "cle-du-guichet"}]}
    read = exchange("GET", "/api/t/R-91", '{"id": "R-91"}', kind="application/json")
    path = tmp_path / "recorded.har"
    entries = [
        exchange("PUT", "/api/t/9", '{"id": "R-91"}', "application/json", posted=data(["a", "b"])),
        exchange("PATCH", "/api/t/R-91", "", "application/json", posted=data({"etat": "clos"})),
        {**read, "request": {**dict(read["request"]), **key}},  # type: ignore[call-overload]
    ]
    path.write_text(json.dumps({"log": {"entries": entries}}))
    profile, text = draft(tmp_path, har=path)
    journey = profile.journeys["recorded-journey"]
    assert [step.label for step in journey.steps][1:] == [
        "PATCH /api/t/{receipt}", "GET /api/t/{receipt}",
    ]  # fmt: skip
    (verify,) = journey.verify
    assert verify.label == "GET /api/t/{receipt}"
    assert verify.headers == {"X-Api-Key": "{env.X_API_KEY}"}
    assert journey.steps[0].json_body == ["essai", "essai"]
    assert "cle-du-guichet" not in text


def test_verify_expects_the_text_of_the_page_that_was_read(tmp_path: Path) -> None:
    path = tmp_path / "recorded.har"
    entries = [
        exchange("POST", "/f", "<p>n° A-417</p>", posted=form(("nom", "Jean Petit"))),
        exchange("GET", "/d/A-417", "<h1>Demande A-417 de Jean Petit</h1>"),
    ]
    path.write_text(json.dumps({"log": {"entries": entries}}))
    profile, _ = draft(tmp_path, har=path)
    (verify,) = profile.journeys["recorded-journey"].verify
    assert text_of(verify) == "Demande {receipt} de {citizen.name}"
