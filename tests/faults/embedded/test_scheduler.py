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
        calls: list[tuple[int, float]] = []
        for rank in (3, 1, 2, 0):
            due = start + rank * 0.02
            scheduler.at(due, lambda rank=rank, due=due: calls.append((rank, monotonic() - due)))
        cancelled = scheduler.at(start + 0.01, lambda: calls.append((9, 0.0)))
        cancelled.cancel()
        await asyncio.sleep(0.15)
        scheduler.close()
        return calls

    calls = asyncio.run(run())
    assert [rank for rank, _ in calls] == [0, 1, 2, 3]
    assert all(late >= 0 for _, late in calls)


@pytest.mark.usefixtures("without_timerfd")
def test_a_callback_that_fails_stops_no_other():
    async def run() -> tuple[list[str], list[dict]]:
        loop = asyncio.get_running_loop()
        errors: list[dict] = []
        loop.set_exception_handler(lambda _, context: errors.append(context))
        scheduler = Scheduler(loop)
        calls: list[str] = []
        scheduler.at(monotonic() + 0.01, lambda: 1 / 0)
        scheduler.at(monotonic() + 0.02, lambda: calls.append("next"))
        scheduler.at(monotonic() + 1e12, lambda: calls.append("never"))
        await asyncio.sleep(0.1)
        scheduler.close()
        return calls, errors

    calls, errors = asyncio.run(run())
    assert calls == ["next"]
    assert isinstance(errors[0]["exception"], ZeroDivisionError)


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
