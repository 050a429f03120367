"""`epreuve recover`: removal of the faults of a killed run."""

import subprocess
import sys
from pathlib import Path

import pytest

from epreuve.audits.cli.shared.group import main
from epreuve.faults.errors import LEASE_ENDED
from epreuve.faults.toxic import Toxic
from epreuve.faults.toxiproxy.client import Toxiproxy
from epreuve.faults.toxiproxy.journal import NAME, Journal
from epreuve.faults.toxiproxy.launcher import launch_embedded

pytestmark = pytest.mark.process


@pytest.fixture
def server(tmp_path):
    launched = launch_embedded(tmp_path / "log", 600, lambda _: None)
    yield Toxiproxy(launched.url)
    launched.close()


def left_behind(client, folder):
    """A killed run with a proxy of its own and a fault on a foreign proxy."""
    (folder / "logs").mkdir(parents=True)
    client.create("theirs", "127.0.0.1:0", "127.0.0.1:1")
    journal = Journal(client.url, client.proxies()).plus("ours", "127.0.0.1:1")
    journal.write(folder / "logs" / NAME)
    client.create("ours", "127.0.0.1:0", "127.0.0.1:1")
    client.add_toxic("theirs", Toxic("t", "timeout", "upstream", {"timeout": 0}))


def recover(*words):
    with pytest.raises(SystemExit) as ended:
        main(["recover", *words])
    return ended.value.code


@pytest.mark.parametrize("named", [True, False])
def test_a_server_is_restored(server, tmp_path, monkeypatch, capsys, named):
    monkeypatch.chdir(tmp_path)
    folder = Path("runs/one")
    left_behind(server, folder)
    assert recover(*([str(folder)] if named else [])) == 0
    assert f"{server.url} is restored" in capsys.readouterr().out
    assert list(server.proxies()) == ["theirs"]
    assert server.proxies()["theirs"].toxics == ()
    assert recover() == 0
    assert capsys.readouterr().out == "nothing to restore in runs\n"


def test_an_unreachable_server_keeps_its_journal(tmp_path, capsys):
    (tmp_path / "logs").mkdir()
    path = tmp_path / "logs" / NAME
    Journal("http://127.0.0.1:1", {}).write(path)
    assert recover(str(tmp_path)) == 3
    assert str(path) in capsys.readouterr().err
    assert path.exists()


def test_a_missing_folder_is_misuse(capsys):
    assert recover("/nowhere/run") == 2
    assert "no such folder" in capsys.readouterr().err


def test_the_verb_passes_its_options_to_the_server(tmp_path):
    words = [
        sys.executable,
        "-m",
        "epreuve.audits",
        "toxiproxy",
        "--listen",
        "127.0.0.1:0",
    ]
    words += ["--seed", "s", "--lease", "0.5", "--exit-on-lease", "--proxy-metrics"]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    try:
        line = process.stdout.readline()
        assert line.startswith("listening on 127.0.0.1:")
        assert Toxiproxy(f"http://{line.split()[-1]}").version() == "2.12.0"
        assert process.wait(10) == LEASE_ENDED
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
