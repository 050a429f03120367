"""Help that somebody who never saw the tool can read, and completion in their shell."""

import os
import subprocess
import sys

import click
import pytest

from epreuve.audits.cli.shared import group as cli

pytestmark = pytest.mark.process

CONTEXT = click.Context(cli.epreuve)
VERBS = cli.epreuve.list_commands(CONTEXT)


def verb(name: str) -> click.Command:
    found = cli.epreuve.get_command(CONTEXT, name)
    assert found is not None
    return found


def printed(*words: str, **variables: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", "from epreuve.audits.cli.shared.group import main; main()", *words],
        capture_output=True, text=True, timeout=60, check=True,
        env={**os.environ, "COLUMNS": "100", **variables},
    )  # fmt: skip
    return done.stdout


def test_the_list_of_verbs_holds_whole_sentences() -> None:
    listed = " ".join(printed("--help").split())
    assert "..." not in listed.partition("Verbs")[2]
    for name in VERBS:
        sentence = verb(name).get_short_help_str(cli.SENTENCE)
        assert f"{name} {sentence}" in listed


@pytest.mark.parametrize("name", VERBS)
def test_every_verb_says_what_it_does_and_every_option_too(name: str) -> None:
    found = verb(name)
    assert found.help is not None
    assert len(found.help.split()) >= 5
    for each in found.params:
        if isinstance(each, click.Option) and not each.hidden:
            assert each.help or each.name in ("listen",), f"{name} {each.opts}"


@pytest.mark.parametrize("name", VERBS)
def test_help_fits_a_terminal(name: str) -> None:
    context = click.Context(verb(name), info_name=f"epreuve {name}", terminal_width=80)
    assert [line for line in context.get_help().splitlines() if len(line) > 80] == []


def test_completion_of_verbs_and_options() -> None:
    complete = {"_EPREUVE_COMPLETE": "bash_complete"}

    def offered(words: str, place: int) -> list[str]:
        done = subprocess.run(
            [sys.executable, "-c", "from epreuve.audits.cli.shared.group import main; main()"],
            capture_output=True, text=True, timeout=60,
            env={**os.environ, **complete, "COMP_WORDS": words, "COMP_CWORD": str(place)},
        )  # fmt: skip
        return [line.partition(",")[2] for line in done.stdout.splitlines()]

    assert offered("epreuve ga", 1) == ["gate"]
    assert offered("epreuve gate --base", 2) == ["--baseline"]
    assert offered("epreuve export ch", 2) == ["chaostoolkit"]
