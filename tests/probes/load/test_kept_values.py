"""Captured values that later steps use: recorded with the receipt, never with a secret."""

import os

import pytest

from epreuve.probes.evidence.row import Row
from epreuve.probes.journeys.journey import Journey
from epreuve.probes.load.pipe import Batch, frames
from tests.probes.load.session_world import World, page

WITH_KEY = {
    "steps": [
        {"get": "/form", "capture": {"token": "t=(.*)", "key": "k=(.*)"}},
        {"post": "/acte", "capture": {"receipt": r"n° (\w+)"}},
    ],
    "acknowledged_by": "receipt",
    "verify": [{"get": "/d/{receipt}?k={key}"}],
}


def test_captured_values_that_verify_uses_are_recorded_with_the_receipt() -> None:
    world = World(page("t=1\nk=é2"), page("n° 17"), journey=Journey.model_validate(WITH_KEY))
    world.run()
    assert (world.attempt.receipt, world.attempt.kept) == ("17", {"key": "é2"})
    batch = Batch()
    batch.add(world.attempt)
    ((row,),) = frames_of(batch.frame())
    assert row == world.attempt


def test_a_secret_in_a_kept_value_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOKEN", "s3cret")
    journey = Journey.model_validate(WITH_KEY)
    first = journey.steps[0].model_copy(update={"headers": {"X": "{env.TOKEN}"}})
    world = World(
        page("t=s3cret\nk=a-s3cret"), page("n° 17"),
        journey=journey.model_copy(update={"steps": (first, journey.steps[1])}),
    )  # fmt: skip
    world.run()
    assert world.attempt.outcome == "error"
    assert "s3cret" not in repr(world.rows)
    assert "{env.TOKEN}" in repr(world.rows)


def frames_of(data: bytes) -> list[list[Row]]:
    reader, writer = os.pipe()
    os.write(writer, data)
    os.close(writer)
    try:
        return list(frames(reader))
    finally:
        os.close(reader)
