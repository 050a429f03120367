"""The examples of CONTRIBUTING.md: each addition needs the files of its row, and no other edit.

Each test adds one example to a copy of the packages, and runs `epreuve` there.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.process

ROOT = Path(__file__).parents[2]
FOLDERS = ("audits", "faults", "probes", "reports")
EXAMPLE = re.compile(r"^`([\w./-]+)`:\n\n```\w+\n(.*?)^```", re.MULTILINE | re.DOTALL)
EXAMPLES = dict(EXAMPLE.findall((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")))
PROFILE = ROOT / "audits" / "demo" / "sobre.yaml"
ASSESSMENT = ROOT / "tests" / "reports" / "golden" / "assessment.json"

Run = Callable[..., str]


@pytest.fixture
def add(tmp_path: Path) -> Callable[..., Run]:
    """Return a function that adds files to a copy of the packages and returns its `python`."""

    def add_files(*paths: str) -> Run:
        package = tmp_path / "epreuve"
        for folder in FOLDERS:  # compiled files too: the copies keep the times of the sources
            shutil.copytree(ROOT / folder, package / folder)
        for path in paths:
            with (package / path).open("a", encoding="utf-8") as file:
                file.write(EXAMPLES[path])
        return lambda *words: python(tmp_path, *words)

    return add_files


def python(folder: Path, *words: str) -> str:
    """Return what `python WORDS…` prints with the packages of a folder."""
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    result = subprocess.run(
        [sys.executable, *words], env=environment, cwd=folder, capture_output=True, text=True,
        check=False, timeout=60,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    return result.stdout


def example(folder: str) -> str:
    """Return the path of the only example in a folder."""
    (path,) = [path for path in EXAMPLES if Path(path).parent == Path(folder)]
    assert not (ROOT / path).exists()
    return path


def test_a_fault_is_one_file(add: Callable[..., Run]) -> None:
    path = example("faults")
    schema = json.loads(add(path)("-m", "epreuve.audits", "schema", "crisis"))
    faults = schema["$defs"]["StageFault"]["oneOf"]
    kinds = [fault["properties"]["kind"]["const"] for fault in faults]
    assert kinds.count(Path(path).stem) == 1
    assert len(kinds) > 1


def test_a_crisis_is_one_file(add: Callable[..., Run]) -> None:
    path = example("audits/crises/library")
    lines = add(path)("-m", "epreuve.audits", "crises", "--lang", "en").splitlines()
    (line,) = [line for line in lines if line.startswith(Path(path).stem)]
    assert line.endswith("Payment out of order")


def test_a_criterion_is_in_the_folder_of_its_family(add: Callable[..., Run]) -> None:
    family = "audits/checks/durability"
    run = add(f"{family}/criteria.yaml", f"{family}/judgements.py")
    assert "Intact receipts" in run("-m", "epreuve.audits", "explain", "DAT-9")
    judgement = "from epreuve.audits.checks.judgement import judgement_of as of; print(of('DAT-9'))"
    assert "function dat_9" in run("-c", judgement)


def test_a_probe_is_one_file(add: Callable[..., Run]) -> None:
    run = add(example("audits/checks/independence"))
    words = ("plan", str(PROFILE), "--seed", "1", "--scale", "60", "--json")
    plan = json.loads(run("-m", "epreuve.audits", *words))
    assert [probe["at"] for probe in plan["probes"] if probe["name"] == "security.txt"] == [1.6]


def test_a_report_is_one_file(add: Callable[..., Run], tmp_path: Path) -> None:
    path = example("reports")
    run = add(path)
    folder = tmp_path / "run"
    folder.mkdir()
    shutil.copy(ASSESSMENT, folder)
    paths = run("-m", "epreuve.audits", "report", str(folder)).splitlines()
    written = [folder / f"{Path(path).stem}.{language}.txt" for language in ("en", "fr")]
    assert {str(file) for file in written} < set(paths)
    result = json.loads(ASSESSMENT.read_text(encoding="utf-8"))["result"]
    assert f": {result['letter']} (" in written[0].read_text(encoding="utf-8")


def test_a_verb_is_one_file(add: Callable[..., Run], tmp_path: Path) -> None:
    path = example("audits/cli")
    run = add(path)
    verb = Path(path).stem
    assert re.search(rf"^  {verb} +Print the letter", run("-m", "epreuve.audits", "--help"), re.M)
    shutil.copy(ASSESSMENT, tmp_path)
    letter = json.loads(ASSESSMENT.read_text(encoding="utf-8"))["result"]["letter"]
    assert run("-m", "epreuve.audits", verb, str(tmp_path)).strip() == letter


def test_each_example_is_added_by_a_test() -> None:
    folders = {str(Path(path).parent) for path in EXAMPLES}
    source = Path(__file__).read_text(encoding="utf-8")
    assert [folder for folder in folders if f'"{folder}"' not in source] == []
