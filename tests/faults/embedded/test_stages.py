"""Stages on a simulated link with a simulated clock."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epreuve.faults.embedded.toxics import kinds
from epreuve.faults.embedded.toxics.slicer import pieces
from epreuve.faults.embedded.toxics.stage import HoldingStage, Stage


def test_file_names_are_types_of_the_api():
    assert list(kinds()) == [
        "bandwidth",
        "latency",
        "limit_data",
        "noop",
        "reset_peer",
        "slicer",
        "slow_close",
        "timeout",
    ]
    for name, kind in kinds().items():
        assert kind.__module__.endswith(f".{name}")
        assert issubclass(kind.stage, Stage)


@given(
    size=st.integers(0, 5000),
    average=st.integers(1, 600),
    share=st.floats(0, 0.999),
    seed=st.integers(),
)
def test_pieces_add_up_and_none_is_empty(size, average, share, seed):
    variation = int(average * share)
    made = pieces(size, average, variation, Random(seed))
    assert sum(made) == size
    assert all(made) or size == 0
    assert max(made) <= average + variation or len(made) == 1


class Line:
    """A link with a simulated clock."""

    def __init__(self) -> None:
        self.random = Random(1)
        self.blocked = 0
        self.fed: list[bytes] = []

    def block(self) -> None:
        self.blocked += 1

    def unblock(self) -> None:
        self.blocked -= 1

    def feed(self, data: bytes, stamp: float) -> None:
        self.fed.append(data)


def test_a_full_stage_blocks_its_source_until_half_empty():
    line = Line()
    stage = HoldingStage(kinds()["noop"](), line, line)
    stage.capacity = 100
    for _ in range(3):
        stage.hold(b"x" * 50, 0.0)
    assert line.blocked == 1
    stage.shrink(50)
    assert line.blocked == 1
    stage.shrink(50)
    assert line.blocked == 0


def test_removal_releases_everything_in_order():
    line = Line()
    stage = HoldingStage(kinds()["noop"](), line, line)
    for data in (b"a", b"b", b""):
        stage.hold(data, 0.0)
    stage.remove()
    assert line.fed == [b"a", b"b", b""]
    assert stage.size == 0


@pytest.mark.parametrize(
    ("kind", "attributes", "word"),
    [
        ("bandwidth", {"rate": -1}, "rate"),
        ("slicer", {"average_size": 0}, "average_size"),
        ("slicer", {"average_size": 5, "size_variation": 5}, "size_variation"),
        ("slicer", {"average_size": 5, "size_variation": -1}, "size_variation"),
        ("latency", {"jitter": 2**62}, "jitter"),
    ],
)
def test_refusals_name_the_field(kind, attributes, word):
    refusal = kinds()[kind]().merged(attributes).refusal()
    assert refusal.startswith(f"{word} is ")
