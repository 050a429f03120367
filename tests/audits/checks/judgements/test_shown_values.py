"""Values as a reader sees them: share and fraction agree, and no list hides its end."""

import math
import re

import pytest

from epreuve.audits.checks.degradation.forms import HeldForm
from epreuve.audits.checks.degradation.no_script_probe import BlockedStep, PlainSteps
from epreuve.audits.checks.facts.attempts import Tries
from epreuve.audits.checks.human_fallback.human_channel_probe import HumanChannelObservation
from epreuve.audits.checks.measure import SHOWN
from epreuve.probes.evidence.observation import Observation
from epreuve.reports.text import Text
from tests.audits.checks.judgements.conftest import Given, cell, held, judged
from tests.audits.checks.judgements.test_judgements import CASES

FRACTION = re.compile(r"(?P<percent>[\d.]+)% \((?P<done>[\d,]+) of (?P<tried>[\d,]+)\)")


def pages(*channels: tuple[bool, bool]) -> Given:
    records = (HumanChannelObservation(phone=phone, counter=counter) for phone, counter in channels)
    return {"human_channel": tuple(Observation(1.0, "/", one) for one in records)}


HALVES: list[tuple[str, Given, str]] = [
    (
        "HUM-1",
        pages((True, False), *[(False, False)] * 3),
        "12.5% (0 of 4 with both, 1 with one of the two)",
    ),
    (
        "DEG-8",
        held(HeldForm("j", True, True, 1800.0), HeldForm("k", True, False, 1800.0)),
        "75% (1 of 2 complete, 1 accepted but not read again)",
    ),
    (
        "DEG-1",
        {"matrix": (cell(4, "slow"), cell(2, "slow", dependency="e"))},
        "62.5% (mean 75%, worst 50%)",
    ),
]


@pytest.mark.parametrize(("name", "facts", "shown"), HALVES)
def test_a_value_that_is_no_fraction_shows_its_parts(name: str, facts: Given, shown: str) -> None:
    assert judged(name, facts).shown.en == shown


@pytest.mark.parametrize(("name", "facts"), [case[:2] for case in (*CASES, *HALVES)])
def test_share_and_fraction_agree(name: str, facts: Given) -> None:
    shown = judged(name, facts).shown.en
    if (match := FRACTION.fullmatch(shown)) is not None:
        done, tried = (int(match[part].replace(",", "")) for part in ("done", "tried"))
        assert float(match["percent"]) == math.floor(1000 * done / tried + 1e-9) / 10


@pytest.mark.parametrize(("more", "end"), [(0, ""), (1, " and 1 more"), (3, " and 3 more")])
def test_blocked_journeys_that_are_not_listed_are_counted(more: int, end: str) -> None:
    cells = tuple(cell(0, dependency=f"d{number}") for number in range(SHOWN + more))
    listed = ", ".join(f"j × d{number}" for number in range(SHOWN))
    assert judged("DEG-2", {"matrix": cells}).reason.en == f"Blocked: {listed}{end}."


def test_doubts_that_are_not_listed_are_counted() -> None:
    doubts = [Text(fr=f"{n}.", en=f"{n}.") for n in range(SHOWN + 2)]
    cells = (cell(4), *(cell(0, dependency=doubt.en, doubt=doubt) for doubt in doubts))
    reason = judged("DEG-2", {"matrix": cells[:1], "cells": cells}).reason
    assert reason.en.endswith("4. 5. And 2 more.")
    assert reason.fr.endswith("4. 5. Et 2 autres.")


def test_steps_that_are_not_listed_are_counted() -> None:
    blocked = [("j", BlockedStep(step=f"POST /{n}", fields=())) for n in range(SHOWN + 1)]
    facts = {"plain_steps": PlainSteps(Tries(9, 2), tuple(blocked))}
    assert judged("DEG-7", facts).reason.en.endswith("leads there. And 1 more.")
