"""Crisis files of users: errors with line, field, value and remedy."""

from pathlib import Path

import pytest
import yaml

from epreuve.audits.crises.crisis import Crisis, read_crisis
from epreuve.audits.crises.crisis_file import CrisisFile
from epreuve.audits.crises.stage_fault import StageFault
from epreuve.audits.crises.template import scaffold
from epreuve.audits.errors import Misuse
from epreuve.audits.reading.schema import json_schema
from epreuve.faults.fault import StagedFault
from epreuve.faults.flapping import Flapping
from epreuve.faults.registry import fault_kinds
from epreuve.faults.slow import Slow

THIRD_PARTIES = "faults: [{sets: [ID, OTP], kind: silent}]"  # in the scaffold
FAULTS = "    faults:"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return scaffold("notre-crue", tmp_path / "notre-crue.yaml", "en")


@pytest.mark.parametrize(("own", "seed"), [({}, 7), ({"seed": 0}, 0), ({"seed": 3}, 3)])
def test_a_fault_keeps_the_seed_of_its_file(own: dict[str, int], seed: int) -> None:
    values = {"sets": "ID", "kind": "flapping", "down": "1 s", "up": "1 s", **own}
    fault = StageFault.model_validate(values).seeded(7)
    assert isinstance(fault, StagedFault)
    assert fault.seed == seed


def test_the_scaffold_is_valid_and_commented(file: Path) -> None:
    crisis = read_crisis(str(file))
    assert crisis.id == "notre-crue"
    assert [stage.power for stage in crisis.stages] == ["P0", "P0", "P2", "P0"]
    text = file.read_text("utf-8")
    assert "{" + "id}" not in text
    assert "{" + "sets}" not in text
    assert "edge-lossy" in text
    assert "P7" in text


def test_the_scaffold_has_comments_in_the_language_of_the_user(tmp_path: Path, file: Path) -> None:
    french = scaffold("notre-crue", tmp_path / "fr.yaml", "fr").read_text("utf-8")
    english = file.read_text("utf-8")
    assert yaml.safe_load(french) == yaml.safe_load(english)
    assert "# Sources des chiffres." in french
    assert "P0 (aucune coupure" in french
    comments = [{line for line in text.splitlines() if "#" in line} for text in (french, english)]
    assert comments[0].isdisjoint(comments[1])


def test_the_scaffold_never_overwrites(file: Path) -> None:
    with pytest.raises(Misuse, match="already exists"):
        scaffold("notre-crue", file, "en")
    with pytest.raises(Misuse, match="is not an id"):
        scaffold("Notre crue", file.with_name("other.yaml"), "en")
    with pytest.raises(Misuse, match="cannot be written"):
        scaffold("notre-crue", file.parent / "absent" / "other.yaml", "en")


