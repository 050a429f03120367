"""The `link` fixture in a project of a user."""

import pytest

pytestmark = pytest.mark.process
pytest_plugins = ["pytester"]
SERVER = """\
import socketserver, threading, pytest

class Echo(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            self.wfile.write(line)

@pytest.fixture(scope="session")
def echo():
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Echo) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield "127.0.0.1:%d" % server.server_address[1]
        server.shutdown()
"""
FAULTS = """\
import socket, time
import pytest
from epreuve.faults.half_open import HalfOpen
import faults, reports
from faults.mine import VALUE


def ask(place, wait=0.5):
    with socket.create_connection((place.host, place.port), wait) as s:
        s.sendall(b"hello\\n")
        return s.recv(64)


def test_their_packages_are_theirs():
    assert VALUE == 42 and reports.NAME == "theirs"


def test_it_passes_then_heals(link, echo):
    place = link(echo)
    assert ask(place) == b"hello\\n"
    for fault in (place.cut, place.silence, place.power_cut):
        with fault(), pytest.raises(TimeoutError):
            ask(place)
        assert ask(place, 5) == b"hello\\n", fault
    with place.refuse(), pytest.raises(ConnectionError):
        ask(place)
    assert ask(place, 5) == b"hello\\n"


def test_errors(link, echo):
    place = link(echo)
    for status in (503, 429):
        with place.error(status), socket.create_connection((place.host, place.port), 5) as one:
            one.sendall(b"GET / HTTP/1.0\\r\\n\\r\\n")
            assert b" %d " % status in one.recv(100)
    assert ask(place, 5) == b"hello\\n"


def test_slow(link, echo):
    place = link("tcp://" + echo)
    with place.slow(300):
        start = time.monotonic()
        ask(place, 5)
        assert time.monotonic() - start >= 0.3
    assert place.address == f"{place.host}:{place.port}"


def test_any_fault_by_its_kind_or_as_itself(link, echo):
    place = link(echo)
    for fault in (place.fault("partition", lost="replies"), place.fault(HalfOpen())):
        with fault, socket.create_connection((place.host, place.port), 5):
            pass
        assert ask(place, 5) == b"hello\\n"
    with place.fault("partition", lost="replies"), pytest.raises(TimeoutError):
        ask(place)
    with pytest.raises(ValueError, match="did you mean 'flapping'"), place.fault("flaping"):
        pass
    for fields, problem in [({}, "is missing; add it"), ({"down": 0}, "0: must be at least 0.1")]:
        with pytest.raises(ValueError) as raised, place.fault("flapping", up=1, **fields):
            pass
        assert str(raised.value) == f"link.fault('flapping'): down: {problem}"
    with pytest.raises(ValueError, match="dwn: unknown key; .* Did you mean down?"):
        place.fault("flapping", dwn=1, up=1).__enter__()


def test_a_failing_block_heals_too(link, echo):
    place = link(echo)
    for fault in (place.cut, place.refuse, place.silence, place.power_cut):
        with pytest.raises(ZeroDivisionError), fault():
            1 / 0
        assert ask(place, 5) == b"hello\\n", fault


def test_a_stale_connection_is_reset_when_the_power_is_back(link, echo):
    place = link(echo)
    with socket.create_connection((place.host, place.port), 5) as old:
        with place.power_cut(boot=0.1):
            old.settimeout(0.2)
            with pytest.raises(TimeoutError):
                old.recv(1)
        old.settimeout(5)
        try:
            assert old.recv(1) == b""  # a real Toxiproxy ends it by FIN
        except ConnectionResetError:
            pass
    assert ask(place, 5) == b"hello\\n"


def test_nothing_is_left_behind(toxiproxy):
    assert toxiproxy.client.proxies() == {}


def test_an_upstream_without_a_port(link):
    with pytest.raises(ValueError, match="127.0.0.1:5432"):
        link("localhost")
"""


def test_links_in_a_project_with_packages_of_the_same_names(project: pytest.Pytester) -> None:
    project.mkpydir("faults").joinpath("mine.py").write_text("VALUE = 42\n")
    project.mkpydir("reports").joinpath("__init__.py").write_text("NAME = 'theirs'\n")
    project.makeconftest(SERVER)
    project.makepyfile(test_faults=FAULTS)
    project.makeini("[pytest]\npythonpath = .\n")
    result = project.runpytest_subprocess("-p", "no:cacheprovider")
    result.assert_outcomes(passed=9)


def test_without_use_it_prints_nothing_and_loads_little(project: pytest.Pytester) -> None:
    project.makepyfile(
        """
        import sys

        def test_no_other_module_is_loaded():
            ours = {name for name in sys.modules if name.startswith("epreuve.")}
            assert ours == {
                "epreuve.audits", "epreuve.audits.planning", "epreuve.audits.planning.scale",
                "epreuve.audits.plugin", "epreuve.audits.plugin.names",
            }
            assert "pydantic" not in sys.modules
        """
    )
    result = project.runpytest_subprocess("-p", "no:hypothesispytest", "-p", "no:locust")
    result.assert_outcomes(passed=1)
    assert "epreuve" not in result.stdout.str().split("collected")[1]
