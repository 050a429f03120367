"""Engines: given, started or embedded; restored at the end."""

import json
import os
import socket
import stat
import time
import urllib.request

import pytest

from epreuve.faults.errors import EngineUnusable, ToxiproxyUnreachable
from epreuve.faults.toxic import Toxic
from epreuve.faults.toxiproxy.client import Toxiproxy
from epreuve.faults.toxiproxy.engine import VARIABLE, open_engine

pytestmark = pytest.mark.process


@pytest.fixture(autouse=True)
def nothing_around(monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setattr("shutil.which", lambda _: None)


def test_the_embedded_server_is_used_without_another_one(tmp_path, echoes):
    with open_engine(None, tmp_path) as engine:
        assert (engine.name, engine.embedded, engine.version) == ("embedded", True, "2.12.0")
        assert all(limit.template.endswith(".") for limit in engine.limits)
        engine.create("a", "127.0.0.1:0", echoes.address)
        url = engine.client.url
        time.sleep(3.5)  # Longer than the lease: heartbeats keep it.
        assert engine.client.version()
        assert engine.failure is None
    with pytest.raises(ToxiproxyUnreachable):
        Toxiproxy(url, timeout=1).version()
    engine.close()
    assert engine.failure is None


def test_the_seed_reaches_the_server(tmp_path, echoes):
    def fates(seed):
        """Return which of twenty connections a toxic with toxicity 0.5 does not affect."""
        with open_engine(None, tmp_path / str(seed), seed=seed) as engine:
            listen = engine.client.create("a", "127.0.0.1:0", echoes.address).listen
            body = {"type": "limit_data", "attributes": {"bytes": 0}, "toxicity": 0.5}
            post(f"{engine.client.url}/proxies/a/toxics", body)
            return [answers(listen) for _ in range(20)]

    assert fates(7) == fates(7) != fates(8)


def post(url, body):
    request = urllib.request.Request(url, json.dumps(body).encode(), method="POST")
    urllib.request.urlopen(request, timeout=5).close()


def answers(address):
    host, port = address.rsplit(":", 1)
    with socket.create_connection((host, int(port)), timeout=5) as one:
        one.sendall(b"x")
        return one.recv(1) == b"x"


def test_an_error_in_the_block_ends_the_server_too(tmp_path):
    with pytest.raises(RuntimeError), open_engine(None, tmp_path) as engine:
        raise RuntimeError
    with pytest.raises(ToxiproxyUnreachable, match="refuses connections"):
        engine.client.version()


def test_a_named_server_that_does_not_run_has_a_remedy(tmp_path):
    with pytest.raises(EngineUnusable, match=r"127.0.0.1:1 refuses .*; start a Toxiproxy there"):
        open_engine("http://127.0.0.1:1", tmp_path)


@pytest.mark.parametrize("by", ["argument", "environment"])
def test_another_server_is_used_and_restored(tmp_path, start_embedded, echoes, monkeypatch, by):
    _, control = start_embedded()
    if by == "environment":
        monkeypatch.setenv(VARIABLE, control.url)
    with open_engine(control.url if by == "argument" else None, tmp_path) as engine:
        assert engine.client.url == control.url
        engine.create("a", "127.0.0.1:0", echoes.address)
        assert (tmp_path / "faults-journal.json").exists()
    assert Toxiproxy(control.url).proxies() == {}
    assert not (tmp_path / "faults-journal.json").exists()


def test_proxies_of_others_are_refused_and_not_changed(tmp_path, start_embedded, echoes):
    _, control = start_embedded()
    client = Toxiproxy(control.url)
    client.create("theirs", "127.0.0.1:0", echoes.address)
    with pytest.raises(EngineUnusable, match="proxies of others: theirs"):
        open_engine(control.url, tmp_path)
    assert list(client.proxies()) == ["theirs"]


def test_the_environment_can_allow_proxies_of_others(tmp_path, start_embedded, echoes, monkeypatch):
    _, control = start_embedded()
    client = Toxiproxy(control.url)
    client.create("theirs", "127.0.0.1:0", echoes.address)
    monkeypatch.setenv("EPREUVE_TOXIPROXY_SHARED", "1")
    with open_engine(control.url, tmp_path) as engine:
        engine.create("ours", "127.0.0.1:0", echoes.address)
    assert list(client.proxies()) == ["theirs"]


def test_a_proxy_of_others_with_the_same_name_is_not_changed(tmp_path, start_embedded, echoes):
    _, control = start_embedded()
    client = Toxiproxy(control.url)
    with open_engine(control.url, tmp_path) as engine:
        client.create("a", "127.0.0.1:0", "127.0.0.1:1")
        with pytest.raises(EngineUnusable, match="has a proxy 'a' of others"):
            engine.create("a", "127.0.0.1:0", echoes.address)
    assert client.proxies()["a"].upstream == "127.0.0.1:1"


def test_allowed_proxies_of_others_are_restored(tmp_path, start_embedded, echoes):
    _, control = start_embedded()
    client = Toxiproxy(control.url)
    client.create("theirs", "127.0.0.1:0", echoes.address)
    client.add_toxic("theirs", Toxic("kept", "latency", "upstream", {"latency": 5}))
    client.add_toxic("theirs", Toxic("gone", "noop", "upstream", {}))
    before = client.proxies()
    with open_engine(control.url, tmp_path, allow_foreign=True) as engine:
        engine.create("ours", "127.0.0.1:0", echoes.address)
        engine.client.update_toxic("theirs", "kept", {"latency": 9})
        engine.client.remove_toxic("theirs", "gone")
        engine.client.add_toxic("theirs", Toxic("new", "noop", "downstream", {}))
        engine.client.set_upstream("theirs", "127.0.0.1:1")
        engine.client.set_enabled("theirs", False)
    after = client.proxies()
    assert list(after) == ["theirs"]
    assert sorted(after["theirs"].toxics, key=str) == sorted(before["theirs"].toxics, key=str)
    assert (after["theirs"].enabled, after["theirs"].upstream) == (True, echoes.address)


def test_a_server_on_path_that_does_not_start_is_an_error(tmp_path, monkeypatch):
    program = tmp_path / "toxiproxy-server"
    program.write_text("#!/bin/sh\nexit 3\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr("shutil.which", lambda _: os.fspath(program))
    with pytest.raises(EngineUnusable, match="does not respond"):
        open_engine(None, tmp_path)


def test_an_engine_that_ends_has_a_failure(tmp_path):
    with open_engine(None, tmp_path) as engine:
        os.kill(engine._launched.pid, 9)
        deadline = time.monotonic() + 5
        while engine.failure is None and time.monotonic() < deadline:
            time.sleep(0.05)
        assert "ended by itself" in str(engine.failure)
