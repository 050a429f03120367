"""Rules of all facts: a unique name, and no value without evidence."""

import pytest

from epreuve.audits.checks.facts.fact import FACTS, fact
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.statistics.percentile import percentile
from tests.audits.checks.facts.conftest import See


def test_the_percentile_is_one_of_the_values() -> None:
    assert percentile([3.0, 1.0, 2.0], 0.5) == 2.0
    assert percentile([1.0] * 19 + [9.0], 0.95) == 1.0
    assert percentile([5.0], 0.95) == 5.0


def test_two_facts_cannot_have_one_name() -> None:
    with pytest.raises(ValueError, match="two facts are called attempts"):
        fact(FACTS["attempts"])


def test_an_unknown_fact_is_named(see: See) -> None:
    with pytest.raises(AttributeError, match="no fact has the name 'weather'"):
        _ = see([]).weather


# Facts from the plan alone, or correctly empty without observations.
ALWAYS_KNOWN = {
    "objectives", "attempts", "confirmed_links", "declared_hosts", "surge_stage", "refusals",
    "generator", "scale", "published", "cuts_of_the_crisis", "cells", "control_cell",
    "depends_on_third_parties", "fault_periods", "unrecovered", "unused", "uncontacted",
    "late_cuts", "keeps_power",
    "power_cuts", "misdescription", "boot_within", "levels",
    "island_controls", "lost_answers", "control_doubts", "information_doubts", "start_calls",
    "unproven", "unproven_third_parties", "unused_third_parties", "late_information",
    "calm_waits", "contradicted_comfort", "critical_journeys", "undeclared", "contradicted_own",
    "script_pages", "past_proxies", "third_parties_past_proxies",
    "identity_providers", "status_page",
    "crowd_journeys", "judged_journeys", "surge_journeys",
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(set(FACTS) - ALWAYS_KNOWN))
def test_without_evidence_no_fact_is_guessed(see: See, name: str) -> None:
    with pytest.raises(NoEvidence) as missing:
        getattr(see([]), name)
    assert missing.value.text.fr
    assert missing.value.text.en
