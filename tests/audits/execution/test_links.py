"""Links of a run on both engines: read back, counted at the sockets, healed."""

import http.client
import http.server
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from epreuve.audits.errors import Misuse
from epreuve.audits.execution.fault_traffic import FaultTraffic
from epreuve.audits.execution.links import OpenLinks
from epreuve.audits.planning.plan import Span
from epreuve.audits.runs.records.bench import ProxyTotals
from epreuve.audits.runs.records.faults import LinkTraffic
from epreuve.faults.error_response import ErrorResponse
from epreuve.faults.fault import Fault
from epreuve.faults.refused import Refused
from epreuve.faults.silent import Silent
from epreuve.faults.slow import Slow
from epreuve.faults.toxiproxy.engine import Engine, open_engine
from tests.harness import programs

pytestmark = pytest.mark.process

ENGINES = ["embedded", pytest.param("toxiproxy", marks=pytest.mark.needs_toxiproxy)]


class Page(http.server.BaseHTTPRequestHandler):
    """The other end."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(params=ENGINES)
def engine(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Engine]:
    if request.param == "toxiproxy":
        (tmp_path / "toxiproxy-server").symlink_to(str(programs.toxiproxy()))
    elif shutil.which("toxiproxy-server"):
        pytest.fail("a real Toxiproxy on PATH hides the embedded one")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.delenv("EPREUVE_TOXIPROXY", raising=False)
    with open_engine(None, tmp_path / "logs") as opened:
        assert opened.name == request.param
        yield opened


@pytest.fixture
def upstream() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def links(engine: Engine) -> Iterator[OpenLinks]:
    with closing(OpenLinks(engine)) as made:
        yield made


def span(fault: Fault) -> Span:
    return Span(link="dependency-carte", subject="carte", fault=fault, start=0, end=1)


def get(address: str) -> int:
    """The status of a page; 0 where nothing comes."""
    connection = http.client.HTTPConnection(address, timeout=0.6)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status
    except OSError:
        return 0
    finally:
        connection.close()


STATUSES = {Silent(): 0, Slow(delay=0.3): 200, ErrorResponse(): 503, Refused(): 0}


@pytest.mark.parametrize(("fault", "status"), STATUSES.items(), ids=lambda it: str(it)[:8])
def test_a_fault_is_confirmed_counted_and_healed(
    links: OpenLinks, engine: Engine, upstream: str, fault: Fault, status: int
) -> None:
    address = links.open("dependency-carte", "127.0.0.1:0", upstream, "dependencies.carte")
    before = engine.client.proxy("dependency-carte")
    assert get(address) == 200
    begun = span(fault)
    assert links.begin(begun) is not None
    assert get(address) == status
    traffic = links.heal(begun)
    assert get(address) == 200
    assert engine.client.proxy("dependency-carte") == before
    assert (traffic.server is not None) == engine.embedded
    check = {"silent": silent, "slow": slow, "error_response": error, "refused": refused}
    check[fault.kind](traffic)


def sources(traffic: FaultTraffic) -> list[LinkTraffic]:
    return [reading for reading in (traffic.server, traffic.kernel) if reading is not None]


def silent(traffic: FaultTraffic) -> None:
    for source in sources(traffic):
        assert source.opened == 1
        assert source.bytes_from_clients > 0
        assert source.bytes_to_clients == 0


def slow(traffic: FaultTraffic) -> None:
    for source in sources(traffic):
        assert source.opened == 1
        assert source.bytes_from_clients > 0


def error(traffic: FaultTraffic) -> None:
    assert traffic.error_responses == 1  # not ours, that made sure of it


def refused(traffic: FaultTraffic) -> None:
    assert traffic.kernel is not None
    assert not traffic.listening
    assert all(source.opened == source.bytes_to_clients == 0 for source in sources(traffic))


def test_connections_are_counted_where_the_server_counts(
    links: OpenLinks, engine: Engine, upstream: str
) -> None:
    for name in ("dependency-carte", "dependency-base"):
        address = links.open(name, "127.0.0.1:0", upstream, "dependencies")
        assert get(address) == 200
    totals = ProxyTotals(opened=2, forgotten=0, turned_away=0)
    assert links.totals() == (totals if engine.embedded else None)


def test_a_port_in_use_is_reported_with_its_field(links: OpenLinks, upstream: str) -> None:
    with pytest.raises(Misuse, match=r"dependencies\.base\.listen: .* is in use"):
        links.open("dependency-base", upstream, upstream, "dependencies.base")
