"""Runs that could not be measured: exit code 3, or 6 for a failure of `epreuve` itself."""

import json
import subprocess
import sys
from collections.abc import Callable

import pytest

from epreuve.audits.errors import EXIT_HARNESS
from tests.command_line.conftest import Workspace, is_free, stderr_of, wait_until
from tests.harness import short_audit


def test_a_bug_has_another_exit_code_than_a_failed_gate(workspace: Workspace) -> None:
    code = (
        "import epreuve.audits.profile.loading as p; "
        "from epreuve.audits.cli.shared.group import main; "
        "p.prepare_profile = lambda *words: 1 / 0; main(['check', 'profile.yaml'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=workspace.path, capture_output=True, text=True
    )
    assert done.returncode == EXIT_HARNESS
    assert done.stderr.splitlines()[-1] == "epreuve: this is a bug of epreuve; please report it"


def test_a_service_that_does_not_start(workspace: Workspace) -> None:
    start = workspace.profile.read_text(encoding="utf-8").partition("power:")[2]
    workspace.edit(f"power:{start}", "power: {boot_within: 1 s}\n")
    err = stderr_of(workspace.audit(), 3)
    assert (
        f"service.address: http://127.0.0.1:{workspace.port}/ did not respond with 2xx within 1 s"
        in err
    )
    assert workspace.processes() == []


def test_a_service_whose_start_fails_is_not_waited_for(workspace: Workspace) -> None:
    """Otherwise this test would last the hour of `boot_within`."""
    power = workspace.profile.read_text(encoding="utf-8").partition("power:")[2]
    workspace.edit(f"power:{power}", "power: {start: [ls, /nowhere], boot_within: 1 h}\n")
    err = stderr_of(workspace.audit(), 3)
    assert "power.start: all processes of `power.start` ended before the service responded" in err
    assert "/nowhere" in err.splitlines()[-1]
    assert workspace.processes() == []


def test_a_dependency_that_does_not_start(workspace: Workspace) -> None:
    text = workspace.profile.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("    start:"))
    workspace.edit(f"{line}\n", "")
    err = stderr_of(workspace.audit(), 3)
    assert f"dependencies.base.upstream: nothing responds at 127.0.0.1:{workspace.upstream}" in err
    assert workspace.processes() == []


def test_a_toxiproxy_that_does_not_respond(
    workspace: Workspace, free_port: Callable[[], int]
) -> None:
    url = f"http://127.0.0.1:{free_port()}"
    err = stderr_of(workspace.audit("--toxiproxy", url), EXIT_HARNESS)
    assert url in err
    assert workspace.processes() == []


def test_a_run_folder_that_cannot_be_created(workspace: Workspace) -> None:
    (workspace.path / "file").write_text("")
    words = ["audit", "profile.yaml", "--crisis", "crisis.yaml", "--folder", "file/run"]
    assert "file/run: cannot be written" in stderr_of(workspace.start(*words), 2)


@pytest.mark.parametrize("limit", [1_000, 150_000])
def test_a_full_disk(workspace: Workspace, limit: int) -> None:
    """Full at the first file, and in the middle of the run."""
    err = stderr_of(workspace.audit("--quiet", limit=limit), 3)
    assert "cannot be written" in err
    assert wait_until(lambda: workspace.processes() == [], 5)
    assert all(is_free(port) for port in workspace.ports)


def test_a_toxiproxy_that_stops_ends_the_run(
    workspace: Workspace, free_port: Callable[[], int]
) -> None:
    port = free_port()
    server = workspace.start("toxiproxy", "--listen", f"127.0.0.1:{port}")
    assert wait_until(lambda: not is_free(port))
    process = workspace.audit("--toxiproxy", f"http://127.0.0.1:{port}")
    workspace.wait_playing(process)
    server.kill()
    server.communicate()
    assert f"127.0.0.1:{port}" in stderr_of(process, EXIT_HARNESS)
    assert wait_until(lambda: workspace.processes() == [], 5), workspace.processes()
    assert json.loads((workspace.run / "run.json").read_text())["interrupted"]


@pytest.mark.slow
def test_a_service_that_stops_in_the_middle_is_assessed_by_its_evidence(
    workspace: Workspace,
) -> None:
    profile = workspace.profile.read_text(encoding="utf-8")
    dependencies = profile[profile.index("dependencies:") : profile.index("power:")]
    workspace.edit(dependencies, "")  # each would be waited for after its faults
    workspace.edit(f'"{workspace.port}"]', f'"{workspace.port}", "12"]')
    process = workspace.audit("--lang", "en", program=short_audit.COMMAND)
    out, err = process.communicate(timeout=500)
    assert process.returncode in (1, 3), err
    assert "Traceback" not in err
    assert "stopped by itself" in err
    assessment = json.loads((workspace.run / "assessment.json").read_text())
    assert any("stopped by itself" in text["en"] for text in assessment["warnings"])
    assert assessment["run"]["interrupted"] is None
    assert (workspace.run / "report.en.html").is_file()
    assert "report.en.html" in out
    assert workspace.processes() == []
