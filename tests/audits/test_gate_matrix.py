"""The gate: every line on both its sides, every exit code, and no data never passes."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest

from epreuve.audits import cli
from epreuve.audits.errors import (
    EXIT_CODES,
    EpreuveError,
    HarnessFailed,
    Misuse,
    NotMeasurable,
    StoppedForSafety,
)
from epreuve.audits.gates.baseline import Baseline
from epreuve.audits.gates.gate import exit_code, judge_gate
from epreuve.audits.gates.gate_words import told
from epreuve.audits.gates.lines import Gate, Lines
from epreuve.reports.assessment import Assessment

GOLDEN = Path(__file__).parents[1] / "reports" / "golden" / "assessment.json"
ROOT = Path(__file__).parents[2]
KNOCKOUT = {
    "id": "K1",
    "criterion": "DAT-1",
    "cap": 39,
    "sentence": {"fr": "Perdu.", "en": "Lost."},
}
Change = Callable[[dict[str, Any]], None]


def document(floor: float = 70.0, change: Change | None = None) -> dict[str, Any]:
    """An assessment with a letter, this floor and no knock-out."""
    found: dict[str, Any] = json.loads(GOLDEN.read_text(encoding="utf-8"))
    found["run"]["interrupted"] = None
    found["result"] |= {"letter": "B", "floor": floor, "knockouts": []}
    if change is not None:
        change(found)
    return found


def assessment(floor: float = 70.0, change: Change | None = None) -> Assessment:
    return Assessment.model_validate(document(floor, change))


def knocked_out(found: dict[str, Any]) -> None:
    found["result"]["knockouts"] = [KNOCKOUT]


def family(code: str, score: float | None, coverage: float) -> Change:
    def change(found: dict[str, Any]) -> None:
        for each in found["result"]["families"]:
            if each["code"] == code:
                each |= {"score": score, "coverage": coverage}

    return change


def criterion(id: str, outcome: str, score: float | None = None) -> Change:
    def change(found: dict[str, Any]) -> None:
        for each in found["findings"]:
            if each["id"] == id:
                each |= {"outcome": outcome, "score": score}

    return change


def interrupted(found: dict[str, Any]) -> None:
    found["run"]["interrupted"] = "stopped by the user"


def ended(code: int) -> Change:
    def change(found: dict[str, Any]) -> None:
        interrupted(found)
        found["run"]["ended"] = code

    return change


def without_letter(found: dict[str, Any]) -> None:
    found["result"]["letter"] = None


@pytest.mark.parametrize(
    ("code", "gate", "floor", "change"),
    [
        (0, {"floor": 70}, 70.0, None),
        (1, {"floor": 70}, 69.999, None),
        (1, {}, 70.0, knocked_out),
        (0, {"no_knockouts": False}, 70.0, knocked_out),
        (0, {"families": {"DAT": 60}}, 70.0, family("DAT", 80.0, 0.75)),
        (1, {"families": {"DAT": 60}}, 70.0, family("DAT", 80.0, 0.74)),
        (3, {"families": {"DAT": 60}}, 70.0, family("DAT", None, 0.0)),
        (3, {"families": {"DAT": 0}}, 70.0, family("DAT", None, 0.0)),
        (0, {"criteria": {"DAT-1": 80}}, 70.0, criterion("DAT-1", "scored", 80.0)),
        (1, {"criteria": {"DAT-1": 80}}, 70.0, criterion("DAT-1", "scored", 79.9)),
        (3, {"criteria": {"DAT-1": 0}}, 70.0, criterion("DAT-1", "inconclusive")),
        (3, {"criteria": {"DAT-1": 0}}, 70.0, criterion("DAT-1", "not_applicable")),
        (6, {"criteria": {"DAT-1": 0}}, 70.0, criterion("DAT-1", "error")),
        (3, {"criteria": {"XXX-1": 0}}, 70.0, None),
        (3, {}, 100.0, interrupted),
        (3, {}, 100.0, without_letter),
        (3, {"floor": 90}, 10.0, interrupted),
        (3, {}, 100.0, ended(3)),
        (5, {}, 100.0, ended(5)),
        (6, {}, 100.0, ended(6)),
        (6, {"floor": 90}, 10.0, ended(6)),
        # What was seen counts before what was not.
        (1, {"floor": 71, "criteria": {"DAT-1": 0}}, 70.0, criterion("DAT-1", "inconclusive")),
        (6, {"floor": 71, "criteria": {"DAT-1": 0}}, 70.0, criterion("DAT-1", "error")),
    ],
)
def test_lines(code: int, gate: dict[str, Any], floor: float, change: Change | None) -> None:
    assert exit_code(assessment(floor, change), Gate.model_validate(gate)) == code


@pytest.mark.parametrize(
    ("code", "floors", "floor", "max_drop"),
    [
        (0, [70], 67.0, 3.0),
        (4, [70], 66.9, 3.0),
        (4, [70], 69.9, 0.0),
        (0, [68, 70, 74], 58.0, 3.0),  # spread 6: a drop of 12 from the median is noise
        (4, [68, 70, 74], 57.9, 3.0),
        (0, [70, 70.5], 67.25, 3.0),  # a small spread leaves max_drop as it is
        (4, [70, 70.5], 67.2, 3.0),
        (0, [70], 10.0, None),
    ],
)
def test_drop(code: int, floors: list[float], floor: float, max_drop: float | None) -> None:
    baseline = Baseline(tuple(assessment(each) for each in floors))
    assert exit_code(assessment(floor), Gate(max_drop=max_drop), baseline) == code


def test_the_trials_of_one_run_tell_the_noise_too() -> None:
    def several(found: dict[str, Any]) -> None:
        found["trials"] = {
            "asked": 3, "seeds": [1, 2, 3], "scores": [70, 70, 70], "floors": [68, 70, 74],
            "spread": 6, "quick": True,
        }  # fmt: skip

    baseline = Baseline((assessment(70, several),))
    assert (baseline.floor, baseline.spread) == (70, 6)
    assert exit_code(assessment(58), Gate(), baseline) == 0
    assert exit_code(assessment(57.9), Gate(), baseline) == 4


def test_a_new_knockout_is_a_regression_even_when_knockouts_are_allowed() -> None:
    gate = Gate(no_knockouts=False)
    clean, dirty = Baseline((assessment(),)), Baseline((assessment(change=knocked_out),))
    assert exit_code(assessment(change=knocked_out), gate, clean) == 4
    assert exit_code(assessment(change=knocked_out), gate, dirty) == 0


def test_below_the_line_comes_before_a_regression() -> None:
    assert exit_code(assessment(50), Gate(floor=60), Baseline((assessment(90),))) == 1


def test_warnings_are_told_and_fail_nothing() -> None:
    warn = Lines(floor=90, no_knockouts=True, max_drop=0, families={"DAT": 100}, criteria={"X": 1})
    gate = Gate(no_knockouts=False, warn=warn)
    passage = judge_gate(
        assessment(change=knocked_out), gate, Baseline((assessment(71, knocked_out),))
    )
    assert passage.code == 0
    warned = {each.name for each in passage.lines if each.level == "warn" and each.state != "met"}
    assert warned == {"floor", "knockouts", "drop", "DAT", "X"}
    assert told(passage, "en").count("\n  ! ") == 5


def test_what_got_worse_is_told_the_heaviest_first() -> None:
    def before(found: dict[str, Any]) -> None:
        for id, score in (("DAT-1", 100.0), ("DAT-3", 40.0), ("DAT-4", 44.0), ("DAT-5", 50.0)):
            criterion(id, "scored", score)(found)

    def after(found: dict[str, Any]) -> None:
        criterion("DAT-1", "scored", 40.0)(found)
        criterion("DAT-3", "inconclusive")(found)
        criterion("DAT-4", "scored", 39.5)(found)  # noise
        criterion("DAT-5", "not_applicable")(found)

    passage = judge_gate(assessment(50, after), Gate(), Baseline((assessment(70, before),)))
    assert passage.code == 4
    first, second = (each.en for each in passage.lost)
    assert first.startswith("DAT-1 No acknowledged submission lost: 100 → 40, ")
    assert second.startswith("DAT-3 Durable receipt: 40 → nothing: ")
    assert f"\n  ↓ {first}\n" in told(passage, "en")


def test_the_ratchet_leaves_room_for_noise() -> None:
    passage = judge_gate(assessment(70.9), Gate(floor=55, max_drop=3))
    assert [each.en for each in passage.raised] == ["The line floor can be raised from 55 to 67."]
    noisy = Baseline((assessment(69), assessment(73)))
    assert judge_gate(assessment(70.9), Gate(floor=55), noisy).raised[0].fr.endswith("55 à 62.")
    assert judge_gate(assessment(70.9), Gate(floor=67)).raised == ()
    assert judge_gate(assessment(50), Gate(floor=55)).raised == ()


def write(path: Path, found: dict[str, Any]) -> Path:
    path.write_text(json.dumps(found))
    return path


def epreuve(*words: object) -> int:
    with pytest.raises(SystemExit) as ended:
        cli.main([str(word) for word in words])
    assert isinstance(ended.value.code, int)
    return ended.value.code


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    path = tmp_path / "profile.yaml"
    path.write_text("""\
