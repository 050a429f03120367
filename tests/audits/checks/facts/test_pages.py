"""Pages on usual links, on poor links, and without comfort dependencies."""

import math

import pytest

from epreuve.audits.checks.degradation.no_script_probe import BlockedStep, NoScriptObservation
from epreuve.audits.checks.facts.attempts import Tries
from epreuve.audits.checks.facts.information import InformationObservation
from epreuve.audits.checks.frugality.essential_page_probe import EssentialPageObservation
from epreuve.audits.checks.frugality.page_probes import EdgePageObservation
from epreuve.audits.checks.human_fallback.human_channel_probe import (
    NOWHERE,
    HumanChannelObservation,
)
from epreuve.audits.checks.independence.comfort_page_probe import ComfortPageObservation
from epreuve.audits.checks.no_evidence import NoEvidence, NotApplicable
from epreuve.audits.planning.plan import ISLAND_CELL
from epreuve.probes.browser.page_record import PageObservation
from epreuve.probes.evidence.observation import Observation, Record
from epreuve.probes.pages.markup_record import MarkupObservation
from tests.audits.checks.facts.conftest import See, page
from tests.audits.records import ESSENTIAL, PAGE, made

COMFORT = ComfortPageObservation


def test_information_counts_requests_while_the_database_is_silent(see: See) -> None:
    def edge_page(window: str, served: bool) -> Observation[Record]:
        record = InformationObservation(served=served, outcome="success", window=window)
        return Observation(1.0, "/", record)

    rows = [
        edge_page("base:silent", True),
        edge_page("base:silent", False),
        edge_page(ISLAND_CELL, False),
    ]
    assert see(rows).information == Tries(2, 1)


def test_observations_of_pages_are_sorted_by_kind(see: See) -> None:
    records = (
        made(PageObservation, PAGE),
        made(EdgePageObservation, PAGE),
        HumanChannelObservation(phone=True, counter=False),
        MarkupObservation(accessibility_defects=(), recent_features=()),
    )
    rows = [Observation(1.0, "/", record) for record in records]
    facts = see(rows)
    assert facts.edge_page.subject == "/"
    assert [len(f) for f in (facts.pages, facts.human_channel, facts.markup)] == [1, 1, 1]


def test_silent_comfort_adds_seconds(see: See) -> None:
    comfort = ["127.0.0.1:20004"]
    usual = [page("/", third_parties=comfort), page("/b", third_parties=comfort)]
    late = [page("/", COMFORT, useful=3.5), page("/b", COMFORT, useful=None)]
    assert [page.added for page in see([*usual, *late]).slowed_pages] == [2.5, math.inf]


@pytest.mark.parametrize("useful", [3.5, None])
def test_a_page_without_third_parties_waits_for_none(see: See, useful: float | None) -> None:
    rows = [page("/"), page("/", COMFORT, useful=useful)]
    assert [page.added for page in see(rows).slowed_pages] == [0.0]


def test_third_parties_of_a_script_are_unknown_without_a_browser(see: See) -> None:
    rows = [page("/", scripted=True), page("/", COMFORT, scripted=True)]
    with pytest.raises(NoEvidence, match="A script writes the content"):
        _ = see(rows).slowed_pages
    assert see(rows).script_pages == ("/",)


def test_an_undeclared_host_cannot_be_silenced(see: See) -> None:
    rows = [page("/", third_parties=["stats.example:443"]), page("/", COMFORT)]
    with pytest.raises(NoEvidence, match=r"stats\.example"):
        _ = see(rows).slowed_pages
    assert see(rows).observed_hosts == {"stats.example:443"}
    assert "127.0.0.1:20004" in see(rows).declared_hosts


def test_the_essential_page_must_answer(see: See) -> None:
    good = made(EssentialPageObservation, ESSENTIAL)
    assert see([Observation(1.0, "/", good)]).essential_page.subject == "/"
    refused = made(EssentialPageObservation, ESSENTIAL, outcome="refused")
    with pytest.raises(NoEvidence, match="did not load"):
        _ = see([Observation(1.0, "/", refused)]).essential_page


def test_the_interface_of_a_program_has_no_human_channel(see: See) -> None:
    def channel(path: str, is_page: bool) -> Observation[Record]:
        record = HumanChannelObservation(phone=False, counter=False, is_page=is_page)
        return Observation(1.0, path, record)

    with pytest.raises(NotApplicable, match="no page for people"):
        _ = see([channel("/", False), channel(NOWHERE, True)]).human_channel
    assert len(see([channel("/", True), channel("/api", False)]).human_channel) == 1
    with pytest.raises(NoEvidence, match="No page could be read"):
        _ = see([channel(NOWHERE, True)]).human_channel


def test_the_interface_of_a_program_needs_no_links(see: See) -> None:
    steps = {"steps": ("POST /v1",), "completed": 1, "without_script": ()}
    rows = [Observation(1.0, "deposer", NoScriptObservation(**steps, pages=0))]
    with pytest.raises(NotApplicable, match="programs use this service"):
        _ = see(rows).plain_steps
    blocked = (BlockedStep(step="POST /v1", fields=("nom",)),)
    page = NoScriptObservation(**steps, blocked=blocked)
    assert see([Observation(1.0, "deposer", page)]).plain_steps.blocked == (
        ("deposer", blocked[0]),
    )
