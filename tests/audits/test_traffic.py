"""What the proxies saw of a fault, from their counters."""

from epreuve.audits.playing.traffic import Traffic
from epreuve.faults.state import Counters


def counters(opened: int, came: int, passed: int) -> Counters:
    return Counters(
        time=0.0, opened=opened, open=0, undialled=0, upstream_received=came, upstream_sent=passed,
        downstream_received=2 * came, downstream_sent=2 * passed,
    )  # fmt: skip


def test_what_a_silent_link_let_through():
    seen = iter([{"a": counters(3, 10, 10)}, {"a": counters(8, 50, 10)}])
    traffic = Traffic(lambda: next(seen))
    traffic.mark("a")
    assert traffic.since("a") == {"observed": {"opened": 5, "came": 120, "passed": 0}}


def test_a_server_that_does_not_count_tells_nothing():
    traffic = Traffic(lambda: None)
    traffic.mark("a")
    assert traffic.since("a") == {}


def test_a_fault_that_was_never_marked_tells_nothing():
    assert Traffic(lambda: {"a": counters(1, 1, 1)}).since("a") == {}
