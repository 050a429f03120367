"""The command `epreuve gate`: exit code and output."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.audits.gates.conftest import (
    Change,
    document,
    ended,
    epreuve,
    interrupted,
    without_letter,
)


def write(path: Path, document: dict[str, Any]) -> Path:
    path.write_text(json.dumps(document))
    return path


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    path = tmp_path / "profile.yaml"
    path.write_text("""\
epreuve: 1
service: {name: Guichet, address: "http://127.0.0.1:8080", normal_peak: 1/s}
journeys: {lire: {critical: true, steps: [{get: /, expect: {status: 200}}]}}
gate: {floor: 60, warn: {floor: 80}}
""")
    return path


@pytest.mark.parametrize(
    ("code", "floor", "change", "before"),
    [
        (0, 70, None, [70]),
        (1, 59, None, [70]),
        (2, 70, lambda d: d["crisis"].update(id="another"), [70]),
        (2, 70, lambda d: d["grid"].update(sha256="0"), [70]),
        (2, 70, lambda d: d["run"].update(scale=1), [70]),
        (2, 70, lambda d: d["service"].update(name="another"), [70]),
        (3, 70, interrupted, [70]),
        (5, 70, ended(5), [70]),
        (6, 70, ended(6), [75]),
        (2, 70, ended(0), []),  # no run that did not reach its end was met
        (4, 70, None, [75]),
        (0, 70, None, [75, 73]),
        (0, 70, None, []),
    ],
)
def test_from_the_command_line(
    tmp_path: Path, profile: Path, code: int, floor: float, change: Change | None,
    before: list[float],
) -> None:  # fmt: skip
    run = write(tmp_path / "run.json", document(floor, change))
    options: list[object] = []
    for number, earlier in enumerate(before):
        options += ["--baseline", write(tmp_path / f"before-{number}.json", document(earlier))]
    assert epreuve("gate", run, "--profile", profile, *options) == code


@pytest.mark.parametrize("change", [interrupted, without_letter])
def test_a_run_without_a_letter_is_no_baseline(
    tmp_path: Path, profile: Path, change: Change, capsys: pytest.CaptureFixture[str]
) -> None:
    run = write(tmp_path / "run.json", document())
    before = write(tmp_path / "before.json", document(70, change))
    assert epreuve("gate", run, "--profile", profile, "--baseline", before) == 2
    assert "cannot be a baseline" in capsys.readouterr().err


def test_a_run_without_a_plan_needs_a_profile(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert epreuve("gate", write(tmp_path / "run.json", document())) == 2
    assert "--profile" in capsys.readouterr().err
    assert epreuve("gate", tmp_path / "nothing.json") == 2


def test_the_rules_of_the_profile_of_the_run(
    tmp_path: Path, profile: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from epreuve.audits.execution.preparation import prepare
    from epreuve.audits.runs.run_folder import new_run

    folder = new_run(prepare(profile, "tous-risques", 1, 60), tmp_path / "run")
    write(folder.assessment, document(70))
    assert epreuve("gate", folder.path, "--lang", "fr") == 0
    printed = capsys.readouterr().out
    assert "✓ plancher 70 ≥ 60" in printed
    assert "! plancher 70 < 80" in printed
    assert "Le seuil de floor peut passer de 60 à 67." in printed


@pytest.mark.parametrize(
    ("gate", "sentence"),
    [
        ("{families: {DAX: 50}}", "gate.families.DAX: no such family. Did you mean DAT?"),
        ("{warn: {criteria: {DAT-99: 50}}}", "gate.warn.criteria.DAT-99: no such criterion."),
        ("{criteria: {IND-4: 50}}\nnot_applicable: {IND-4: none}", "is also in not_applicable"),
        ("{floor: 101}", "gate.floor"),
        ("{flor: 50}", "floor"),
    ],
)
def test_check_refuses_a_gate_that_cannot_be_met(
    profile: Path, gate: str, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = profile.read_text().replace("{floor: 60, warn: {floor: 80}}", gate)
    profile.write_text(text)
    assert epreuve("check", profile) == 2
    assert sentence in capsys.readouterr().err
