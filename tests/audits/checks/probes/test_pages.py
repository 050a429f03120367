"""Probes of pages: their content, human channel, status and printed form."""

import socket
import threading
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pytest

from epreuve.audits.checks.degradation.status_page_probe import StatusPageObservation
from epreuve.audits.checks.human_fallback.human_channel_probe import NOWHERE
from epreuve.audits.checks.probing.context import OURS
from epreuve.probes.pages.markup_record import MarkupObservation
from tests.audits.checks.probes.town import FORM, STATUS, Town, plan, sent, sight


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


def channels(town: Town, **more: Any) -> dict[str, tuple[bool, bool]]:
    observations = sent(sight(town, plan(town, **more)), "human channel")
    return {one.subject: (one.record.phone, one.record.counter) for one in observations}


def test_information_and_error_pages_show_the_human_channel_too(town: Town) -> None:
    town.pages["GET /horaires"] = FORM
    assert channels(town, information=["/horaires"]) == {
        "/": (False, False), "/depot": (True, True), "/horaires": (True, True),
        NOWHERE: (False, False),
    }  # fmt: skip


def test_addresses_are_read_in_the_languages_of_the_profile(town: Town) -> None:
    town.pages["GET /depot"] = FORM.replace('lang="fr"', 'lang="en"')
    service = {"name": "s", "address": f"http://{town.authority}", "normal_peak": "1/s"}
    assert channels(town, service=service)["/depot"] == (True, False)
    assert channels(town, service={**service, "languages": ["fr"]})["/depot"] == (True, True)


def test_a_declared_channel_must_be_visible(town: Town) -> None:
    declared = {"phone": "+33 1 99 00 12 34", "counter": "rue du Port,  99123"}
    assert channels(town, human_channel=declared)["/depot"] == (True, True)
    town.pages["GET /depot"] = f"<style>footer {{ display: none }}</style>{FORM}"
    assert channels(town, human_channel=declared)["/depot"] == (False, False)


def unreadable(town: Town, **more: Any) -> dict[str, str | None]:
    observations = sent(sight(town, plan(town, **more)), "human channel")
    return {one.subject: one.record.unreadable for one in observations}


def test_a_channel_is_not_missing_in_a_language_that_is_not_known(town: Town) -> None:
    town.pages["GET /"] = '<html lang="de"><p>Telefon (030) 9018-20, Rathausstraße 15</p>'
    other = {"/depot": None, "/absente": None, NOWHERE: None}
    assert unreadable(town) == {"/": "language", **other}
    declared = {"phone": "030 901820", "counter": "Rathausstraße 1"}
    assert unreadable(town, human_channel=declared)["/"] is None
    town.pages["GET /"] = f'<html lang="de"><body>{FORM}</body>'
    assert unreadable(town)["/"] is None  # A channel that was found counts.
    town.pages["GET /"] = "<p>Telefon (030) 9018-20</p>"
    assert unreadable(town)["/"] is None


def test_a_channel_is_not_missing_on_a_page_built_by_a_script(town: Town) -> None:
    town.pages["GET /"] = (
        "<html lang=en><title>Town</title><body><div id=root>Loading…</div>"
        "<script>document.getElementById('root').innerHTML = 'By telephone'</script></body>"
    )
    other = {"/depot": None, "/absente": None, NOWHERE: None}
    assert unreadable(town) == {"/": "script", **other}
    declared = {"phone": "01 99 00 12 34", "counter": "rue du Port"}
    assert unreadable(town, human_channel=declared)["/"] == "script"


def test_a_linked_sheet_hides_the_channel(town: Town) -> None:
    town.pages["GET /a.css"] = ".court footer { display: none }"
    town.pages["GET /"] = f'<link rel="stylesheet" href="/a.css"><body class="court">{FORM}'
    assert channels(town)["/"] == (False, False)


