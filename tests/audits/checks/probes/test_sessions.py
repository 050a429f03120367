"""Probes of sessions: without scripts, forms and backlogs."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from epreuve.audits.checks.degradation import form_probe
from epreuve.audits.checks.degradation.no_script_probe import BlockedStep, NoScriptObservation
from epreuve.audits.checks.facts.receipt_pages import ReceiptPageObservation
from epreuve.audits.checks.recovery.backlog_probe import BACKLOG
from epreuve.audits.planning.plan import Plan
from tests.audits.checks.probes.town import FORM, TODAY, Town, plan, sent, sight


class Later(dict[str, str | int]):
    """Pages of which some differ at first: until their function returns None."""

    def __init__(
        self, pages: dict[str, str | int], first: dict[str, Callable[[], int | None]]
    ) -> None:
        super().__init__(pages)
        self.first = first

    def get(self, line: str, default: Any = None) -> Any:
        page = self.first[line]() if line in self.first else None
        return super().get(line, default) if page is None else page


def test_a_session_without_scripts_records_the_linked_steps(town: Town) -> None:
    walked, receipt = sent(sight(town, plan(town)), "no script")
    steps = ("GET /", "GET /depot", "POST /depot")
    assert walked.record == NoScriptObservation(
        steps=steps, completed=3, without_script=steps, pages=3
    )
    assert receipt.record == ReceiptPageObservation(
        shows_number=True, number_length=4, shows_date=True, print_style=True, human_channel=True
    )


def test_a_step_behind_a_script_needs_a_script(town: Town) -> None:
    town.pages["GET /"] = "<script>document.write('<a href=/depot>')</script>Déposer"
    (walked, _) = sent(sight(town, plan(town)), "no script")
    assert walked.record.without_script == ("GET /", "POST /depot")
    assert walked.record.blocked == (BlockedStep(step="GET /depot"),)


def test_a_missing_field_is_named(town: Town) -> None:
    town.pages["GET /depot"] = FORM.replace("nom", "objet")
    (walked, _) = sent(sight(town, plan(town)), "no script")
    assert walked.record.blocked == (BlockedStep(step="POST /depot", fields=("nom",)),)


def test_absolute_addresses_are_those_of_the_service(town: Town) -> None:
    town.pages["GET /"] = f'<a href="http://{town.authority}/depot">Déposer</a>'
    (walked, _) = sent(sight(town, plan(town)), "no script")
    assert walked.record.blocked == ()


def test_the_receipt_of_an_interface_for_programs(town: Town) -> None:
    town.kind = "application/json"
    (walked,) = sent(sight(town, plan(town)), "no script")
    assert (walked.record.completed, walked.record.pages) == (3, 0)


@pytest.mark.parametrize(
    ("page", "sheet", "field", "expected"),
    [
        ("<p>n° A1B2, né le 02/03/1956</p>", "", "shows_date", False),
        ("<p>n° A1B2 <i hidden>{today}</i></p>", "", "shows_date", False),
        ("<p hidden>n° A1B2</p>", "", "shows_number", False),
        ("<p hidden>n° A1B2</p><p>réf. XA1B27</p>", "", "shows_number", False),
        ('<link rel="stylesheet" href="/b.css">n° A1B2', "p { color: red }", "print_style", False),
        ('<link rel="stylesheet" href="/b.css">n° A1B2', "@media print { a { b: c } }",
         "print_style", True),
        ('<link rel="stylesheet" href="/b.css" media="print">n° A1B2', "a { b: c }",
         "print_style", True),
        ('<link rel="stylesheet" href="/b.css"><p>n° A1B2', "p { display: none }",
         "shows_number", False),
    ],
)  # fmt: skip
def test_the_qualities_of_a_receipt(
    town: Town, page: str, sheet: str, field: str, expected: bool
) -> None:
    town.pages |= {"POST /depot": page.format(today=TODAY), "GET /b.css": sheet}
    (_, receipt) = sent(sight(town, plan(town)), "no script")
    assert getattr(receipt.record, field) is expected


def test_a_receipt_may_be_an_address_with_its_number(town: Town) -> None:
    link = '<a id="suivi" href="/suivi/?demande=demandes-35&amp;key=dc36b3af">suivre</a>'
    town.pages["POST /depot"] = f"Demande [demandes-35] du {TODAY} {link}"
    capture = {"receipt": 'id="suivi" href="([^"]+)"'}
    steps = [{"get": "/depot"}, {"post": "/depot", "form": {"nom": "x"}, "capture": capture}]
    journey = {"critical": True, "steps": steps, "acknowledged_by": "receipt"}
    (_, receipt) = sent(sight(town, plan(town, journeys={"deposer": journey})), "no script")
    assert (receipt.record.shows_number, receipt.record.number_length) == (True, 11)


def test_a_failed_session_without_scripts_records_its_completed_steps(town: Town) -> None:
    town.pages["POST /depot"] = 503
    (walked,) = sent(sight(town, plan(town)), "no script")
    assert walked.record.completed == 2


def impatient(made: Plan) -> Plan:
    """A plan whose users wait a fifth of a second."""
    cohorts = [cohort.model_copy(update={"patience": 0.2}) for cohort in made.cohorts]
    return made.model_copy(update={"cohorts": tuple(cohorts)})


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("GET /dossiers/A1B2", 404),  # the form appears a moment later
        ("POST /depot", 429),  # the service limits requests
    ],
)
def test_a_form_that_is_refused_at_first_is_kept(
    town: Town, monkeypatch: pytest.MonkeyPatch, line: str, status: int
) -> None:
    monkeypatch.setattr(form_probe, "PAUSE", 0.01)
    context = sight(town, plan(town))
    sent(context, "form")
    refusals = iter([status, status])
    monkeypatch.setattr(town, "pages", Later(town.pages, {line: lambda: next(refusals, None)}))
    (observation,) = sent(context, "form resumed")
    assert (observation.record.resumed, observation.record.kept) == ("success", True)
    assert town.requests.count(line) == 3


def test_a_form_is_held_then_sent_and_read_again(town: Town) -> None:
    context = sight(town, plan(town))
    assert sent(context, "form") == []
    assert town.requests == ["GET /", "GET /depot"]
    (observation,) = sent(context, "form resumed")
    assert town.requests[2:] == ["POST /depot", "GET /dossiers/A1B2"]
    assert town.reloads == {"GET /dossiers/A1B2"}
    assert (observation.kind, observation.subject) == ("form", "deposer")
    assert (observation.record.filled, observation.record.resumed, observation.record.kept) == (
        "success", "success", True,
    )  # fmt: skip


def test_a_form_is_read_again_by_any_name_of_its_receipt_before_a_log_out(town: Town) -> None:
    journey = plan(town).profile.journeys["deposer"].model_dump(by_alias=True, exclude_unset=True)
    verify = [{"get": "/dossiers/{receipt}", "expect": {"contains": "A1B2"}}, {"get": "/sortie"}]
    context = sight(town, plan(town, journeys={"deposer": {**journey, "verify": verify}}))
    sent(context, "form")
    (observation,) = sent(context, "form resumed")
    assert town.requests[-2:] == ["GET /dossiers/A1B2", "GET /sortie"]
    assert observation.record.kept


def test_the_form_is_held_before_its_post_where_a_later_page_gives_the_receipt(
    town: Town,
) -> None:
    town.pages |= {"POST /depot": 403, "GET /recu": "n° A1B2"}
    steps = [
        {"get": "/depot"}, {"post": "/depot", "form": {"nom": "x"}},
        {"get": "/recu", "capture": {"recu": r"n° (\w+)"}},
    ]  # fmt: skip
    journey = plan(town).profile.journeys["deposer"].model_dump(by_alias=True, exclude_unset=True)
    made = impatient(plan(town, journeys={"deposer": {**journey, "steps": steps}}))
    context = sight(town, made)
    sent(context, "form")
    assert town.requests == ["GET /depot"]
    (observation,) = sent(context, "form resumed")
    assert (observation.record.filled, observation.record.resumed) == ("success", "http error")


@pytest.mark.parametrize(
    ("lost", "resumed"), [("POST /depot", "http error"), ("GET /dossiers/A1B2", "success")]
)
def test_a_form_that_was_forgotten(town: Town, lost: str, resumed: str) -> None:
    context = sight(town, impatient(plan(town)))
    sent(context, "form")
    town.pages[lost] = 403
    (observation,) = sent(context, "form resumed")
    assert (observation.record.resumed, observation.record.kept) == (resumed, False)


@pytest.mark.process
@pytest.mark.parametrize("name", ["recu", "receipt"])
def test_a_backlog_is_followed_to_its_end(town: Town, name: str) -> None:
    journey = plan(town).profile.journeys["deposer"].model_dump(by_alias=True, exclude_unset=True)
    processed = [{"get": f"/dossiers/{{{name}}}", "expect": {"contains": "transmis"}}]
    made = plan(town, journeys={"deposer": {**journey, "processed": processed}})
    window = made.window("partenaire:silent")
    assert window is not None
    context = sight(town, made, now=window.end - 0.5)
    context.passed = len(made.barriers)
    town.pages["GET /dossiers/A1B2"] = "n° A1B2, en attente"
    done = threading.Timer(0.9, town.pages.__setitem__, ("GET /dossiers/A1B2", "transmis"))
    done.start()
    (observation,) = sent(context, "backlog", "partenaire:silent")
    done.join()
    assert town.reloads == {"GET /dossiers/A1B2"}
    assert 1 <= observation.record.filed <= BACKLOG
    assert observation.record.left == 0
    assert window.end < observation.record.completed_at < window.end + 3.0
    assert observation.record.partner_back_at == window.end


@pytest.mark.process
@pytest.mark.parametrize("page", ["n° A1B2, en attente", 503])
def test_a_service_that_fails_does_not_say_what_is_processed(town: Town, page: str | int) -> None:
    made = plan(town)
    window = made.window("partenaire:silent")
    assert window is not None
    context = sight(town, made, now=window.end - 0.2)
    town.pages["GET /dossiers/A1B2"] = page
    (observation,) = sent(context, "backlog", "partenaire:silent")
    assert observation.record.left == observation.record.filed > 0
    assert observation.record.unanswered == (observation.record.left if page == 503 else 0)


def test_an_unknown_dependency_has_no_backlog(town: Town) -> None:
    assert sent(sight(town, plan(town)), "backlog", "inconnu:silent") == []
