"""A profile without a critical journey: the same message and exit code wherever it is read."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from epreuve.audits.cli.shared.group import epreuve
from epreuve.audits.drafts.draft import Draft, DraftJourney, DraftStep
from epreuve.audits.errors import Misuse
from epreuve.audits.plugin.audited import AuditOptions, audit_once

PROFILE = """\
epreuve: 1
service: {name: Guichet, address: "http://127.0.0.1:8080", normal_peak: 1/s}
journeys: {lire: {steps: [{get: /, expect: {contains: Bonjour}}]}}
"""
MESSAGE = "journeys: no journey has `critical: true`; mark at least one: it decides the score$"


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    path = tmp_path / "p.yaml"
    path.write_text(PROFILE)
    return path


@pytest.mark.parametrize("verb", ["check", "plan", "run", "audit", "capacity"])
def test_a_verb_refuses_it(profile: Path, verb: str) -> None:
    with pytest.raises(Misuse, match=MESSAGE) as raised:
        CliRunner().invoke(epreuve, [verb, str(profile)], catch_exceptions=False)
    assert raised.value.exit_code == 2


def test_the_plugin_refuses_it(profile: Path, tmp_path: Path) -> None:
    options = AuditOptions("tous-risques", 60.0, 1, tmp_path / "runs", yes=False)
    with pytest.raises(Misuse, match=MESSAGE) as raised:
        audit_once(profile, "pytest-1", options)
    assert raised.value.exit_code == 2


@pytest.mark.parametrize("journeys", [[], [DraftJourney("lire", [DraftStep("GET", "/")])]])
def test_a_draft_has_one(journeys: list[DraftJourney]) -> None:
    draft = Draft("page", "http://127.0.0.1:8080", "Guichet", journeys).complete()
    assert [journey.critical for journey in draft.journeys] == [True]
