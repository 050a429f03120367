"""Cheat: no step of the profile has `expect:`, so that error pages count as successes.

Sincere twin: the same profile with expectations.
"""

from pathlib import Path

import pytest

from epreuve.audits.errors import Misuse
from epreuve.audits.profile.loading import prepare_profile
from epreuve.audits.profile.weaknesses import weaknesses

PROFILE = """\
epreuve: 1
service: {{name: s, address: "http://127.0.0.1:1", normal_peak: 15/min, peak_source: log}}
journeys:
  apply:
    critical: true
    steps:
      - {{get: /form{first}}}
      - {{post: /form, form: {{name: "{{citizen.name}}"}}{second}}}
{more}"""
EXPECTED = ", expect: {contains: Registered}"
RECEIPT = ", capture: {number: 'n° (.+)'}"
VERIFY = """\
    acknowledged_by: number
    verify: [{get: "/{number}", expect: {contains: "{citizen.name}"}}]
"""


def file(folder: Path, first: str = "", second: str = "", more: str = "") -> Path:
    path = folder / "profile.yaml"
    path.write_text(PROFILE.format(first=first, second=second, more=more))
    return path


def test_a_profile_without_any_expectation_gets_no_score(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="an error page would be a success"):
        prepare_profile(file(tmp_path))
    prepare_profile(file(tmp_path, second=EXPECTED))


def test_check_names_each_step_that_accepts_any_page(tmp_path: Path) -> None:
    bare = prepare_profile(file(tmp_path, second=RECEIPT, more=VERIFY))
    (warning,) = weaknesses(bare)
    assert "step “GET /form” has no `expect:`" in warning.en
    status = prepare_profile(file(tmp_path, ", expect: {status: 200}", RECEIPT, VERIFY))
    assert len(list(weaknesses(status))) == 1
    sincere = prepare_profile(file(tmp_path, EXPECTED, RECEIPT, VERIFY))
    assert list(weaknesses(sincere)) == []
