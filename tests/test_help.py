"""Help of each verb, and completion in the shell."""

import os
import subprocess
import sys

import click
import pytest

from epreuve.audits.cli.shared import group as cli

CONTEXT = click.Context(cli.epreuve, **cli.epreuve.context_settings)  # as a user has it
VERBS = cli.epreuve.list_commands(CONTEXT)


def verb(name: str) -> click.Command:
    command = cli.epreuve.get_command(CONTEXT, name)
    assert command is not None
    return command


def output(*words: str, **variables: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", "from epreuve.audits.cli.shared.group import main; main()", *words],
        capture_output=True, text=True, timeout=60, check=True,
        env={**os.environ, "COLUMNS": "100", **variables},
    )  # fmt: skip
    return done.stdout


@pytest.mark.process
def test_the_list_of_verbs_has_complete_sentences() -> None:
    listed = " ".join(output("--help").split())
    assert "..." not in listed.partition("Commands")[2]
    for name in VERBS:
        sentence = verb(name).get_short_help_str(cli.SENTENCE)
        assert f"{name} {sentence}" in listed


@pytest.mark.parametrize("name", VERBS)
def test_every_verb_and_every_option_has_a_help_text(name: str) -> None:
    command = verb(name)
    assert command.help is not None
    assert len(command.help.split()) >= 5
    for option in command.params:
        if isinstance(option, click.Option) and not option.hidden:
            assert option.help, f"{name} {option.opts}"


@pytest.mark.parametrize("name", VERBS)
def test_help_fits_a_terminal(name: str) -> None:
    context = click.Context(verb(name), CONTEXT, info_name=f"epreuve {name}", terminal_width=80)
    assert [line for line in context.get_help().splitlines() if len(line) > 80] == []


@pytest.mark.process
def test_completion_of_verbs_and_options() -> None:
    complete = {"_EPREUVE_COMPLETE": "bash_complete"}

    def candidates(words: str, position: int) -> list[str]:
        done = subprocess.run(
            [sys.executable, "-c", "from epreuve.audits.cli.shared.group import main; main()"],
            capture_output=True, text=True, timeout=60,
            env={**os.environ, **complete, "COMP_WORDS": words, "COMP_CWORD": str(position)},
        )  # fmt: skip
        return [line.partition(",")[2] for line in done.stdout.splitlines()]

    assert candidates("epreuve ga", 1) == ["gate"]
    assert candidates("epreuve gate --base", 2) == ["--baseline"]
    assert candidates("epreuve export ch", 2) == ["chaostoolkit"]