@pytest.mark.parametrize(
    ("old", "new", "line_of", "words"),
    [  # text of the scaffold, its replacement, line of the error, words of the error
        ("    date: 2026-01-31\n", "", "  - text:", ["facts.0.date", "is missing; add it"]),
        ("    source: my-report\n", "", "  - text:", ["facts.0.source", "is missing"]),
        (
            "source: my-report",
            "source: my-reprot",
            "facts:",
            ["'my-reprot'", "Did you mean my-report?"],
        ),
        ("date: 2026-01-31", "date: hier", "    date:", ["facts.0.date", "'hier'"]),
        (
            "shape: announcement",
            "shape: anounce",
            "    load: {shape: anounce",
            ["'anounce'", "known are"],
        ),
        (
            "no-network: 0.2",
            "no-network: 0.5",
            "    networks: {4g-congested: 0.6, slow4g: 0.2",
            ["add up to 1.3", "add up to 1"],
        ),
        (
            "no-network: 0.2",
            "no-netwrk: 0.2",
            "    networks: {4g",
            ["is not a network"],
        ),
        ("[ID, OTP]", "[ID, OPT]", FAULTS, ["faults.0.sets", "'OPT'"]),
        ("kind: silent", "kind: silence", FAULTS, ["'silence'", "did you mean 'silent'"]),
        ("kind: silent", "kind: slow, dela: 2 s", FAULTS, ["dela: unknown key", "mean delay?"]),
        ("kind: silent", "kind: slow, delay: soon", FAULTS, ["faults.0.delay: 'soon'"]),
        ("kind: silent", "kind: flapping, up: 2 s", FAULTS, ["faults.0.down: is missing"]),
        ("sets: [ID, OTP], ", "", FAULTS, ["faults.0.sets: is missing"]),
        ("sets: [ID, OTP]", "on: [ID, OTP]", FAULTS, ["on: unknown key", "Did you mean sets?"]),
        ("kind: silent", "fault: {kind: silent}", FAULTS, ["fault: unknown key; write its fields"]),
        (
            "kind: silent}",
            "kind: silent}, {sets: ID, kind: slow}",
            FAULTS,
            ["ID: both silent and slow; choose one"],
        ),
        (
            "kind: silent}",
            "kind: slow}, {sets: OTP, kind: slow, delay: 1 s}",
            FAULTS,
            ["OTP: both slow and slow; choose one"],
        ),
        (
            THIRD_PARTIES,
            "erring: [ID, OTP]",
            "  - id: third-parties",
            ["erring: was replaced", "`faults: [{sets: [ID, OTP], kind: error_response}]`"],
        ),
        ("power: P2", "power: P9", "    power:", ["'P9'", "known are: P0"]),
        (
            "real: 48 h",
            "real: 4 h",
            "stages:",
            ["last 28 h together", "says 72 h; make them agree"],
        ),
        ("phase: after", "phase: before", "    phase: before", ["'during' or 'after'", "'before'"]),
        ("id: return", "id: surge", "stages:", ["two have the same id"]),
        ("id: return", "id: ramp", "  - id: ramp", ["'ramp'", "choose another"]),
        (THIRD_PARTIES, "power: P5", "stages:", ["without return", "put it last"]),
        (
            "power: P2",
            "cuts: [{after: 1 min, lasts: 1 min}]",
            "  - id: power-cut",
            ["need `lasts:`"],
        ),
        ("    real: 48 h\n", "", "  - id: power-cut", ["real: is missing", "`real: 3 h`"]),
        (
            '  - {fr: "Ce que cette crise apprend.", en: "What this crisis teaches."}\n',
            "  []\n",
            "lessons:",
            ["lessons: is empty; it needs at least one entry"],
        ),
    ],
)
def test_a_mistake_has_its_line_field_and_remedy(
    file: Path, old: str, new: str, line_of: str, words: list[str]
) -> None:
    before = file.read_text("utf-8")
    assert old in before
    file.write_text(before.replace(old, new, 1), "utf-8")
    with pytest.raises(Misuse) as error:
        read_crisis(str(file))
    message = str(error.value)
    lines = file.read_text("utf-8").splitlines()
    expected = next(i for i, line in enumerate(lines, 1) if line.startswith(line_of))
    assert f"{file}:{expected}: " in message, message
    for word in words:
        assert word in message, message


def test_faults_of_every_kind_can_be_named_and_combined(file: Path) -> None:
    text = file.read_text("utf-8")
    slow = "{sets: PAY, kind: slow, delay: 2 s}"
    faults = f"faults: [{slow}, {{sets: [PAY, ID], kind: flapping, down: 2 s, up: 5 s}}]"
    file.write_text(text.replace(THIRD_PARTIES, faults), "utf-8")
    first, second = read_crisis(str(file)).stages[1].faults
    assert (first.sets, first.fault) == (("PAY",), Slow(delay=2))
    assert (second.sets, second.fault) == (("PAY", "ID"), Flapping(down=2, up=5))


def test_a_crisis_survives_its_json(file: Path) -> None:
    crisis = read_crisis(str(file))
    assert Crisis.model_validate_json(crisis.model_dump_json()) == crisis


def test_the_schema_has_every_fault_kind_with_its_fields() -> None:
    kinds = {
        entry["properties"]["kind"]["const"]: entry
        for entry in json_schema(CrisisFile)["$defs"]["StageFault"]["oneOf"]
    }
    assert set(kinds) == set(fault_kinds())
    assert set(kinds["flapping"]["properties"]) == {"sets", "kind", "seed", "down", "up"}
    assert kinds["flapping"]["required"] == ["sets", "kind", "down", "up"]


def test_cuts_of_a_file_are_kept_and_checked(file: Path) -> None:
    text = file.read_text("utf-8")
    own = text.replace(
        "power: P2", "lasts: 10 min\n    power: P4\n    cuts: [{after: 1 min, lasts: 2 min}]"
    )
    file.write_text(own, "utf-8")
    (cut,) = read_crisis(str(file)).stages[2].cuts
    assert (cut.after, cut.lasts, cut.pattern) == (60, 120, "P4")
    file.write_text(own.replace("after: 1 min", "after: 9 min"), "utf-8")
    with pytest.raises(Misuse, match="each must begin after the end of the one before"):
        read_crisis(str(file))
    close = "cuts: [{after: 1 min, lasts: 1 s}, {after: 62 s, lasts: 1 s}]"
    file.write_text(own.replace("cuts: [{after: 1 min, lasts: 2 min}]", close), "utf-8")
    with pytest.raises(Misuse, match="would merge"):
        read_crisis(str(file))


def test_the_message_for_an_unknown_crisis_lists_the_known_ones() -> None:
    with pytest.raises(Misuse, match="Did you mean tempete"):
        read_crisis("tempette")
