"""The examples of CONTRIBUTING.md: each addition needs the files of its row, and no other edit.

Most tests add one example to a copy of the repository, and run `epreuve` there. The last ones add
all examples, and run ruff and the tests of the repository there.
"""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
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
    copy_repository,
    python,
    restored,
)
from tests.architecture.readers import listing_tests, names_of_tests
from tests.architecture.test_docstrings import REPLACED, docstrings, problem
from tests.architecture.test_sizes import FILE_LINES, FUNCTION_LINES, functions

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
OTHER_READERS = (
    "tests/test_translation.py",
    "tests/documentation/test_reference.py",
    "tests/documentation/test_checked_criteria.py",
    "tests/audits/checks/test_evidence_schema.py::test_the_page_describes_every_column_of_a_view",
    "tests/audits/checks/test_evidence_schema.py::test_the_schema_has_every_kind_with_its_record",
    CRITERION_TEST,
    "tests/plugin/test_audits.py::test_one_audit_gives_one_test_per_criterion_and_one_for_the_gate",
    "tests/command_line/test_french_help.py",
    "tests/test_french_typography.py",
    f"{GOLDEN}::test_run[headline.en.txt]",
    f"{GOLDEN}::test_run[headline.fr.txt]",
    "tests/reports/test_cleaning.py::test_no_hidden_character_in_any_format[headline]",
)
"""Tests that read the folders, the catalogues or the generated pages."""


Run = Callable[..., str]


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One copy of the repository: to copy its files takes longer than most tests."""
    folder = tmp_path_factory.mktemp("repository")
    copy_repository(folder)
    return folder


@pytest.fixture
def add(repository: Path, tmp_path: Path) -> Iterator[Callable[..., Run]]:
    """Return a function that adds examples to the copy and returns its `python`."""
    with ExitStack() as stack:

        def add_files(*paths: str) -> Run:
            stack.enter_context(restored(repository, paths))
            add_examples(repository, paths)
            return lambda *words: python(tmp_path, *words, paths=repository / ".links")

        yield add_files


def example(folder: str) -> str:
    """Return the path of the only example in a folder."""
    (path,) = [path for path in EXAMPLES if Path(path).parent == Path(folder)]
    assert not (ROOT / path).exists()
    return path


def test_the_tests_that_list_the_folders_are_found() -> None:
    crises = "tests/audits/crises/test_crises.py"
    assert f"{crises}::test_a_crisis_can_be_planned_for_the_demonstration" in listing_tests()
    module = """
KINDS = [kind for kind in fault_kinds()]
@pytest.fixture
def file(): return scaffold(KINDS)
def test_by_a_fixture(file): ...
@pytest.mark.parametrize("kind", KINDS)
def test_of_each(kind): ...
def test_itself(): assert load_grid().criteria
def test_of_two(): assert 1 + 1 == 2
"""
    assert names_of_tests(module) == ["test_by_a_fixture", "test_of_each", "test_itself"]


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


def test_the_examples_follow_the_rules_of_docstrings_words_and_sizes() -> None:
    for path, example in EXAMPLES.items():
        if path.endswith(".py"):
            before = (ROOT / path).read_text("utf-8") if (ROOT / path).exists() else ""
            assert len((before + example).splitlines()) <= FILE_LINES
            assert all(lines <= FUNCTION_LINES for _, lines in functions(example))
            assert {problem(node, text) for node, text in docstrings(example)} == {""}
            assert REPLACED.search(example.replace("_", " ")) is None


@pytest.fixture
def additions(repository: Path) -> Iterator[Path]:
    """The copy with all examples and their tests."""
    with restored(repository, {*EXAMPLES, *TESTS, OFFICIAL}):
        add_examples(repository, EXAMPLES)
        add_tests(repository)
        yield repository


def test_ruff_accepts_the_additions_and_their_tests(additions: Path) -> None:
    files = sorted(path for path in {*EXAMPLES, *TESTS} if path.endswith(".py"))
    for command in (("check",), ("format", "--check")):
        python(additions, "-m", "ruff", *command, "--no-cache", *files)


@pytest.mark.slow
def test_the_tests_that_read_the_folders_pass_after_all_additions(additions: Path) -> None:
    links = additions / ".links"
    python(additions, "docs/site/generate.py", "--evidence", paths=links)
    words = (
        "-m",
        "pytest",
        "-q",
        "--no-header",
        "-p",
        "no:cacheprovider",
        "--tb=short",
        "--hypothesis-profile=few",
        "-p",
        "tests.harness.additions_only",
        *dict.fromkeys([*OTHER_READERS, *listing_tests()]),
    )
    report = python(additions, *words, paths=links, EPREUVE_UPDATE_GOLDEN="1")
    assert re.search(r"^\d+ passed, \d+ deselected in", report, re.MULTILINE)
    assert (additions / GOLDEN).with_name("golden").joinpath("headline.en.txt").exists()
