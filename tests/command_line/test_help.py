"""Help of the installed `epreuve`: every verb has it, and it loads few modules."""

import subprocess
import sys

import click
import pytest

from epreuve.audits.cli.shared.group import epreuve
from tests.command_line.conftest import EPREUVE

VERBS = epreuve.list_commands(click.Context(epreuve))


@pytest.mark.parametrize("word", ["--help", "--version"])
def test_help_loads_no_heavy_module(word: str) -> None:
    code = (
        "import atexit, sys; from epreuve.audits.cli.shared.group import main; "
        "atexit.register(lambda: print('LOADED', *sys.modules)); main([sys.argv[1]])"
    )
    done = subprocess.run([sys.executable, "-c", code, word], capture_output=True, text=True)
    assert done.returncode == 0
    loaded = {name.partition(".")[0] for name in done.stdout.partition("LOADED")[2].split()}
    assert "click" in loaded
    assert not loaded & {"locust", "gevent", "pydantic", "jinja2", "requests", "babel", "yaml"}


def test_each_step_of_the_pipeline_is_a_verb() -> None:
    assert {"check", "plan", "run", "assess", "report", "audit", "demo"} <= set(VERBS)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help(verb: str) -> None:
    done = subprocess.run([EPREUVE, verb, "--help"], capture_output=True, text=True)
    assert done.returncode == 0
    assert done.stdout.startswith(f"Usage: epreuve {verb}")
    assert len(done.stdout.splitlines()) > 4  # usage, a sentence, the options
