"""Causes in pages: caches, third parties, contact; with literal facts."""

from typing import Any

from epreuve.audits.checks.causes.blocking_third_party import blocking_third_party
from epreuve.audits.checks.causes.contact_missing import contact_missing
from epreuve.audits.checks.causes.no_cache import no_cache
from epreuve.audits.checks.human_fallback.human_channel_probe import HumanChannelObservation
from epreuve.audits.checks.independence.comfort_page_probe import Slowed
from epreuve.probes.evidence.observation import Observation
from tests.audits import frozen
from tests.audits.checks.causes.cause_pages import page, pages
from tests.audits.checks.causes.shown import shown

PLAN = frozen.plan()


def test_pages_that_no_browser_keeps() -> None:
    text = shown(no_cache(pages(page("/", 1_500_000, 1_500_000), page("/acte", 90_000, 1_000))))
    assert "A second visit of / transfers 1.5 MB again, 100% of the first visit." in text
    assert no_cache(pages(page("/", 1_500_000, 90_000))) is None
    assert no_cache(pages(page("/", 9_000, 9_000))) is None


def test_pages_that_wait_for_third_parties() -> None:
    used = PLAN.profile.dependencies["carte"].listen
    loaded = pages(page("/", 9_000, 0, (used,)))
    endless = (Slowed("/", float("inf")), Slowed("/acte", 0.0))
    text = shown(blocking_third_party(PLAN, endless, loaded))
    assert "(map tiles) were silent, / was not useful within the time limit" in text
    assert "Pages that wait: 1 of 2." in text
    late = shown(blocking_third_party(PLAN, (Slowed("/", 4.2),), loaded))
    assert "was useful 4.2 s later" in late
    assert blocking_third_party(PLAN, (Slowed("/", 0.2),), loaded) is None


def channel(path: str, phone: bool, counter: bool, unread: bool = False) -> Any:
    record = HumanChannelObservation(
        phone=phone, counter=counter, unreadable="script" if unread else None
    )
    return Observation(1.0, path, record)


def test_pages_without_contact() -> None:
    seen = (
        channel("/", True, False),
        channel("/page-qui-n-existe-pas", False, False),
        channel("/x", False, False, True),
    )
    text = shown(contact_missing(seen))
    assert "Without a phone number: the error page." in text
    assert "Without a counter and its hours: / and the error page." in text
    assert contact_missing((channel("/", True, True), seen[2])) is None
