"""Clients of other languages drive the embedded server: each is collected where its tools are."""

import os
import subprocess
from pathlib import Path

import pytest

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


def test_the_official_go_client(go_client, control, echoes):
    done = run(
        [go_client, "run", ".", control.url, echoes.address], HERE / "go", GOFLAGS="-mod=mod"
    )
    assert done.stdout == "ok\n", done.stdout + done.stderr


def test_the_node_client(node_client, control, echoes):
    words = ["node", HERE / "node" / "scenario.js", control.url, echoes.address]
    done = run(words, HERE, NODE_PATH=str(node_client))
    assert done.stdout == "ok\n", done.stdout + done.stderr


def test_the_official_command_line(command_line, control, echoes):
    def says(*words):
        done = run([command_line, "--host", control.url, *words], HERE)
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
