"""The process of the server: lease, end, counters."""

import signal
import socket
import subprocess
import sys
import time

import pytest

from epreuve.faults.errors import LEASE_ENDED


def test_counters_are_live(embedded, make_proxy, echoes, read):
    made = make_proxy(embedded, echoes.address)
    one = made.connect()
    one.sendall(b"12345")
    read(one, 5)
    counters = embedded.call("GET", "/epreuve/counters").json
    assert abs(counters["time"] - time.time()) < 5
    mine = counters["proxies"][made.name]
    assert (mine["opened"], mine["open"]) == (1, 1)
    assert mine["upstream"] == mine["downstream"] == {"received": 5, "sent": 5, "sign_ins": 0}


def test_metrics_are_live(start_embedded, make_proxy, echoes, read):
    _, control = start_embedded("--proxy-metrics")
    made = make_proxy(control, echoes.address)
    one = made.connect()
    one.sendall(b"12345")
    read(one, 5)
    page = control.call("PUT", "/metrics").text
    labels = (
        f'{{direction="upstream",listener="127.0.0.1:{made.address[1]}",proxy="{made.name}",'
        f'upstream="{echoes.address}"}}'
    )
    assert f"toxiproxy_proxy_received_bytes_total{labels} 5.0" in page
    assert f"toxiproxy_proxy_sent_bytes_total{labels} 5.0" in page


def test_a_lease_that_is_not_renewed_heals_everything(start_embedded, make_proxy, echoes):
    _, control = start_embedded("--lease", "0.5")
    made = make_proxy(control, echoes.address)
    for _ in range(4):
        assert control.call("POST", "/epreuve/heartbeat").status == 204
        time.sleep(0.2)
    made.toxic("timeout", {"timeout": 0})
    control.call("POST", "/epreuve/heartbeat")
    made.call("POST", "", {"enabled": False})
    time.sleep(0.2)
    assert made.call("GET").json["enabled"] is False
    time.sleep(0.8)
    document = made.call("GET").json
    assert (document["enabled"], document["toxics"]) == (True, [])
    made.toxic("noop", {})
    assert control.call("POST", "/epreuve/heartbeat").status == 204
    assert len(made.call("GET", "/toxics").json) == 1


def test_a_lease_can_end_the_server(start_embedded):
    process, _ = start_embedded("--lease", "0.3", "--exit-on-lease")
    assert process.wait(5) == LEASE_ENDED


def test_the_first_lease_waits_for_a_client_that_starts(start_embedded):
    process, control = start_embedded("--lease", "0.2", "--grace", "60", "--exit-on-lease")
    time.sleep(1)
    assert process.poll() is None
    assert control.call("POST", "/epreuve/heartbeat").status == 204
    assert process.wait(30) == LEASE_ENDED  # from then on, the lease itself


def test_the_end_of_stdin_can_end_the_server(start_embedded):
    process, _ = start_embedded("--exit-on-stdin-eof")
    time.sleep(0.2)
    assert process.poll() is None
    process.stdin.close()
    assert process.wait(5) == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signals_end_it_with_connections_open(start_embedded, make_proxy, echoes, number):
    process, control = start_embedded()
    document = {"name": "a", "listen": "127.0.0.1:0", "upstream": echoes.address}
    listen = control.call("POST", "/proxies", document).json["listen"]
    with socket.create_connection(("127.0.0.1", int(listen.rpartition(":")[2]))) as one:
        one.sendall(b"x")
        assert one.recv(1) == b"x"
        process.send_signal(number)
        assert process.wait(5) == 0
        assert one.recv(1) == b""


@pytest.mark.process
@pytest.mark.parametrize("place", ["0.0.0.0:0", ":0", "[::]:0", "192.0.2.1:0", "127.0.0.1:http"])
def test_the_control_api_listens_on_the_loopback_only(place):
    command = [sys.executable, "-m", "epreuve.faults.embedded", "--listen", place]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert ended.stderr.startswith(f"--listen {place}: ")
    assert ended.stderr.endswith("; choose another address\n")
    assert ("not a loopback address" in ended.stderr) == ("http" not in place)
