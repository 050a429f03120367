"""Variables of the environment in commands: filled at their start, absent from messages."""

import sys
from pathlib import Path

import pytest

from epreuve.faults.errors import FaultError
from epreuve.faults.power.process import ProcessPower
from epreuve.faults.processes.commands import run_command
from epreuve.faults.processes.environment import environment, variables_in, with_environment

SHOW = "import os, sys; print(sys.argv[1], os.environ['PASSWORD'], flush=True)"


@pytest.fixture(autouse=True)
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EPREUVE_A", "s3cret")
    monkeypatch.delenv("EPREUVE_NONE", raising=False)


def test_a_variable_is_filled_and_other_braces_stay() -> None:
    assert (
        with_environment("{run}/{env.EPREUVE_A} ${HOME} {python}")
        == "{run}/s3cret ${HOME} {python}"
    )
    assert variables_in("{env.A} {env.B} {env.A}") == ["A", "B"]
    assert environment({"P": "x{env.EPREUVE_A}"})["P"] == "xs3cret"


def test_a_missing_variable_is_named() -> None:
    with pytest.raises(
        FaultError, match=r"\{env.EPREUVE_NONE\}: the environment variable EPREUVE_NO"
    ):
        with_environment("{env.EPREUVE_NONE}")


@pytest.mark.process
def test_a_command_gets_the_value_and_its_error_does_not(tmp_path: Path) -> None:
    log = tmp_path / "log"
    env = {"PASSWORD": "p-{env.EPREUVE_A}"}
    run_command([sys.executable, "-c", SHOW, "{env.EPREUVE_A}"], "restore", log, 20, env)
    assert log.read_text() == "s3cret p-s3cret\n"
    for words in (["{env.EPREUVE_A}/none"], [sys.executable, "-c", "exit(3)", "{env.EPREUVE_A}"]):
        with pytest.raises(FaultError) as raised:
            run_command(words, "restore", log, 20)
        assert "s3cret" not in str(raised.value)
        assert "{env.EPREUVE_A}" in str(raised.value)


@pytest.mark.process
def test_a_service_gets_the_value_at_each_start(tmp_path: Path) -> None:
    log = tmp_path / "log"
    service = ProcessPower(
        [sys.executable, "-c", SHOW, "{env.EPREUVE_A}"],
        {"PASSWORD": "{env.EPREUVE_A}"},
        tmp_path,
        log,
    )
    for _ in range(2):
        service.start()
        while service.running():
            pass
        service.stop()
    assert log.read_text() == "s3cret s3cret\n" * 2
    absent = ProcessPower(["{env.EPREUVE_A}/none"], None, tmp_path, log)
    with pytest.raises(OSError, match="No such file") as raised:
        absent.start()
    assert raised.value.filename == "{env.EPREUVE_A}/none"
