"""Traffic during a fault, by the counters of the server or by the kernel."""

import socket
from collections.abc import Iterator

import pytest

from epreuve.audits.execution.fault_traffic import FaultTraffic
from epreuve.audits.execution.traffic import Traffic
from epreuve.audits.planning.plan import Span
from epreuve.audits.runs.records.faults import LinkTraffic
from epreuve.faults.silent import Silent
from epreuve.faults.sockets.watch import SocketWatch
from epreuve.faults.toxiproxy.state import Counters, ProxyState

SILENT = Span(link="a", subject="a", fault=Silent(), start=1, end=2)
OTHER = SILENT.model_copy(update={"start": 1.5})


@pytest.fixture
def watch() -> Iterator[SocketWatch]:
    with SocketWatch() as made:
        yield made


def counters(opened: int, came: int, went: int) -> Counters:
    return Counters(
        opened=opened, forgotten=0, turned_away=0, upstream_received=came, downstream_sent=went,
    )  # fmt: skip


def traffic_of(opened: int, come: int, gone: int) -> LinkTraffic:
    return LinkTraffic(opened=opened, bytes_from_clients=come, bytes_to_clients=gone)


def test_counts_of_the_embedded_server(watch: SocketWatch) -> None:
    readings = iter([{"a": counters(3, 10, 10)}, {"a": counters(8, 50, 10)}])
    traffic = Traffic(lambda: next(readings), watch)
    traffic.mark(SILENT)
    assert traffic.since(SILENT) == FaultTraffic(server=traffic_of(5, 40, 0))


def test_two_faults_on_one_link_are_counted_apart(watch: SocketWatch) -> None:
    readings = iter([{"a": counters(n, 0, 0)} for n in (0, 2, 3, 7)])
    traffic = Traffic(lambda: next(readings), watch)
    traffic.mark(SILENT)
    traffic.mark(OTHER)
    assert traffic.since(SILENT) == FaultTraffic(server=traffic_of(3, 0, 0))
    assert traffic.since(OTHER) == FaultTraffic(server=traffic_of(5, 0, 0))


def test_the_kernel_counts_where_the_server_does_not(watch: SocketWatch) -> None:
    traffic = Traffic(lambda: None, watch)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        traffic.know(ProxyState("a", f"127.0.0.1:{port}", "x", True, ()))
        traffic.mark(SILENT)
        with socket.create_connection(("127.0.0.1", port)) as caller, listener.accept()[0] as one:
            caller.sendall(b"lost")
            assert one.recv(4) == b"lost"
            assert traffic.since(SILENT) == FaultTraffic(kernel=traffic_of(1, 4, 0), listening=True)


def test_a_proxy_of_another_machine_is_not_counted(watch: SocketWatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    traffic = Traffic(lambda: None, watch)
    traffic.know(ProxyState("a", f"127.0.0.1:{port}", "x", True, ()))
    traffic.mark(SILENT)
    assert traffic.since(SILENT) == FaultTraffic()


def test_a_fault_without_a_start_has_no_counts(watch: SocketWatch) -> None:
    assert Traffic(lambda: {"a": counters(1, 1, 1)}, watch).since(SILENT) == FaultTraffic()
