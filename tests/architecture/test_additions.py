"""The examples of CONTRIBUTING.md: each addition needs the files of its row, and no other edit.

Most tests add one example to a copy of the packages, and run `epreuve` there. The last ones add all
examples to a copy of the repository, and run ruff and the tests of the repository there.
"""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture.additions import (
    CRITERION_TEST,
    EXAMPLES,
    FAULT_TEST,
    OFFICIAL,
    ROOT,
    TABLE,
    TESTS,
    add_examples,
    add_tests,
    copy_packages,
    copy_repository,
    python,
)

pytestmark = pytest.mark.process

PROFILE = ROOT / "audits" / "demo" / "sobre.yaml"
ASSESSMENT = ROOT / "tests" / "reports" / "golden" / "assessment.json"
GOLDEN = "tests/reports/test_golden.py"
FOLDERS = {
    "fault": ("faults", FAULT_TEST),
    "crisis": ("audits/crises/library",),
    "criterion": ("audits/checks/durability", OFFICIAL, CRITERION_TEST),
    "probe": ("audits/checks/independence",),
    "report": ("reports", GOLDEN),
    "verb": ("audits/cli",),
}
"""Where each addition writes, with its test."""
LISTS = re.compile(r"\b(crisis_ids|fault_kinds|load_grid|probe_schedules)\(")
"""Functions that list the crises, faults, criteria and probes of the folders."""
PROCESSES = re.compile(r"mark\.process")
OTHER_READERS = (
    "tests/test_translation.py",
    "tests/documentation/test_reference.py",
    "tests/documentation/test_checked_criteria.py",
    "tests/audits/checks/test_evidence_schema.py::test_the_page_describes_every_column_of_a_view",
    "tests/audits/checks/test_evidence_schema.py::test_the_schema_has_every_kind_with_its_record",
    CRITERION_TEST,
    "tests/plugin/test_audits.py",
    "tests/command_line/test_french_help.py",
    "tests/test_french_typography.py",
    f"{GOLDEN}::test_run[headline.en.txt]",
    f"{GOLDEN}::test_run[headline.fr.txt]",
    "tests/reports/test_cleaning.py::test_no_hidden_character_in_any_format[headline]",
    "tests/architecture/test_docstrings.py",
    "tests/architecture/test_sizes.py",
)
"""Tests that read the folders, the catalogues or the generated pages."""


def readers() -> list[str]:
    """Return the tests that read the folders: the others, and those that list their contents."""
    paths = [
        path
        for package in ("audits", "faults")
        for path in (ROOT / "tests" / package).rglob("test_*.py")
    ]
    texts = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in paths}
    lists = {
        path for path, text in texts.items() if LISTS.search(text) and not PROCESSES.search(text)
    }
    return [*OTHER_READERS, *sorted(lists - set(OTHER_READERS))]


Run = Callable[..., str]


@pytest.fixture
def add(tmp_path: Path) -> Callable[..., Run]:
    """Return a function that adds files to a copy of the packages and returns its `python`."""

    def add_files(*paths: str) -> Run:
        package = tmp_path / "epreuve"
        copy_packages(package)
        add_examples(package, paths)
        return lambda *words: python(tmp_path, *words)

    return add_files


def example(folder: str) -> str:
    """Return the path of the only example in a folder."""
    (path,) = [path for path in EXAMPLES if Path(path).parent == Path(folder)]
    assert not (ROOT / path).exists()
    return path


def test_the_readers_contain_the_tests_of_every_crisis() -> None:
    assert {"tests/audits/crises/test_crises.py", "tests/audits/planning/test_sizes.py"} <= set(
        readers()
    )


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
    run = add(*(path for path in EXAMPLES if path.startswith(family)))
    assert "Intact receipts" in run("-m", "epreuve.audits", "explain", "DAT-7")
    judgement = "from epreuve.audits.checks.judgement import judgement_of as of; print(of('DAT-7'))"
    assert "function dat_7" in run("-c", judgement)


def test_a_probe_is_one_file(add: Callable[..., Run]) -> None:
    run = add(example("audits/checks/independence"))
    words = ("plan", str(PROFILE), "--seed", "1", "--scale", "60", "--json")
    plan = json.loads(run("-m", "epreuve.audits", *words))
    calm = max(one["end"] for one in plan["windows"] if one["kind"] == "baseline")
    [time] = [probe["at"] for probe in plan["probes"] if probe["name"] == "security.txt"]
    assert time == pytest.approx(0.9 * calm, abs=0.001)


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
    assert f"· {result['letter']} (" in written[0].read_text(encoding="utf-8")


def test_a_verb_is_one_file(add: Callable[..., Run], tmp_path: Path) -> None:
    path = example("audits/cli")
    run = add(path)
    verb = Path(path).stem
    assert re.search(rf"^  {verb} +Print the letter", run("-m", "epreuve.audits", "--help"), re.M)
    shutil.copy(ASSESSMENT, tmp_path)
    letter = json.loads(ASSESSMENT.read_text(encoding="utf-8"))["result"]["letter"]
    shown = run("-m", "epreuve.audits", verb, str(tmp_path), "--lang", "fr").strip()
    assert shown == f"Lettre : {letter}."


def test_each_example_is_in_a_folder_of_its_row() -> None:
    assert set(TABLE) == set(FOLDERS)
    for name, places in FOLDERS.items():
        row = re.sub(r"<\w+>", Path(places[0]).name, TABLE[name])
        assert all(f"`{place}" in row for place in places), name
        assert any(Path(path).parent == Path(places[0]) for path in EXAMPLES), name
    folders = {str(Path(path).parent) for path in EXAMPLES}
    assert folders == {places[0] for places in FOLDERS.values()}


def test_ruff_accepts_the_additions_and_their_tests(tmp_path: Path) -> None:
    copy_repository(tmp_path)
    add_examples(tmp_path, EXAMPLES)
    add_tests(tmp_path)
    files = sorted(path for path in {*EXAMPLES, *TESTS} if path.endswith(".py"))
    for command in (("check",), ("format", "--check")):
        python(tmp_path, "-m", "ruff", *command, "--no-cache", *files)


@pytest.mark.slow
def test_the_tests_that_read_the_folders_pass_after_all_additions(tmp_path: Path) -> None:
    copy_repository(tmp_path)
    add_examples(tmp_path, EXAMPLES)
    add_tests(tmp_path)
    links = tmp_path / ".links"
    python(tmp_path, "docs/site/generate.py", "--evidence", paths=links)
    words = (
        "-m",
        "pytest",
        "-q",
        "--no-header",
        "-p",
        "no:cacheprovider",
        "--tb=short",
        *readers(),
    )
    report = python(tmp_path, *words, paths=links, EPREUVE_UPDATE_GOLDEN="1")
    assert re.search(r"^\d+ passed in", report, re.MULTILINE)
    assert (tmp_path / GOLDEN).with_name("golden").joinpath("headline.en.txt").exists()
