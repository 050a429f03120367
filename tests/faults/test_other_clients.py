"""Clients in other languages, with the embedded server."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.harness import programs

HERE = Path(__file__).parent


@pytest.fixture
def control(start_embedded):
    return start_embedded()[1]


def run(arguments, cwd, **environment):
    return subprocess.run(
        [str(word) for word in arguments],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.needs_go
def test_the_official_go_client(control, echoes):
    result = run(["go", "run", ".", control.url, echoes.address], HERE / "go", GOFLAGS="-mod=mod")
    assert result.stdout == "ok\n", result.stdout + result.stderr


@pytest.mark.needs_node
def test_the_node_client(control, echoes):
    arguments = ["node", HERE / "node" / "scenario.js", control.url, echoes.address]
    result = run(arguments, HERE, NODE_PATH=str(programs.node_modules()))
    assert result.stdout == "ok\n", result.stdout + result.stderr


@pytest.mark.needs_toxiproxy_cli
def test_the_official_command_line(control, echoes):
    program = programs.program("toxiproxy-cli")

    def output_of(*arguments):
        result = run([program, "--host", control.url, *arguments], HERE)
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout

    assert "Created new proxy c" in output_of(
        "create", "--listen", "127.0.0.1:0", "--upstream", echoes.address, "c"
    )
    assert echoes.address in output_of("list")
    output_of("toxic", "add", "--type", "latency", "--attribute", "latency=50", "-n", "late", "c")
    assert "late" in output_of("inspect", "c")
    output_of("toxic", "update", "-n", "late", "--attribute", "latency=70", "c")
    assert "latency=70" in output_of("inspect", "c")
    output_of("toxic", "remove", "-n", "late", "c")
    assert "late" not in output_of("inspect", "c")
    output_of("toggle", "c")
    assert control.call("GET", "/proxies/c").json["enabled"] is False
    output_of("toggle", "c")
    output_of("delete", "c")
    assert control.call("GET", "/proxies").json == {}
