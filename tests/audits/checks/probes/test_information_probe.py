"""Probe of information pages: in calm, and while a dependency is silent."""

from typing import Any

import pytest

from epreuve.audits.checks.degradation.information_probe import expectation
from epreuve.audits.checks.facts.information import (
    CalmInformationObservation,
    InformationObservation,
)
from epreuve.probes.journeys.expectation import Expect
from epreuve.probes.journeys.journey import Journey
from tests.audits.checks.probes.town import Town, plan, sent, sight


def test_information_is_recorded_with_its_window(town: Town) -> None:
    first, second = sent(sight(town, plan(town)), "information", "base:silent")
    assert first.record == InformationObservation(
        served=True, outcome="success", window="base:silent"
    )
    assert second.record.served is False


def test_an_information_page_must_meet_the_expectation_of_a_journey(town: Town) -> None:
    town.pages["GET /"] = "<h1>Erreur de base de données</h1>"
    first, _ = sent(sight(town, plan(town)), "information", "base:silent")
    assert (first.record.served, first.record.outcome) == (False, "wrong content")


ERROR = "<h1>La base de données ne répond pas</h1>"
HOURS = "<title>Horaires</title><p>Ouverture lundi mardi jeudi vendredi, accueil matin</p>"
LAST = "<title>Horaires</title><p>Accueil lundi</p>"


@pytest.mark.parametrize(
    ("later", "served", "outcome", "unclear"),
    [
        (HOURS + "<p>Mode dégradé</p>", True, "success", False),
        (ERROR, False, "wrong content", False),
        (LAST, False, "wrong content", True),
        (503, False, "http error", False),
    ],
)
@pytest.mark.parametrize("step", [None, {"status": 200}, {"css": "body"}])
def test_an_information_page_without_a_proof_is_compared_with_calm(
    town: Town, later: str | int, served: bool, outcome: str, unclear: bool, step: Any
) -> None:
    town.pages |= {"GET /horaires": HOURS}
    steps = [] if step is None else [{"get": "/horaires", "expect": step}]
    journeys = {"lire": {"critical": True, "steps": [*steps, {"get": "/depot"}]}}
    context = sight(town, plan(town, information=["/horaires"], journeys=journeys))
    (calm,) = sent(context, "calm information")
    assert calm.record == CalmInformationObservation(served=True, outcome="success")
    town.pages["GET /horaires"] = later
    (observation,) = sent(context, "information", "base:silent")
    assert observation.record == InformationObservation.model_validate(
        {"served": served, "outcome": outcome, "window": "base:silent", "unclear": unclear}
    )


def test_a_page_whose_content_a_script_writes_is_noted(town: Town) -> None:
    town.pages["GET /"] = "<title>Déposer</title><div id=app></div><script src=app.js></script>"
    first, _ = sent(sight(town, plan(town)), "calm information")
    assert first.record.scripted


def test_an_expectation_of_content_decides_alone(town: Town) -> None:
    context = sight(town, plan(town))
    first, second = sent(context, "calm information")
    assert (first.record.served, second.record.outcome) == (True, "http error")
    assert context.calm_pages == {}
    town.pages["GET /"] = "<title>Mode dégradé</title>Déposer plus tard"
    assert sent(context, "information", "base:silent")[0].record.served


def test_only_steps_of_a_new_user_say_what_a_page_contains() -> None:
    home = {"get": "/", "expect": {"contains": "Bienvenue"}}
    form = {"get": "/depot", "capture": {"jeton": "x"}}
    own = {"get": "/", "expect": {"contains": "Bonjour {jeton}"}}
    personal = [
        [form, own],
        [{"post": "/connexion"}, own],
        [{**home, "headers": {"Cookie": "a=b"}}],
        [{"get": "/"}],
    ]
    journeys = [Journey.model_validate({"steps": steps}) for steps in [*personal, [home]]]
    assert expectation("/", journeys[:-1]) == Expect()
    assert expectation("/", journeys).contains == ("Bienvenue",)
