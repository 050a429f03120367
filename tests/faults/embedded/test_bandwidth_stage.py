"""The rate limit on a simulated clock."""

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epreuve.faults.embedded.scheduler import Timer
from epreuve.faults.embedded.toxics import bandwidth


class Line:
    """A link whose timers are called by hand, at a time of our choice."""

    def __init__(self) -> None:
        self.random = Random(1)
        self.now = 100.0
        self.due: tuple[float, Timer] | None = None
        self.fed: list[bytes] = []

    def at(self, when, callback):
        timer = Timer(callback)
        self.due = (when, timer)
        return timer

    def fire(self, late=0.0):
        when, timer = self.due
        self.now = max(self.now, when + late)
        self.due = None
        if timer.callback is not None:
            timer.callback()

    def feed(self, data, stamp):
        self.fed.append(bytes(data))

    def block(self):
        pass

    def unblock(self):
        pass


@pytest.fixture
def line(monkeypatch):
    made = Line()
    monkeypatch.setattr(bandwidth, "monotonic", lambda: made.now)
    return made


def limited(line, rate):
    return bandwidth.BandwidthStage(bandwidth.BandwidthToxic(rate=rate), line, line)


def test_a_late_timer_sends_what_is_due_in_one_slice(line):
    stage = limited(line, rate=15)
    stage.feed(b"x" * 200_000, 100.0)
    line.fire(late=5.0)
    assert [len(data) for data in line.fed] == [300 + 75_000]
    line.fire()
    assert len(line.fed[-1]) == 300  # Again on time.


def test_what_is_due_may_be_in_several_chunks(line):
    stage = limited(line, rate=15)
    for letter in (b"a", b"b", b"c"):
        stage.feed(letter * 1000, 100.0)
    line.fire(late=0.1)
    (slice_,) = line.fed
    assert len(slice_) == pytest.approx(1800, abs=1)
    assert slice_.startswith(b"a" * 1000 + b"b" * 700)
    stage.remove()
    assert b"".join(line.fed) == b"a" * 1000 + b"b" * 1000 + b"c" * 1000


@given(
    sizes=st.lists(st.integers(1, 5000), min_size=1, max_size=6),
    rate=st.integers(1, 200),
    delays=st.lists(st.floats(0, 0.3), min_size=1),
)
def test_bytes_keep_their_order_and_never_beat_the_rate(sizes, rate, delays):
    line = Line()
    stage = limited(line, rate)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bandwidth, "monotonic", lambda: line.now)
        chunks = [bytes([65 + at]) * size for at, size in enumerate(sizes)]
        for chunk in (*chunks, b""):
            stage.feed(chunk, line.now)
        steps = 0
        while line.due is not None:
            line.fire(delays[steps % len(delays)])
            steps += 1
            passed = sum(map(len, line.fed))
            assert passed <= (line.now - 100.0) * rate * 1000 + 1
        assert b"".join(line.fed) == b"".join(chunks)
        assert line.fed[-1] == b""
        assert all(before or not after for before, after in pairwise(line.fed))
