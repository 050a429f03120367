"""Text and JSON of a literal rehearsal, and the places of its findings."""

import json
from pathlib import Path
from typing import Any

import pytest

from epreuve.audits.cli.schema import FORMATS
from epreuve.audits.reading.yaml_file import read_places
from epreuve.audits.rehearsal.placed import placed
from epreuve.audits.rehearsal.record import Rehearsal
from epreuve.audits.rehearsal.text import render

STEP: dict[str, Any] = {
    "step": "POST /depot", "request": "POST /depot", "outcome": "wrong content", "status": 200,
    "seconds": 0.042, "bytes": 1200, "redirects": [{"status": 303, "location": "/merci"}],
    "conditions": [{"at": ["expect", "contains"], "expected": "'Merci'", "found": "",
                    "unmet": "contains: 'Merci' is missing"}],
    "detail": "contains: 'Merci' is missing", "excerpt": "Erreur\x1b[31m", "captured": {},
    "cookies": ["session"], "dependencies": ["base"],
}  # fmt: skip
TEXT = {"fr": "une phrase", "en": "a sentence"}
RECORD: dict[str, Any] = {
    "epreuve": "0.2", "profile": "p.yaml", "service": "Guichet", "address": "http://127.0.0.1:9",
    "works": False, "seconds": 1.25, "has_logs": True, "engine": "embedded",
    "findings": [
        {"severity": "problem", "at": ["journeys", "deposer", "steps", 0, "expect"],
         "sentence": TEXT, "remedy": {"fr": "un remède", "en": "a remedy"}},
        {"severity": "warning", "at": ["service", "name"], "sentence": TEXT, "remedy": None},
    ],
    "journeys": [
        {"journey": "deposer", "critical": True, "played": True, "steps": [STEP], "planned": 3},
        {"journey": "charge", "critical": False, "played": False, "steps": [], "planned": 1},
    ],
    "receipts": [{"journey": "deposer", "receipt": "A17", "readable": True, "forged": 6,
                  "forged_found": 2, "unique_made": 1, "unique_forged": 0, "processed": False,
                  "kept": True}],
    "information": [{"path": "/aide", "step": {**STEP, "outcome": "success"}}],
    "human_channel": [{"path": "/", "phone": True, "counter": False, "unreadable": None},
                      {"path": "error page", "phone": False, "counter": False,
                       "unreadable": "script"}],
    "exports": [{"export": "citizen", "journey": "deposer", "works": True, "format": "JSON",
                 "bytes": 295}],
    "status_page": [{"address": "http://etat/", "while_off": True, "served": False,
                     "states_availability": False, "human_channel": False, "other_host": True}],
    "dependencies": [{"dependency": "base", "listen": "127.0.0.1:1", "upstream": "127.0.0.1:2",
                      "counted": True, "received_in": ["start", "deposer: POST /depot"],
                      "bypassed": False},
                     {"dependency": "carte", "listen": "127.0.0.1:3", "upstream": "127.0.0.1:4",
                      "counted": True, "received_in": [], "bypassed": False}],
    "cut": {"level": "process", "survivors": [], "responded": None, "boot": None},
}  # fmt: skip
REHEARSAL = Rehearsal.model_validate(RECORD)
PROFILE = """\
epreuve: 1
service:
  name: Guichet
journeys:
  deposer:
    steps:
      - get: /
        expect: {contains: a}
"""


@pytest.fixture
def rehearsal(tmp_path: Path) -> Rehearsal:
    file = tmp_path / "p.yaml"
    file.write_text(PROFILE, encoding="utf-8")
    return placed(REHEARSAL, read_places(file))


def test_findings_have_their_line_and_are_in_the_order_of_the_file(rehearsal: Rehearsal) -> None:
    assert [one.place for one in rehearsal.findings] == [
        "p.yaml:3: service.name",
        "p.yaml:8: journeys.deposer.steps.0.expect",
    ]


