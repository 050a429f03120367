"""Dependencies that may be called past their proxy: no mark is above that of a correct one."""

from typing import Any

import pytest

from epreuve.audits.checks.facts.alone import Alone
from epreuve.audits.checks.facts.traffic import Calls
from epreuve.reports.text import Text
from tests.audits.checks.judgements.conftest import Given, cell, judged

NEVER = Text(fr="x : jamais contacté.", en="x: never contacted.")
DOUBTFUL = {"unproven": {"x": NEVER}, "unproven_third_parties": {"x": NEVER}}


def cells(*completed: int, mode: str = "silent", **more: Any) -> Given:
    """Proven cells of several dependencies, and one of `x`, which was never contacted."""
    proven = tuple(cell(n, mode, dependency=f"d{i}", **more) for i, n in enumerate(completed))
    doubtful = cell(4, mode, dependency="x", doubt=NEVER, uncontacted=True)
    return {"matrix": proven, "cells": (*proven, doubtful)}


ABOVE_ZERO = [
    ("TER-1", {"island": Alone(("a",), ("a",), True)}),
    ("TER-1", {"island": Alone(("a",), (), True)}),
    ("REC-3", {"cold_start": Alone(("a",), ("a",), None)}),
    ("DEG-1", cells(4, 4, mode="slow")),
    ("DEG-3", cells(4, 4)),
    ("DEG-9", {"calls": (Calls("d", 200, 60.0, 1000, 60.0),)}),
]


@pytest.mark.parametrize(("name", "facts"), ABOVE_ZERO)
def test_what_works_past_a_proxy_proves_nothing(name: str, facts: Given) -> None:
    assert judged(name, facts).mark.outcome == "scored"
    result = judged(name, {**facts, **DOUBTFUL})
    assert result.mark.outcome == "inconclusive"
    assert "x: never contacted." in result.reason.en
    assert result.remedy is not None
    assert "at `listen`" in result.remedy.en


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("TER-1", {"island": Alone(("a",), (), False)}),
        ("REC-3", {"cold_start": Alone(("a",), (), True)}),
        ("DEG-1", cells(0, 0, mode="slow")),
        ("DEG-3", cells(0, waits=(90.0,) * 4)),
        ("DEG-9", {"calls": (Calls("d", 4000, 60.0, 1000, 60.0),)}),
    ],
)
def test_a_mark_of_0_needs_no_other_dependency(name: str, facts: Given) -> None:
    assert judged(name, {**facts, **DOUBTFUL}).mark.score == 0


def test_a_dependency_that_was_never_contacted_counts_as_blocked_at_worst() -> None:
    result = judged("DEG-2", {**cells(4, 4, 4, 4), **DOUBTFUL})
    assert (result.mark.value, result.interval) == (0.8, (0.8, 1.0))
    assert result.shown.en == "at least 80%"
    assert "x: never contacted." in result.reason.en
    blocked = judged("DEG-2", {"matrix": (*cells(4, 4, 4, 4)["matrix"], cell(0, dependency="x"))})
    assert blocked.mark.score == result.mark.score
    assert judged("DEG-2", {**cells(4), **DOUBTFUL}).mark.outcome == "inconclusive"


def test_a_third_party_that_was_never_contacted_is_indispensable_at_worst() -> None:
    result = judged("IND-1", {"indispensable_hosts": ("a",), **DOUBTFUL})
    assert (result.mark.score, result.interval) == (50, (1, 2))
    assert result.shown.en == "at most 2"
    assert result.reason.en == "Indispensable: a. x: never contacted."
    close = judged("IND-1", {"indispensable_hosts": ("a", "b"), **DOUBTFUL})
    assert close.mark.outcome == "inconclusive"


@pytest.mark.parametrize(("name", "fact"), [("TER-1", "island"), ("REC-3", "cold_start")])
def test_unused_third_parties_are_named(name: str, fact: str) -> None:
    facts = {fact: Alone(("a",), ("a",), None), "unused_third_parties": ("carte", "sms")}
    result = judged(name, facts)
    assert result.mark.score == 100
    assert result.reason.en.endswith("so unused as far as known: carte and sms.")
