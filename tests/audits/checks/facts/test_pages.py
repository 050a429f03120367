"""Pages as they were read: on usual links, on poor ones, with comforts silent."""

import math

import pytest

from epreuve.audits.checks.facts.attempts import Tries
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.planning.plan import ISLAND_CELL
from epreuve.probes.evidence.records import Observation
from tests.audits.checks.facts.conftest import (
    See,
    page,
)


def test_information_is_what_was_asked_while_the_database_was_silent(see: See) -> None:
    def asked(window: str, served: bool) -> Observation:
        return Observation(1.0, "information", "/", {"served": served, "window": window})

    rows = [asked("base:silent", True), asked("base:silent", False), asked(ISLAND_CELL, False)]
    assert see(rows).information == Tries(2, 1)


def test_pages_are_kept_as_seen(see: See) -> None:
    rows = [page("/"), page("/", "edge page"), page("/", "human channel"), page("/", "markup")]
    found = see(rows)
    assert found.edge_page.subject == "/"
    assert [len(f) for f in (found.pages, found.human_channel, found.markup)] == [1, 1, 1]


def test_silent_comfort_adds_seconds(see: See) -> None:
    usual = [page("/", third_parties=["127.0.0.1:20004"]), page("/b")]
    late = [page("/", "comfort page", useful=3.5), page("/b", "comfort page", useful=None)]
    assert [each.added for each in see([*usual, *late]).slowed_pages] == [2.5, math.inf]


def test_an_undeclared_host_cannot_be_silenced(see: See) -> None:
    rows = [page("/", third_parties=["stats.example:443"]), page("/", "comfort page")]
    with pytest.raises(NoEvidence, match=r"stats\.example"):
        _ = see(rows).slowed_pages
    assert see(rows).observed_hosts == {"stats.example:443"}
    assert "127.0.0.1:20004" in see(rows).declared_hosts


def test_the_essential_page_must_answer(see: See) -> None:
    assert see([page("/", "essential page", outcome="success")]).essential_page.subject == "/"
    with pytest.raises(NoEvidence, match="did not load"):
        _ = see([page("/", "essential page", outcome="refused")]).essential_page