def test_the_english_text(rehearsal: Rehearsal) -> None:
    assert render(rehearsal, "en").splitlines() == [
        "Guichet — rehearsal on http://127.0.0.1:9",
        "",
        "deposer (critical)",
        "  ✗ POST /depot  303 → /merci, 200  42 ms  2 kB",
        "      ✗ contains: 'Merci' — contains: 'Merci' is missing",
        "      cookies set: session",
        "      dependencies called: base",
        "      the response begins with: Erreur⟨U+001B⟩[31m",
        "  – 2 more steps not played",
        "  receipt: A17",
        "    ✓ `verify` for the receipt just made",
        "    ✗ `verify` for receipts never given: 2 of 6 found",
        "    ✓ `unique` counts 1 for the receipt just made, 0 for one never given",
        "    ✗ `processed` for the receipt just made",
        "    ✓ `verify` after the power cut",
        "",
        "charge",
        "  – not played: the rehearsal does not play `locust` steps",
        "",
        "Information pages",
        "  ✓ POST /depot  303 → /merci, 200  42 ms  2 kB",
        "",
        "Human channel",
        "  – /  telephone",
        "  – error page  written by a script",
        "",
        "Exports",
        "  ✓ citizen, deposer  JSON  295 B",
        "",
        "Status page",
        "  ✗ http://etat/  not served",
        "",
        "Dependencies",
        "  ✓ base (127.0.0.1:1) — start; deposer: POST /depot",
        "  – carte (127.0.0.1:3) — no connection",
        "",
        "Power cut",
        "  ✗ process — the service did not respond again",
        "",
        "1 warning:",
        "  p.yaml:3: service.name: a sentence",
        "",
        "1 problem:",
        "  p.yaml:8: journeys.deposer.steps.0.expect: a sentence",
        "    → a remedy",
        "",
        "The profile does not work yet. Rehearsed in 1.3 s.",
        "To keep the log of the service, write `--folder FOLDER`.",
    ]


def test_the_french_text(rehearsal: Rehearsal) -> None:
    lines = render(rehearsal, "fr").replace("\xa0", " ").replace("\u202f", " ").splitlines()
    assert "      la réponse commence par : Erreur⟨U+001B⟩[31m" in lines
    assert "  – page d’erreur  écrite par un script" in lines
    assert "  ✓ base (127.0.0.1:1) — démarrage ; deposer: POST /depot" in lines
    assert lines[-6:-1] == [
        "1 problème :", "  p.yaml:8: journeys.deposer.steps.0.expect: une phrase",
        "    → un remède", "", "Le profil ne fonctionne pas encore. Répétition de 1,3 s.",
    ]  # fmt: skip


def test_no_log_is_promised_of_a_service_that_the_profile_does_not_start(
    rehearsal: Rehearsal,
) -> None:
    assert "log" not in render(rehearsal.model_copy(update={"has_logs": False}), "en")


def test_kept_logs_are_named(rehearsal: Rehearsal) -> None:
    kept = rehearsal.model_copy(update={"logs": "essai/logs"})
    assert render(kept, "en").splitlines()[-1] == "The log of the service is in essai/logs."


def test_the_json_document_has_the_fields_of_its_schema(rehearsal: Rehearsal) -> None:
    text = rehearsal.model_dump_json()
    document, schema = json.loads(text), FORMATS["rehearsal"]()
    assert Rehearsal.model_validate_json(text) == rehearsal
    assert document.keys() == schema["properties"].keys()
    assert document["findings"][0]["place"] == "p.yaml:3: service.name"


def test_each_field_of_the_document_has_a_description() -> None:
    schema = FORMATS["rehearsal"]()
    models = {"Rehearsal": schema, **schema["$defs"]}
    without = [
        f"{name}.{field}"
        for name, model in models.items()
        for field, described in model.get("properties", {}).items()
        if "description" not in described
    ]
    assert without == []
