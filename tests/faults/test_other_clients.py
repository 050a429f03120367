"""Clients written in other languages, against the embedded server."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.harness import programs

HERE = Path(__file__).parent


@pytest.fixture
def control(start_embedded):
    return start_embedded()[1]


def run(words, cwd, **environment):
    return subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.needs_go
def test_the_official_go_client(control, echoes):
    done = run(["go", "run", ".", control.url, echoes.address], HERE / "go", GOFLAGS="-mod=mod")
    assert done.stdout == "ok\n", done.stdout + done.stderr


@pytest.mark.needs_node
def test_the_node_client(control, echoes):
    words = ["node", HERE / "node" / "scenario.js", control.url, echoes.address]
    done = run(words, HERE, NODE_PATH=str(programs.node_modules()))
    assert done.stdout == "ok\n", done.stdout + done.stderr


@pytest.mark.needs_toxiproxy_cli
def test_the_official_command_line(control, echoes):
    program = programs.program("toxiproxy-cli")

    def says(*words):
        done = run([program, "--host", control.url, *words], HERE)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    assert "Created new proxy c" in says(
        "create", "--listen", "127.0.0.1:0", "--upstream", echoes.address, "c"
    )
    assert echoes.address in says("list")
    says("toxic", "add", "--type", "latency", "--attribute", "latency=50", "-n", "late", "c")
    assert "late" in says("inspect", "c")
    says("toxic", "update", "-n", "late", "--attribute", "latency=70", "c")
    assert "latency=70" in says("inspect", "c")
    says("toxic", "remove", "-n", "late", "c")
    assert "late" not in says("inspect", "c")
    says("toggle", "c")
    assert control.call("GET", "/proxies/c").json["enabled"] is False
    says("toggle", "c")
    says("delete", "c")
    assert control.call("GET", "/proxies").json == {}
