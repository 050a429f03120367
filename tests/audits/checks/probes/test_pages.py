"""Probes of pages: their content, human channel, status and printed form."""

import threading

import pytest

from epreuve.audits.checks.degradation.status_page_probe import StatusPageObservation
from epreuve.audits.checks.facts.information import InformationObservation
from epreuve.audits.checks.human_fallback.human_channel_probe import HumanChannelObservation
from epreuve.probes.pages.markup_record import MarkupObservation
from tests.audits.checks.probes.town import STATUS, Town, plan, sent, sight


@pytest.mark.process
def test_pages_are_loaded_and_read(town: Town) -> None:
    observations = sent(sight(town, plan(town)), "pages")
    assert [(observation.kind, observation.subject) for observation in observations] == [
        ("page", "/"), ("markup", "/"), ("page", "/depot"), ("markup", "/depot"),
    ]  # fmt: skip
    assert observations[3].record == MarkupObservation(accessibility_defects=(), recent_features=())
    assert "lang" in observations[1].record.accessibility_defects


def test_the_same_pages_on_edge_and_without_comfort(town: Town) -> None:
    context = sight(town, plan(town))
    assert [observation.subject for observation in sent(context, "edge page")] == ["/"]
    assert [observation.subject for observation in sent(context, "comfort pages")] == [
        "/",
        "/depot",
    ]


def test_the_human_channel_is_also_searched_on_an_error_page(town: Town) -> None:
    observations = sent(sight(town, plan(town)), "human channel")
    assert [(e.record.phone, e.record.counter) for e in observations] == [
        (False, False), (True, True), (False, False),
    ]  # fmt: skip
    declared = plan(town, human_channel={"phone": "01 99 00 12 34", "counter": "rue du Quai"})
    (_, form, _) = sent(sight(town, declared), "human channel")
    assert form.record == HumanChannelObservation(phone=True, counter=False)


def test_information_is_recorded_with_its_window(town: Town) -> None:
    first, second = sent(sight(town, plan(town)), "information", "base:silent")
    assert first.record == InformationObservation(
        served=True, outcome="success", window="base:silent"
    )
    assert second.record.served is False


def test_the_essential_page_may_be_kept_and_printed(town: Town) -> None:
    (observation,) = sent(sight(town, plan(town)), "essential page")
    assert observation.subject == "/"
    assert observation.record.lifetime == 86400
    assert observation.record.print_style is True
    assert observation.record.pdf_bytes is None


def test_a_pdf_is_weighed(town: Town) -> None:
    town.pages["GET /"] = '<a href="/fiche.pdf">Imprimer</a>'
    (observation,) = sent(sight(town, plan(town)), "essential page")
    assert (observation.record.print_style, observation.record.pdf_bytes) == (False, 500)


def test_the_status_page_is_read_where_it_is(town: Town) -> None:
    with Town() as elsewhere:
        threading.Thread(target=elsewhere.serve_forever, args=(0.01,), daemon=True).start()
        page = {"address": f"http://{elsewhere.authority}/etat"}
        (observation,) = sent(sight(town, plan(town, status_page=page)), "status page")
        elsewhere.shutdown()
    assert observation.record == StatusPageObservation(
        answered=True, bytes=len(STATUS.encode()), states_availability=True, human_channel=True,
        other_host=True,
    )  # fmt: skip
    assert town.requests == []


def test_a_missing_status_page_is_not_requested(town: Town) -> None:
    assert sent(sight(town, plan(town)), "status page") == []
    assert sent(sight(town, plan(town, status_page="none")), "status page") == []


@pytest.mark.process
@pytest.mark.needs_chromium
def test_chromium_reads_the_pages_of_a_plan_that_asks_for_it(town: Town) -> None:
    context = sight(town, plan(town).model_copy(update={"browser": True}))
    for name in ("edge page", "pages", "comfort pages", "essential page"):
        observations = sent(context, name)
        readers = {
            observation.record.reader
            for observation in observations
            if observation.kind != "markup"
        }
        assert len(readers) == 1
        assert readers.pop().startswith("Chromium ")
