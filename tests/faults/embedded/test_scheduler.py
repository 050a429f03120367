"""Deadlines: never early, in order, with and without the kernel's timer."""

import asyncio
from time import monotonic

import pytest

from epreuve.faults.embedded import timerfd
from epreuve.faults.embedded.scheduler import Scheduler


@pytest.fixture(params=["timerfd", "loop"])
def without_timerfd(request, monkeypatch):
    if request.param == "loop":
        monkeypatch.setattr(timerfd, "create", lambda: None)


@pytest.mark.usefixtures("without_timerfd")
def test_callbacks_come_in_order_and_never_early():
    async def run() -> list[tuple[int, float]]:
        scheduler = Scheduler(asyncio.get_running_loop())
        start = monotonic()
        seen: list[tuple[int, float]] = []
        for rank in (3, 1, 2, 0):
            due = start + rank * 0.02
            scheduler.at(due, lambda rank=rank, due=due: seen.append((rank, monotonic() - due)))
        cancelled = scheduler.at(start + 0.01, lambda: seen.append((9, 0.0)))
        cancelled.cancel()
        await asyncio.sleep(0.15)
        scheduler.close()
        return seen

    seen = asyncio.run(run())
    assert [rank for rank, _ in seen] == [0, 1, 2, 3]
    assert all(late >= 0 for _, late in seen)


@pytest.mark.usefixtures("without_timerfd")
def test_a_callback_that_fails_stops_no_other():
    async def run() -> tuple[list[str], list[dict]]:
        loop = asyncio.get_running_loop()
        told: list[dict] = []
        loop.set_exception_handler(lambda _, context: told.append(context))
        scheduler = Scheduler(loop)
        seen: list[str] = []
        scheduler.at(monotonic() + 0.01, lambda: 1 / 0)
        scheduler.at(monotonic() + 0.02, lambda: seen.append("next"))
        scheduler.at(monotonic() + 1e12, lambda: seen.append("never"))
        await asyncio.sleep(0.1)
        scheduler.close()
        return seen, told

    seen, told = asyncio.run(run())
    assert seen == ["next"]
    assert isinstance(told[0]["exception"], ZeroDivisionError)


@pytest.mark.usefixtures("without_timerfd")
def test_a_callback_may_set_the_next():
    async def run() -> int:
        scheduler = Scheduler(asyncio.get_running_loop())
        count = 0

        def again() -> None:
            nonlocal count
            count += 1
            if count < 5:
                scheduler.at(monotonic() + 0.005, again)

        again()
        await asyncio.sleep(0.2)
        scheduler.close()
        return count

    assert asyncio.run(run()) == 5
