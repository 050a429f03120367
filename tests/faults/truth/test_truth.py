"""What a client sees of a real outage, and of each rendering of it: the same words, or it is said.

Where a rendering differs from the truth the
difference is in UNFAITHFUL, and nowhere else.
"""

import time
from dataclasses import dataclass

import pytest

from epreuve.faults.partition import Partition
from epreuve.faults.power_loss import PowerLoss
from epreuve.faults.refused import Refused
from epreuve.faults.silent import Silent
from epreuve.faults.toxiproxy.client import Toxiproxy
from epreuve.faults.toxiproxy.launcher import launch_embedded, launch_real
from epreuve.faults.toxiproxy.link import Link

pytestmark = [pytest.mark.needs_namespaces, pytest.mark.process]

PATIENCE = 1.2  # seconds for a silence to be one
HEALS = 8.0  # seconds for a kernel to send again after a second of silence


@dataclass
class Seen:
    """What a client saw, and after how many seconds."""

    new: str
    new_in: float
    old: str
    after: str
    after_in: float
    then: str

    def words(self):
        return (self.new, self.old, self.after, self.then)

    def row(self, what, where):
        return (
            f"| {what} | {where} | {self.new}, {self.new_in:.2f} s | {self.old} | "
            f"{self.after}, {self.after_in:.2f} s | {self.then} |"
        )


def word(one, seconds):
    one.settimeout(seconds)
    try:
        return "data" if one.recv(4096) else "closed"
    except TimeoutError:
        return "silence"
    except ConnectionError:
        return "reset"
    except OSError:
        return "unreachable"


def observe(connect, look, cut, back, up=lambda: None):
    """One outage: `cut`, `back`, then `up` where the service takes longer than its host."""
    old = connect()
    old.sendall(b"before")
    assert word(old, 5) == "data"
    cut()
    new = look()
    try:
        old.sendall(b"during")
        seen = word(old, PATIENCE)
    except OSError:
        seen = "reset"
    if seen in ("reset", "closed"):
        back()
        up()
        return Seen(new.opening, new.opened_in, seen, "-", 0.0, look().opening)
    start = time.monotonic()
    back()
    after = word(old, HEALS)
    took = time.monotonic() - start
    up()
    return Seen(new.opening, new.opened_in, seen, after, took, look().opening)


@pytest.fixture(params=["embedded", pytest.param("real", marks=pytest.mark.needs_toxiproxy)])
def rendering(request, tmp_path, echoes):
    """A link on each engine, and how a client sees it."""
    if request.param == "real":
        program = request.getfixturevalue("real_toxiproxy") / "toxiproxy-server"
        launched = launch_real(str(program), tmp_path / "log", lambda _: None)
    else:
        launched = launch_embedded(tmp_path / "log", 600, lambda _: None)
    try:
        client = Toxiproxy(launched.url)
        client.create("p", "127.0.0.1:0", echoes.address)
        yield request.param, Link(client, "p")
    finally:
        launched.close()


def pytest_generate_tests(metafunc):
    if "truth" in metafunc.fixturenames:
        metafunc.parametrize("truth", sorted(TRUTHS))


TRUTHS = {
    "silent partition": (
        lambda net: net.route("blackhole", "10.231.1.2", "10.231.2.2"),
        lambda net: net.route("", "10.231.1.2", "10.231.2.2"),
        None,
        ("silence", "silence", "data", "open"),
    ),
    "replies lost": (
        lambda net: net.route("blackhole", "10.231.1.2"),
        lambda net: net.route("", "10.231.1.2"),
        None,
        ("silence", "silence", "data", "open"),
    ),
    "no route": (
        lambda net: net.route("unreachable", "10.231.2.2"),
        lambda net: net.route("", "10.231.2.2"),
        None,
        ("unreachable", "silence", "data", "open"),
    ),
    "process killed": (
        lambda net: net.lose_state(),
        lambda net: None,
        lambda net: net.listen(),
        ("refused", "reset", "-", "open"),
    ),
    "power lost and back": (
        lambda net: (net.route("blackhole", "10.231.1.2", "10.231.2.2"), net.lose_state()),
        lambda net: net.route("", "10.231.1.2", "10.231.2.2"),
        lambda net: net.listen(),
        ("silence", "silence", "reset", "open"),
    ),
}


def test_what_really_happens(network, table, attempt, truth):
    cut, back, up, expected = TRUTHS[truth]
    address = ("10.231.2.2", 7)

    def look():
        return network.within("c", lambda: attempt(address, b"x", PATIENCE))

    seen = observe(
        network.connect,
        look,
        lambda: cut(network),
        lambda: back(network),
        lambda: up(network) if up else None,
    )
    table.append(seen.row(truth, "a real network"))
    assert seen.words() == expected


# Rendering → its truth, and what it does otherwise, by engine: (new, old, after, then).
UNFAITHFUL = {
    ("silent partition", "embedded"): {"new": "open"},
    ("silent partition", "real"): {"new": "open"},
    ("replies lost", "embedded"): {"new": "open"},
    ("replies lost", "real"): {"new": "open"},
    ("process killed", "embedded"): {"old": "closed"},
    ("process killed", "real"): {"old": "closed"},
    ("power lost and back", "real"): {"new": "open", "after": "closed"},
    ("dead host", "embedded"): {"new": "open", "after": "closed"},
    ("dead host", "real"): {"new": "open", "after": "closed"},
}


def steps(link, truth):
    """Cut, back and up of a rendering."""
    if truth == "power lost and back":
        dark, boot = PowerLoss(stage="dark"), PowerLoss(stage="boot")
        return (
            lambda: link.apply(dark),
            lambda: (link.apply(boot), link.heal(dark)),
            lambda: link.heal(boot),
        )
    fault = {
        "silent partition": Partition(),
        "replies lost": Partition(lost="replies"),
        "process killed": Refused(),
        "dead host": Silent(),
    }[truth]
    return lambda: link.apply(fault), lambda: link.heal(fault), lambda: None


@pytest.mark.parametrize(
    "rendered",
    ["silent partition", "replies lost", "process killed", "power lost and back", "dead host"],
)
def test_what_is_rendered(rendering, table, attempt, rendered, connections):
    engine, link = rendering
    address = link.client.proxy("p").address
    cut, back, up = steps(link, rendered)

    def look():
        return attempt(address, b"x", PATIENCE)

    seen = observe(lambda: connections(address), look, cut, back, up)
    table.append(seen.row(rendered, {"real": "Toxiproxy"}.get(engine, engine)))
    # A dead host is a power loss whose service is up at once.
    truth = TRUTHS["power lost and back" if rendered == "dead host" else rendered][3]
    names = ("new", "old", "after", "then")
    expected = {**dict(zip(names, truth, strict=True)), **UNFAITHFUL.get((rendered, engine), {})}
    if expected["old"] in ("closed", "reset"):
        expected["after"] = "-"
    assert dict(zip(names, seen.words(), strict=True)) == expected