epreuve: 1
service: {name: Guichet, address: "http://127.0.0.1:8080", normal_peak: 1/s}
journeys: {lire: {critical: true, steps: [{get: /}]}}
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
    for number, each in enumerate(before):
        options += ["--baseline", write(tmp_path / f"before-{number}.json", document(each))]
    assert epreuve("gate", run, "--profile", profile, *options) == code


@pytest.mark.parametrize("change", [interrupted, without_letter])
def test_a_run_without_a_verdict_is_no_baseline(
    tmp_path: Path, profile: Path, change: Change, capsys: pytest.CaptureFixture[str]
) -> None:
    run = write(tmp_path / "run.json", document())
    before = write(tmp_path / "before.json", document(70, change))
    assert epreuve("gate", run, "--profile", profile, "--baseline", before) == 2
    assert "cannot be a baseline" in capsys.readouterr().err


def test_a_run_alone_needs_its_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert epreuve("gate", write(tmp_path / "run.json", document())) == 2
    assert "--profile" in capsys.readouterr().err
    assert epreuve("gate", tmp_path / "nothing.json") == 2


def test_the_lines_of_the_run_itself(
    tmp_path: Path, profile: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from epreuve.audits.playing.run_folder import new_run
    from epreuve.audits.preparation import prepare

    folder = new_run(prepare(profile, "tous-risques", 1, 60), tmp_path / "run")
    write(folder.assessment, document(70))
    assert epreuve("gate", folder.path, "--lang", "fr") == 0
    printed = capsys.readouterr().out
    assert "✓ plancher 70,0 ≥ 60" in printed
    assert "! plancher 70,0 < 80" in printed
    assert "La ligne floor peut passer de 60 à 67." in printed


@pytest.mark.parametrize(
    ("gate", "sentence"),
    [
        ("{families: {DAX: 50}}", "gate.families.DAX: no such family. Did you mean DAT?"),
        ("{warn: {criteria: {DAT-99: 50}}}", "gate.warn.criteria.DAT-99: no such criterion."),
        ("{criteria: {IND-4: 50}}\nnot_applicable: {IND-4: none}", "is also not_applicable"),
        ("{floor: 101}", "gate.floor"),
        ("{flor: 50}", "floor"),
    ],
)
def test_a_gate_that_could_not_be_met_is_told_by_check(
    profile: Path, gate: str, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = profile.read_text().replace("{floor: 60, warn: {floor: 80}}", gate)
    profile.write_text(text)
    assert epreuve("check", profile) == 2
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (Misuse("x"), 2),
        (NotMeasurable("x"), 3),
        (StoppedForSafety("x"), 5),
        (HarnessFailed("x"), 6),
        (KeyboardInterrupt(), 3),
        (RuntimeError("a defect of ours"), 6),
    ],
)
def test_an_error_ends_with_its_code(
    error: BaseException, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise error

    verb = click.Command("fail", callback=fail)
    monkeypatch.setattr(cli._Verbs, "get_command", lambda self, context, name: verb)
    monkeypatch.setattr(cli._Verbs, "list_commands", lambda self, context: ["fail"])
    assert epreuve("fail") == code


def test_every_code_is_documented_once() -> None:
    codes = [each.code for each in EXIT_CODES]
    assert codes == list(range(7))
    page = (ROOT / "docs" / "exit-codes.md").read_text(encoding="utf-8")
    for each in EXIT_CODES:
        assert f"| {each.code} | {each.en} |" in page
    raised = {each.exit_code for each in (EpreuveError, *_below(EpreuveError))}
    assert raised <= set(codes)


def _below(kind: type[EpreuveError]) -> list[type[EpreuveError]]:
    return [each for sub in kind.__subclasses__() for each in (sub, *_below(sub))]
