"""What could not be measured: 3, or 6 when it is the harness's own failure."""

import json
import subprocess
import sys
from collections.abc import Callable

import pytest

from epreuve.audits.errors import EXIT_HARNESS
from tests.command_line.conftest import Desk, is_free, said, until


def test_a_bug_of_ours_is_never_taken_for_a_gate_that_is_not_met(desk: Desk) -> None:
    code = (
        "import epreuve.audits.profile.loading as p; "
        "from epreuve.audits.cli.shared.group import main; "
        "p.prepare_profile = lambda *words: 1 / 0; main(['check', 'profile.yaml'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=desk.path, capture_output=True, text=True
    )
    assert done.returncode == EXIT_HARNESS
    assert done.stderr.splitlines()[-1] == "epreuve: this is a bug of ours, please report it"


def test_a_service_that_nobody_reaches(desk: Desk) -> None:
    start = desk.profile.read_text(encoding="utf-8").partition("power:")[2]
    desk.edit(f"power:{start}", "power: {boot_within: 1 s}\n")
    err = said(desk.audit(), 3)
    assert f"service.address: http://127.0.0.1:{desk.port}/ did not answer 2xx within 1 s" in err
    assert desk.left() == []


def test_a_dependency_that_was_never_up(desk: Desk) -> None:
    text = desk.profile.read_text(encoding="utf-8")
    line = next(each for each in text.splitlines() if each.startswith("    start:"))
    desk.edit(f"{line}\n", "")
    err = said(desk.audit(), 3)
    assert f"dependencies.base.upstream: nothing answers at 127.0.0.1:{desk.upstream}" in err
    assert desk.left() == []


def test_a_toxiproxy_that_does_not_answer(desk: Desk, free_port: Callable[[], int]) -> None:
    url = f"http://127.0.0.1:{free_port()}"
    err = said(desk.audit("--toxiproxy", url), EXIT_HARNESS)
    assert url in err
    assert desk.left() == []


def test_a_folder_where_nothing_can_be_written(desk: Desk) -> None:
    (desk.path / "file").write_text("")
    words = ["audit", "profile.yaml", "--crisis", "crisis.yaml", "--folder", "file/run"]
    assert "file/run: cannot be created" in said(desk.start(*words), 3)


@pytest.mark.parametrize("limit", [1_000, 150_000])
def test_a_disk_that_is_full(desk: Desk, limit: int) -> None:
    """At the first file, and in the middle of the run: evidence that cannot be kept is no trial."""
    err = said(desk.audit("--quiet", limit=limit), 3, 60)
    assert "cannot be written" in err
    assert until(lambda: desk.left() == [], 5)
    assert all(is_free(port) for port in desk.ports)


def test_a_toxiproxy_that_stops_answering_ends_the_run(
    desk: Desk, free_port: Callable[[], int]
) -> None:
    port = free_port()
    server = desk.start("toxiproxy", "--listen", f"127.0.0.1:{port}")
    assert until(lambda: not is_free(port))
    process = desk.audit("--toxiproxy", f"http://127.0.0.1:{port}")
    desk.wait_playing(process)
    server.kill()
    server.communicate()
    assert f"127.0.0.1:{port}" in said(process, EXIT_HARNESS)
    assert until(lambda: desk.left() == [], 5), desk.left()
    assert json.loads((desk.run / "run.json").read_text())["interrupted"]


@pytest.mark.slow
def test_a_service_that_dies_in_the_middle_is_told_and_judged_by_what_was_seen(desk: Desk) -> None:
    desk.edit(f'"{desk.port}"]', f'"{desk.port}", "12"]')
    process = desk.audit("--lang", "en")
    out, err = process.communicate(timeout=240)
    assert process.returncode in (1, 3), err
    assert "Traceback" not in err
    assert "stopped by itself" in err
    assessment = json.loads((desk.run / "assessment.json").read_text())
    assert any("stopped by itself" in each["en"] for each in assessment["warnings"])
    assert assessment["run"]["interrupted"] is None
    assert (desk.run / "report.en.html").is_file()
    assert "report.en.html" in out
    assert desk.left() == []
