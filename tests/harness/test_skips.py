"""Tests of `needs_*` markers and of `--fail-on-skip`, in a small project."""

import ast
import re
from pathlib import Path

import pytest

from tests.harness import needs

pytestmark = pytest.mark.process

pytest_plugins = ["pytester"]
ROOT = Path(__file__).parents[2]
CONFTEST = """
import sys
sys.path.insert(0, {root!r})
from tests.harness import needs
needs.NEEDS["elsewhere"] = lambda: "not installed; apt-get install elsewhere"
needs.NEEDS["here"] = lambda: None
needs.NEEDS["elsewhere"].__doc__ = needs.NEEDS["here"].__doc__ = "Something."
pytest_plugins = ["tests.harness.needs", "tests.harness.skips"]
"""
TESTS = """
import pytest

@pytest.fixture
def broken():
    raise RuntimeError("made although a need is missing")

@pytest.mark.needs_elsewhere
def test_one(broken): pass

@pytest.mark.needs_here
def test_two(): pass
"""


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    pytester.makeconftest(CONFTEST.format(root=str(ROOT)))
    pytester.makepyfile(test_needs=TESTS)
    return pytester


def run(project: pytest.Pytester, *options: str) -> pytest.RunResult:
    quiet = ("-p", "no:locust", "-p", "no:hypothesispytest", "-p", "no:cacheprovider")
    return project.runpytest_subprocess(*quiet, "--strict-markers", *options)


def test_a_need_that_is_not_met_skips_the_test_with_its_reason(project: pytest.Pytester) -> None:
    result = run(project, "-rs")
    result.assert_outcomes(passed=1, skipped=1)
    assert result.ret == 0
    assert "needs_elsewhere: not installed; apt-get install elsewhere" in result.stdout.str()


def test_with_fail_on_skip_a_skipped_test_fails_the_run(project: pytest.Pytester) -> None:
    result = run(project, "--fail-on-skip")
    result.assert_outcomes(passed=1, skipped=1)
    assert result.ret == 1
    line = "SKIPPED test_needs.py::test_one: needs_elsewhere: not installed; *"
    result.stdout.fnmatch_lines([line])


def test_with_fail_on_skip_a_skipped_module_fails_the_run(project: pytest.Pytester) -> None:
    module = "import pytest\npytest.skip('a reason', allow_module_level=True)"
    project.makepyfile(test_needs=module, test_other="def test_it(): pass")
    result = run(project, "--fail-on-skip")
    assert result.ret == 1
    result.stdout.fnmatch_lines(["SKIPPED test_needs.py: a reason"])


def test_without_a_skipped_test_the_option_changes_nothing(project: pytest.Pytester) -> None:
    result = run(project, "--fail-on-skip", "-m", "needs_here")
    result.assert_outcomes(passed=1, deselected=1)
    assert result.ret == 0


def test_each_need_has_a_description_and_answers() -> None:
    for name, check in needs.NEEDS.items():
        assert check.__doc__
        reason = needs.missing(name)
        assert reason is None or (reason and "\n" not in reason), name


def test_nothing_else_leaves_tests_out() -> None:
    """A skip has one cause, a need; no file and no test is removed from the collection."""
    forbidden = re.compile(r"collect_ignore|pytest\.skip\(|mark\.skip|importorskip|items\[:\]")
    harness = Path(__file__).parent
    paths = [path for path in (ROOT / "tests").rglob("*.py") if harness not in path.parents]
    assert len(paths) > 100
    assert [str(path) for path in paths if forbidden.search(path.read_text())] == []


def test_no_test_depends_on_a_condition_of_its_module() -> None:
    """A function below an `if` of the module is not collected everywhere."""
    hidden = [
        f"{path}:{function.lineno}"
        for path in (ROOT / "tests").rglob("test_*.py")
        for block in ast.parse(path.read_text()).body
        if isinstance(block, ast.If | ast.Try)
        for function in ast.walk(block)
        if isinstance(function, ast.FunctionDef)
    ]
    assert hidden == []
