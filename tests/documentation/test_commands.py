"""Commands of the documentation: correct, and run by a test."""

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from epreuve.audits.cli.shared.group import epreuve
from tests.documentation.pages import CHEAP, FENCED, INDENTED, OTHERS, PATHS, ROOT, WRITTEN, name

DEMONSTRATION = ROOT / "audits" / "demo" / "sobre.yaml"
PROGRAM = re.compile(r"(?:\$ )?(?:\S*/bin/)?([a-z][a-z0-9]*)\b(?![.:(])")
TARGETS = re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE)


@pytest.mark.parametrize(
    "words", [["nope"], ["audit"], ["audit", "p.yaml", "--nope"], ["crises", "show"]]
)
def test_a_wrong_command_is_recognised(words: list[str]) -> None:
    with pytest.raises(click.UsageError):
        parse(epreuve, words)


def test_there_are_commands_to_check() -> None:
    assert len(WRITTEN) > 40


@pytest.mark.parametrize("words", WRITTEN)
def test_a_command_of_a_page_is_correct(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "runs").mkdir()  # a reader of this command has run others before
    monkeypatch.chdir(tmp_path)
    if words[0] == "make":
        assert set(words[1:]) <= set(TARGETS)
    else:
        parse(epreuve, words[1:])


def parse(command: click.Command, words: list[str]) -> None:
    """Parse a command without running it; raise click.UsageError for a wrong option or verb."""
    with command.make_context(
        command.name, list(words), resilient_parsing=False, help_option_names=["-h", "--help"]
    ) as context:
        rest = [*context._protected_args, *context.args]
        if isinstance(command, click.Group) and rest:
            _, verb, rest = command.resolve_command(context, rest)
            assert verb is not None
            parse(verb, rest)


# Programs other than `epreuve` and `make`, and the module of tests/documented that runs them.
MODULES = {
    ("CONTRIBUTING.md", "pytest"): "test_installed.py",
    ("docs/ci/README.md", "chaos"): "test_chaos.py",
    ("docs/ci/README.md", "eval"): "test_blocks.py",
    ("docs/ci/README.md", "pytest"): "test_readers.py",
    ("docs/first-hour.md", "pip"): "test_installed.py",
    ("docs/first-hour.md", "pytest"): "test_readers.py",
    ("docs/first-hour.md", "python3"): "test_installed.py",
    ("docs/images/README.md", "python"): "test_pictures.py",
    ("docs/prometheus/README.md", "prometheus"): "test_prometheus.py",
}


def programs(path: Path) -> set[str]:
    """Return the programs that the blocks of a page start, drawings aside."""
    text = path.read_text()
    blocks = [block for language, block in FENCED.findall(text) if language in ("", "sh")]
    blocks = [block for block in blocks if "──" not in block]
    lines = [*"".join(blocks).splitlines(), *INDENTED.findall(FENCED.sub("", text))]
    return {match[1] for line in lines if (match := PROGRAM.match(line))} - {"epreuve", "make"}


def test_each_program_that_a_page_starts_is_run_by_a_test() -> None:
    started = {(name(path), program) for path in [*OTHERS, *PATHS] for program in programs(path)}
    assert started == set(MODULES), "run it in tests/documented, and name it here"
    for (page, _), module in MODULES.items():
        assert Path(page).name in (ROOT / "tests" / "documented" / module).read_text()


RUN = [
    row
    for row in WRITTEN
    if row.values[0][0] == "epreuve"
    and row.values[0][1] in CHEAP
    and not any(word.startswith("runs/") for word in row.values[0])
]


@pytest.mark.process
@pytest.mark.parametrize("words", RUN)
def test_a_command_without_a_run_works(words: list[str], tmp_path: Path) -> None:
    for word in words:
        if word.endswith(".yaml"):  # the reader's own profile
            (tmp_path / word).write_bytes(DEMONSTRATION.read_bytes())
    done = subprocess.run(
        [sys.executable, "-m", "epreuve.audits", *words[1:]],
        cwd=tmp_path, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()
