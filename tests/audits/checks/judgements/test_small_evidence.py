"""Judgements of short loads and small counts: true within their interval, or inconclusive."""

import math

import pytest

from epreuve.audits.checks.continuity.ramp import Part
from epreuve.audits.checks.continuity.refusals import Retries
from epreuve.audits.checks.facts.attempts import Tries
from epreuve.audits.checks.facts.levels import Compared
from epreuve.audits.checks.facts.rebound import Rebound
from epreuve.audits.checks.facts.surge import Goodput
from epreuve.audits.checks.recovery.backlog_probe import Backlog
from epreuve.audits.checks.statistics.interval import Interval
from epreuve.reports.text import Text
from tests.audits.checks.judgements.conftest import Given, judged

SHORT_LOAD = Text(fr="court", en="short")


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("CON-1", {"surge": Tries(100, 90)}, {"surge": Tries(100, 40)}),
        ("CON-2", {"goodput": Goodput(9.0, 10.0, 9.0)}, {"goodput": Goodput(3.0, 10.0, 3.0)}),
        ("CON-3", {"step_times": (3.0,) * 20}, {"step_times": (11.0,) * 20}),
        ("CON-7", {"flash": Tries(100, 90)}, {"flash": Tries(100, 40)}),
    ],
)
def test_a_short_load_proves_a_collapse_only(name: str, good: Given, bad: Given) -> None:
    assert judged(name, {**good, "short_surge": SHORT_LOAD}).mark.outcome == "inconclusive"
    assert judged(name, {**bad, "short_surge": SHORT_LOAD}).mark.score == 0


def test_a_stage_too_short_for_reloads_leaves_only_a_bad_mark() -> None:
    short = Retries(50, 1, 1, SHORT_LOAD)
    assert judged("CON-5", {"retries": (short, Retries(90, 9, 1))}).mark.outcome == "inconclusive"
    assert judged("CON-5", {"retries": (short, Retries(10, 90, 90))}).mark.score == 0


def test_a_load_that_waits_in_a_queue_is_not_proven() -> None:
    ramp = (Part(2.0, 20, 20, 0.2, served=2.0), Part(4.0, 20, 20, 0.3, served=4.0),
            Part(6.0, 20, 20, 4.0, served=4.5), Part(8.0, 20, 20, 9.0, served=3.0))  # fmt: skip
    result = judged("CON-4", {"ramp_parts": ramp})
    assert (result.mark.value, result.interval) == (4.5, (2.0, 8.0))
    assert "The limit is between ×2 and ×8." in result.reason.en
    endless = judged("CON-4", {"ramp_parts": ramp[:3]})
    assert (endless.mark.value, endless.interval) == (4.5, (2.0, math.inf))


def test_one_failure_in_a_part_of_the_ramp_is_no_limit() -> None:
    chance, served, broken = Part(2.0, 15, 14, 0.1), Part(4.0, 30, 30, 0.1), Part(6.0, 40, 20, 0.1)
    first = judged("CON-4", {"ramp_parts": (chance, served, broken)})
    assert (first.mark.value, first.interval) == (4.0, (1.0, 6.0))
    alone = judged("CON-4", {"ramp_parts": (served, chance)})
    assert (alone.mark.value, alone.interval) == (4.0, (1.0, math.inf))
    assert judged("CON-4", {"ramp_parts": (Part(2.0, 15, 12, 0.1), served)}).mark.score == 0
    assert judged("CON-4", {"ramp_parts": (chance,)}).mark.outcome == "inconclusive"
    slow = Part(2.0, 5, 5, 14.0, few_slow=True)  # one of ten steps came back after a 503
    assert judged("CON-4", {"ramp_parts": (slow, served)}).mark.value == 4.0
    none = judged("CON-4", {"ramp_parts": (Part(2.0, 15, 0, math.inf),)})
    assert none.reason.en.startswith("At ×2: 0 of 15 journeys succeeded. The limit is")


@pytest.mark.parametrize(
    "stages",
    [
        (Retries(300, 0, 0),),  # no user had a reason to reload
        (Retries(300, 4, 0), Retries(300, 5, 5)),
        (Retries(2, 600, 0, announced=600),),  # almost all users were rejected
        (Retries(4, 12, 4),),
    ],
)
def test_few_reloads_or_requests_show_no_resistance_to_reloads(stages: tuple[Retries, ...]) -> None:
    result = judged("CON-5", {"retries": stages})
    assert result.mark.outcome == "inconclusive"
    assert "whether the service resists reloads was not observed" in result.reason.en


def test_reloads_at_the_announced_time_are_not_in_vain() -> None:
    result = judged("CON-5", {"retries": (Retries(600, 586, 0, announced=586),)})
    assert result.mark.score == 100
    assert "Reloads at a time that the service announced: 586." in result.reason.en


@pytest.mark.parametrize(
    ("calm", "said"),
    [
        (Part(1.0, 16, 16, 6.2), "16 of 16 journeys succeeded, and 95% of the steps took less"),
        (Part(1.0, 16, 14, 0.5), "14 of 16 journeys succeeded"),
    ],
)
def test_a_service_beyond_the_limits_in_calm_breaks_at_no_load(calm: Part, said: str) -> None:
    slow = tuple(Part(multiple, 20, 20, 6.3) for multiple in (1.75, 3.25))
    result = judged("CON-4", {"ramp_parts": slow, "calm": calm})
    assert result.mark.outcome == "inconclusive"
    assert said in result.reason.en
    assert "no load is the cause" in result.reason.en
    assert judged("CON-4", {"ramp_parts": slow}).mark.score == 0


def test_ratios_of_small_counts_have_their_interval() -> None:
    few = judged("CON-2", {"goodput": Goodput(5.0, 10.0, 5.0, Interval(0.35, 1.7))})
    assert few.interval == (0.35, 1.7)
    assert "90% confidence interval: 0.35 to 1.7." in few.reason.en
    rebound = Rebound(Compared(20, 19, 20.0, Tries(8, 8)), 2.0)
    result = judged("REC-5", {"rebound": rebound})
    assert result.interval == (pytest.approx(0.80, abs=0.01), 1.0)
    assert "90% confidence interval:" in result.reason.en


def test_a_few_submissions_left_are_no_backlog() -> None:
    lost = judged("REC-4", {"backlog": Backlog(8, 1, 0.0, 3.0)})
    assert lost.mark.outcome == "inconclusive"
    assert "Of 8 submissions" in lost.reason.en
    assert judged("REC-4", {"backlog": Backlog(2, 0, 1.0, 3.0)}).mark.outcome == "inconclusive"


def test_late_information_pages_are_judged_where_they_cannot_change_the_verdict() -> None:
    passes = judged("DEG-4", {"information": Tries(6, 6), "late_information": 1})
    assert (passes.mark.value, passes.interval) == (6 / 7, (6 / 7, 1.0))
    assert "without a clear response during the silence: 1." in passes.reason.en
    assert judged("DEG-4", {"information": Tries(2, 0), "late_information": 1}).mark.score == 0
    doubtful = judged("DEG-4", {"information": Tries(1, 1), "late_information": 2})
    assert doubtful.mark.outcome == "inconclusive"