def test_a_page_without_a_response_is_recorded(town: Town) -> None:
    context = sight(town, plan(town))
    with socket.create_server(("127.0.0.1", 0)) as closed:
        unreachable = f"127.0.0.1:{closed.getsockname()[1]}"
    context = replace(context, endpoints=dict.fromkeys(context.endpoints, unreachable))
    records = {one.subject: one.record for one in sent(context, "human channel")}
    assert {"/", "/depot", NOWHERE} <= records.keys()
    assert {record.unreadable for record in records.values()} == {"response"}


def test_the_number_of_the_user_is_not_that_of_the_service(town: Town) -> None:
    town.pages["GET /"] = f"<p>Votre téléphone : {plan(town).citizen(OURS).phone}</p>"
    assert channels(town)["/"] == (False, False)


def test_an_interface_for_programs_has_no_page_for_people(town: Town) -> None:
    town.kind = "application/json"
    observations = sent(sight(town, plan(town)), "human channel")
    assert not any(one.record.is_page for one in observations)
    kinds = {one.kind for one in sent(sight(town, plan(town)), "pages")}
    assert kinds == {"page"}  # JSON has no heading and no label


@pytest.mark.process
@pytest.mark.needs_chromium
def test_a_browser_reads_what_it_renders(town: Town) -> None:
    town.pages["GET /"] = (
        "<p id=a></p><p style='position:relative'><i hidden>1 rue du Port, 99123 Saint-Exemple</i>"
        "<script>document.getElementById('a').textContent = 'Tél. 01 99 00 12 34'</script>"
    )
    context = sight(town, plan(town).model_copy(update={"browser": True}))
    shown = {one.subject: one.record for one in sent(context, "human channel")}
    assert (shown["/"].phone, shown["/"].counter) == (True, False)
    assert (shown["/depot"].phone, shown["/depot"].counter) == (True, True)


def test_the_essential_page_may_be_kept_and_printed(town: Town) -> None:
    (observation,) = sent(sight(town, plan(town)), "essential page")
    assert observation.subject == "/"
    assert observation.record.lifetime == 86400
    assert observation.record.print_style is True
    assert observation.record.pdf_bytes is None


def test_a_page_with_values_of_the_citizen_is_read_too(town: Town) -> None:
    secret = {"get": "/moi?jeton={env.TOKEN}"}
    stream = {"get": "/flux", "headers": {"Accept": "text/event-stream"}}
    steps = [{"get": "/?nom={citizen.city}"}, {"get": "/{receipt}"}, secret, stream]
    journeys = {"deposer": {"critical": True, "steps": steps}}
    context = sight(town, plan(town, journeys=journeys))
    city = quote(context.plan.citizen(OURS).city, safe="")
    assert context.paths() == [f"/?nom={city}"]


def test_json_is_not_a_printable_page(town: Town) -> None:
    town.pages["GET /"], town.kind = '{"Déposer": "/depot"}', "application/json"
    (observation,) = sent(sight(town, plan(town)), "essential page")
    assert observation.record.print_style is False


def test_a_pdf_is_weighed(town: Town) -> None:
    town.pages["GET /"] = '<a style="color:red" href="/fiche.pdf">Imprimer</a>'
    (observation,) = sent(sight(town, plan(town)), "essential page")
    assert (observation.record.print_style, observation.record.pdf_bytes) == (False, 500)


def test_parts_under_another_name_of_this_machine_are_read(town: Town) -> None:
    local = f"http://{town.authority.replace('127.0.0.1', 'localhost')}"
    town.pages["GET /"] = f'<a style="color:red" href="{local}/fiche.pdf">Imprimer</a>'
    (observation,) = sent(sight(town, plan(town)), "essential page")
    assert observation.record.pdf_bytes == 500


def test_without_an_information_page_the_first_critical_page_is_essential(town: Town) -> None:
    (observation,) = sent(sight(town, plan(town, information=[])), "essential page")
    assert observation.subject == "/"
    assert observation.record.outcome == "success"


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


def test_a_status_page_under_another_name_of_this_machine_is_no_other_host(town: Town) -> None:
    page = {"address": f"http://{town.authority.replace('127.0.0.1', 'localhost')}/etat"}
    (observation,) = sent(sight(town, plan(town, status_page=page)), "status page")
    assert observation.record.other_host is False


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
