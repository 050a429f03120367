"""HUM-1 with pages that the tool cannot search: judged where they cannot change the verdict."""

import pytest

from epreuve.audits.checks.human_fallback.human_channel_probe import (
    NOWHERE,
    HumanChannelObservation,
    Obstacle,
)
from epreuve.audits.scoring.knockout import observed_knockouts
from epreuve.probes.evidence.observation import Observation
from tests.audits.checks.judgements.conftest import GRID, Given, judged


def pages(*shown: int, unreadable: tuple[int, ...] = (), why: Obstacle = "script") -> Given:
    """Pages by the number of channels that they show, 0 to 2."""
    records = [HumanChannelObservation(phone=n > 0, counter=n > 1) for n in shown]
    records += [
        HumanChannelObservation(phone=n > 0, counter=n > 1, unreadable=why) for n in unreadable
    ]
    paths = (NOWHERE, "/a", "/b", "/c", "/d")
    rows = zip(paths, records, strict=False)
    return {"human_channel": tuple(Observation(1.0, path, record) for path, record in rows)}


@pytest.mark.parametrize(
    ("why", "sentence", "remedy"),
    [
        ("language", "French and English pages only; page /b", "in `human_channel:`"),
        ("script", "Page /b is built by a script", "with --browser"),
    ],
)
def test_a_page_that_cannot_be_searched_is_no_page_without_a_channel(
    why: Obstacle, sentence: str, remedy: str
) -> None:
    result = judged("HUM-1", pages(2, 0, unreadable=(0,), why=why))
    assert result.mark.outcome == "inconclusive"
    assert sentence in result.reason.en
    assert result.remedy is not None
    assert remedy in result.remedy.en


def test_pages_that_cannot_change_the_verdict_are_named_and_bounded() -> None:
    passes = judged("HUM-1", pages(2, 2, 2, unreadable=(0,)))
    assert (passes.mark.score, passes.interval) == (75, (0.75, 1.0))
    assert "Page /c is built by a script" in passes.reason.en
    assert "the share is 75% to 100%." in passes.reason.en
    fails = judged("HUM-1", pages(1, 0, 0, unreadable=(0,)))
    assert (fails.mark.score, fails.interval) == (12.5, (0.125, 0.375))


def test_no_knock_out_while_an_unreadable_page_may_show_a_channel() -> None:
    doubtful, certain = pages(0, 0, 0, unreadable=(0,)), pages(0, 0, 0)
    for facts, knockouts in ((doubtful, []), (certain, ["K3"])):
        mark = judged("HUM-1", facts).mark
        assert mark.score == 0
        assert [one.id for one in observed_knockouts(GRID, {"HUM-1": mark})] == knockouts
