"""Recovery after our process was killed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from epreuve.faults.errors import FaultError
from epreuve.faults.processes.groups import alive
from epreuve.faults.processes.guard import Guard
from epreuve.faults.processes.table import read_entry
from epreuve.faults.toxic import Toxic
from epreuve.faults.toxiproxy.client import Toxiproxy
from epreuve.faults.toxiproxy.journal import Journal, heal, read, restore
from epreuve.faults.toxiproxy.launcher import launch_real

pytestmark = pytest.mark.process

VICTIM = """
import sys, time
from pathlib import Path
from epreuve.faults.toxiproxy.engine import open_engine
from epreuve.faults.error_response import ErrorResponse
from epreuve.faults.toxiproxy.link import Link
from epreuve.faults.power.process import ProcessPower
from epreuve.faults.refused import Refused
from epreuve.faults.silent import Silent
url, folder, upstream = sys.argv[1] or None, Path(sys.argv[2]), sys.argv[3]
engine = open_engine(url, folder)
for name in ("a", "b", "c"):
    engine.create(name, "127.0.0.1:0", upstream)
Link(engine.client, "a").apply(Silent())
Link(engine.client, "b").apply(Refused())
Link(engine.client, "c").apply(ErrorResponse())
assert engine.client.proxy("c").upstream != upstream
service = ProcessPower([sys.executable, "-c", "import time; time.sleep(60)"], None, None,
    folder / "service.log", engine.guard)
service.start()
print(engine.client.url, service.family.pid, flush=True)
time.sleep(60)
"""


def within(seconds, condition):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


def killed(url: str, folder: Path, upstream: str, path: str = "/nowhere") -> tuple[str, int]:
    """Start a run and SIGKILL it; return the address of its server and the group of its service."""
    process = subprocess.Popen(
        [sys.executable, "-c", VICTIM, url, str(folder), upstream],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PATH": path},
    )
    try:
        server, group = process.stdout.readline().split()
        assert alive(int(group))
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
    return server, int(group)


def sound(client: Toxiproxy, upstream: str) -> bool:
    return all(
        proxy.enabled and not proxy.toxics and proxy.upstream == upstream
        for proxy in client.proxies().values()
    )


def answers(url: str) -> bool:
    try:
        return bool(Toxiproxy(url, timeout=1).version())
    except FaultError:
        return False


def test_the_embedded_server_and_the_service_end_with_our_process(tmp_path, echoes):
    server, group = killed("", tmp_path, echoes.address)
    assert within(5, lambda: not answers(server) and not alive(group))


def test_a_server_that_we_did_not_start_is_healed(tmp_path, start_embedded, echoes):
    _, control = start_embedded()
    server, group = killed(control.url, tmp_path, echoes.address)
    assert server == control.url == read(tmp_path / "faults-journal.json").url
    client = Toxiproxy(server)

    assert within(5, lambda: sound(client, echoes.address))
    assert len(client.proxies()) == 3
    assert within(5, lambda: not alive(group))


@pytest.mark.needs_toxiproxy
def test_a_real_toxiproxy_that_we_started_ends_with_our_process(tmp_path, echoes, real_toxiproxy):
    server, group = killed("", tmp_path, echoes.address, path=str(real_toxiproxy))
    assert within(5, lambda: not answers(server) and not alive(group))


@pytest.mark.needs_toxiproxy
def test_a_real_toxiproxy_that_we_did_not_start_is_healed(tmp_path, echoes, real_toxiproxy):
    launched = launch_real(
        str(real_toxiproxy / "toxiproxy-server"), tmp_path / "log", lambda pgid: None
    )
    try:
        _, group = killed(launched.url, tmp_path, echoes.address)
        client = Toxiproxy(launched.url)
        assert within(5, lambda: sound(client, echoes.address) and not alive(group))
        assert len(client.proxies()) == 3
    finally:
        launched.close()


def test_the_lease_heals_if_the_watchdog_was_killed_too(tmp_path, start_embedded, echoes):
    _, control = start_embedded("--lease", "1")
    client = Toxiproxy(control.url)
    client.create("a", "127.0.0.1:0", echoes.address)
    client.add_toxic("a", Toxic("t", "timeout", "upstream", {"timeout": 0}))
    assert within(5, lambda: not client.proxies()["a"].toxics)


def test_a_forgotten_group_is_not_killed(tmp_path):
    sleeper = [sys.executable, "-c", "import time; time.sleep(30)"]
    processes = [subprocess.Popen(sleeper, start_new_session=True) for _ in range(2)]
    try:
        guard = Guard(tmp_path / "log")
        guard.watch(processes[0].pid)
        guard.forget(processes[0].pid)
        guard._process.stdin.close()  # As if our process were killed.
        guard._process.wait(5)
        with Guard(tmp_path / "log") as guard:
            guard.watch(processes[1].pid)
        guard.close()
        time.sleep(0.2)
        assert all(process.poll() is None for process in processes)
    finally:
        for process in processes:
            process.kill()
            process.wait()


def test_a_process_with_a_reused_number_is_not_killed(tmp_path):
    code = (
        "import epreuve.faults.watchdog.__main__ as w, sys;"
        "w.kill({int(sys.argv[1]): w.Watched('another birth')})"
    )
    sleeper = [sys.executable, "-c", "import time; time.sleep(30)"]
    process = subprocess.Popen(sleeper, start_new_session=True)
    try:
        subprocess.run([sys.executable, "-c", code, str(process.pid)], check=True)
        assert process.poll() is None
        assert read_entry(process.pid).alive
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert read_entry(process.pid) is None


def test_a_journal_can_be_applied_by_another_process(tmp_path, start_embedded, echoes):
    _, control = start_embedded()
    client = Toxiproxy(control.url)
    client.create("theirs", "127.0.0.1:0", echoes.address)
    journal = Journal(control.url, client.proxies()).plus("ours", echoes.address)
    journal.write(tmp_path / "journal")
    client.create("ours", "127.0.0.1:0", echoes.address)
    client.create("later", "127.0.0.1:0", "127.0.0.1:1")
    client.set_enabled("later", False)
    client.add_toxic("ours", Toxic("t", "noop", "upstream", {}))
    client.set_upstream("ours", "127.0.0.1:1")
    client.set_enabled("theirs", False)
    journal_read = read(tmp_path / "journal")
    assert journal_read == journal
    for _ in range(2):
        assert heal(journal_read) == []
        assert client.proxies()["ours"].toxics == ()
        assert client.proxies()["ours"].upstream == echoes.address
        assert client.proxies()["theirs"].enabled
    assert restore(journal_read) == []
    assert set(client.proxies()) == {"theirs", "later"}
    assert not client.proxies()["later"].enabled  # of others, created since


def test_a_journal_without_our_proxies_is_read(tmp_path):
    path = tmp_path / "journal"
    path.write_text('{"url": "http://127.0.0.1:1", "before": {}}')
    assert read(path) == Journal("http://127.0.0.1:1", {})


@pytest.mark.parametrize("text", ["", "[]", '{"url": "x"}', '{"url": "x", "before": {"a": 1}}'])
def test_a_file_that_is_not_a_journal_is_an_error(tmp_path, text):
    path = tmp_path / "journal"
    path.write_text(text)
    with pytest.raises(FaultError, match="not a journal"):
        read(path)
