"""Audits as tests in a project of a user."""

import datetime
import json
import os
import subprocess
import sys

import pytest

from tests.plugin.project import (
    AUDIT,
    CRITERIA,
    PROFILE,
    frozen_assessment,
    outcomes,
    plays,
    run_pytest,
)

pytestmark = pytest.mark.process
pytest_plugins = ["pytester"]

OTHERS = [*(id for id in CRITERIA if not id.startswith("DAT")), "gate"]
"""Tests that `-k DAT` deselects."""


def test_one_audit_gives_one_test_per_criterion_and_one_for_the_gate(
    audited: pytest.Pytester,
) -> None:
    result = run_pytest(audited, "-rs", "--junitxml", "junit.xml")
    expected = outcomes()
    expected["passed"] += 1  # the gate
    assert sum(expected.values()) == len(CRITERIA) + 1
    result.assert_outcomes(**expected, warnings=1)
    assert plays(audited) == ["5"]
    text = result.stdout.str()
    assert "inconclusive: No declared dependency goes through a proxy: no observation." in text
    assert "not applicable: No online payment." in text
    assert "guichet.epreuve.yaml: floor 29.5 < 90" in text
    assert "Guichet de Saint-Exemple: E, floor 29.5 of 100, " in text
    assert 'name="DAT-1"' in (audited.path / "junit.xml").read_text()
    [run] = (audited.path / "runs").glob("pytest-*-guichet")
    assert (run / "report.en.html").is_file()
    assert (run / "junit.xml").is_file()


def test_a_failure_has_the_reason_and_the_advice(audited: pytest.Pytester) -> None:
    text = run_pytest(audited, "-k", "DAT-3").stdout.str()
    assert "DAT-3 Durable receipt: 24 < 50 of 100" in text or "24.1 < 50 of 100" in text
    assert "advice: " in text
    assert "Traceback" not in text


def test_one_family_and_a_quick_run(audited: pytest.Pytester) -> None:
    result = run_pytest(audited, "-k", "DAT", "--epreuve-quick")
    result.assert_outcomes(**outcomes("DAT"), deselected=len(OTHERS))
    assert plays(audited) == ["60"]


def test_two_scales_are_refused(audited: pytest.Pytester) -> None:
    result = run_pytest(audited, "--epreuve-quick", "--epreuve-scale", "9")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: choose one of --epreuve-quick and --epreuve-scale"])
    assert not (audited.path / "plays.txt").exists()


def test_the_gate_fails_below_its_thresholds(audited: pytest.Pytester) -> None:
    profile = audited.path / "guichet.epreuve.yaml"
    profile.write_text(PROFILE.replace("floor: 25", "floor: 55"))
    result = run_pytest(audited, "-k", "gate", "--epreuve-scale", "9")
    result.assert_outcomes(failed=1, deselected=len(CRITERIA), warnings=1)
    result.stdout.fnmatch_lines(["FAILED *::gate - gate: floor 29.5 < 55*"])
    assert plays(audited) == ["9"]


def test_the_gate_fails_after_a_regression(audited: pytest.Pytester) -> None:
    better = frozen_assessment()
    better["result"]["floor"] = 40
    (audited.path / "before.json").write_text(json.dumps(better))
    result = run_pytest(audited, "-k", "gate", "--epreuve-baseline", "before.json")
    result.assert_outcomes(failed=1, deselected=len(CRITERIA), warnings=1)
    assert "4: worse than the baseline" in result.stdout.str()
    result.stdout.fnmatch_lines(["FAILED *::gate - gate: *40*29.5*"])


def test_an_audit_without_a_verdict_fails_everything_and_is_made_once(
    audited: pytest.Pytester,
) -> None:
    audited.makeconftest(
        AUDIT.replace(
            "    folder.note(played=1.0, interrupted=None, ended=None)\n",
            "    folder.close('no response', 3)\n"
            "    from epreuve.audits.errors import NotMeasurable\n"
            "    raise NotMeasurable('no response')\n",
        )
    )
    result = run_pytest(audited, "-k", "DAT")
    result.assert_outcomes(failed=len(CRITERIA) + 1 - len(OTHERS), deselected=len(OTHERS))
    assert len(plays(audited)) == 1
    assert "no response" in result.stdout.str()


def test_a_remote_target_needs_a_confirmation(audited: pytest.Pytester) -> None:
    until = datetime.date.today() + datetime.timedelta(days=1)
    authorisation = f"{{granted_by: DSI, until: {until}, hosts: [far.example.org], max_rate: 99/s}}"
    text = PROFILE.replace("http://127.0.0.1:8080", "http://far.example.org")
    (audited.path / "guichet.epreuve.yaml").write_text(f"{text}authorisation: {authorisation}\n")
    result = run_pytest(audited, "-k", "gate")
    result.assert_outcomes(failed=1, deselected=len(CRITERIA))
    assert "not confirmed, no request was sent; add --epreuve-yes" in result.stdout.str()
    assert not (audited.path / "plays.txt").exists()
    run_pytest(audited, "-k", "gate", "--epreuve-yes").assert_outcomes(
        passed=1, deselected=len(CRITERIA), warnings=1
    )
    assert plays(audited) == ["5"]


def test_an_error_of_the_profile_has_its_line(project: pytest.Pytester) -> None:
    (project.path / "bad.epreuve.yaml").write_text(PROFILE.replace("critical: true", "critic: 1"))
    result = project.runpytest_subprocess()
    assert result.ret == pytest.ExitCode.INTERRUPTED
    assert "bad.epreuve.yaml:3" in result.stdout.str()
    assert "Traceback" not in result.stdout.str()


def test_processes_share_one_audit(audited: pytest.Pytester) -> None:
    """As with pytest-xdist: several processes share a test run, each with some of the tests."""
    audited.makeconftest(
        AUDIT + "import os\n"
        "def pytest_configure(config):\n"
        "    config.workerinput = {'testrunuid': os.environ['TEST_RUN'], 'workerid': 'gw0'}\n"
    )
    runs = [
        subprocess.Popen(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:locust", "-k", family],
            cwd=audited.path, env={**os.environ, "TEST_RUN": "abcd"}, stdout=subprocess.DEVNULL,
        )
        for family in ("DAT", "IND", "gate")
    ]  # fmt: skip
    for process in runs:
        process.wait(timeout=120)
    assert [process.returncode for process in runs] == [1, 1, 0]
    assert plays(audited) == ["5"]
    assert [run.name for run in (audited.path / "runs").glob("pytest-*")] == ["pytest-abcd-guichet"]
