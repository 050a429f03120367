"""The functions of the start scripts: heartbeat, restored data, end of the whole family."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.field import heartbeat
from tests.field.leftovers import end_leftovers, leftovers
from tests.field.service import FOLDER

pytestmark = pytest.mark.process
FAMILY = FOLDER / "start" / "family.sh"


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    end_leftovers(tmp_path)


def start(run: Path, script: str, variant: str = "plain") -> subprocess.Popen[bytes]:
    data = str(run / "service")
    env = {"FIELD_DATA": data, "FIELD_VARIANT": variant, "EPREUVE_FIELD_HOME": str(run)}
    command = ["bash", "-euc", f". {FAMILY}; {script}"]
    return subprocess.Popen(command, env={**os.environ, **env}, start_new_session=True)


def wait_until_none_is_left(run: Path) -> None:
    end = time.monotonic() + 30.0
    while leftovers(run) and time.monotonic() < end:
        time.sleep(0.05)
    assert leftovers(run) == {}


def test_a_service_in_pieces_ends_as_a_whole(run: Path) -> None:
    script = "family_heartbeat; family_start sleep 600; family_start sleep 0.5; family_wait"
    start(run, script).wait(30.0)
    wait_until_none_is_left(run)
    assert heartbeat.read(run)


def test_a_signal_to_the_start_script_ends_servers_in_sessions_of_their_own(run: Path) -> None:
    process = start(run, "family_start setsid sleep 600; echo > $FIELD_DATA.up; family_wait")
    end = time.monotonic() + 30.0
    while not (run / "service.up").exists() and time.monotonic() < end:
        time.sleep(0.05)
    process.send_signal(signal.SIGTERM)
    process.wait(30.0)
    wait_until_none_is_left(run)


@pytest.mark.parametrize(("variant", "kept"), [("plain", True), ("loses", False)])
def test_only_the_variant_that_loses_goes_back_to_the_installed_data(
    run: Path, variant: str, kept: bool
) -> None:
    installed, data = run / "installed", run / "data"
    installed.mkdir()
    (installed / "table").write_text("first row\n")
    restore = f"family_restore {installed} {data}"
    assert start(run, restore, variant).wait(30.0) == 0
    (data / "table").write_text("first row\nsecond row\n")
    assert start(run, restore, variant).wait(30.0) == 0
    assert ("second row" in (data / "table").read_text()) is kept
