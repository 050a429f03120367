"""The help of the installed `epreuve`: every verb has some, and asking for it loads little."""

import re
import subprocess
import sys

import pytest

from tests.command_line.conftest import EPREUVE


def verbs() -> list[str]:
    told = subprocess.run([EPREUVE, "--help"], capture_output=True, text=True, check=True).stdout
    return re.findall(
        r"^  ([a-z]+)  ", re.split(r"^(?:Verbs|Commands):$", told, flags=re.M)[-1], re.M
    )


VERBS = verbs()


@pytest.mark.parametrize("word", ["--help", "--version"])
def test_asking_for_help_loads_nothing_heavy(word: str) -> None:
    code = (
        "import atexit, sys; from epreuve.audits.cli.shared.group import main; "
        "atexit.register(lambda: print('LOADED', *sys.modules)); main([sys.argv[1]])"
    )
    done = subprocess.run([sys.executable, "-c", code, word], capture_output=True, text=True)
    assert done.returncode == 0
    loaded = {each.partition(".")[0] for each in done.stdout.partition("LOADED")[2].split()}
    assert "click" in loaded
    assert not loaded & {"locust", "gevent", "pydantic", "jinja2", "requests", "babel", "yaml"}


def test_the_verbs_are_the_arrows_of_the_data() -> None:
    assert {"check", "plan", "run", "assess", "report", "audit", "demo"} <= set(VERBS)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help(verb: str) -> None:
    done = subprocess.run([EPREUVE, verb, "--help"], capture_output=True, text=True)
    assert done.returncode == 0
    assert done.stdout.startswith(f"Usage: epreuve {verb}")
    assert len(done.stdout.splitlines()) > 4  # usage, a sentence, the options
