"""Excerpts of failed responses that a load keeps."""

import pytest

from epreuve.probes.evidence.observation import Observation
from epreuve.probes.http.response import HttpResponse
from epreuve.probes.journeys.citizen import Citizen
from epreuve.probes.journeys.excerpt import MOST_CHARACTERS, excerpt
from epreuve.probes.journeys.template import Variables
from epreuve.probes.load.records import LoadFailure
from tests.probes.load.session_world import World, page


def failures(world: World) -> list[LoadFailure]:
    records = [row.record for row in world.rows if isinstance(row, Observation)]
    return [record for record in records if isinstance(record, LoadFailure)]


def test_the_first_failed_response_of_a_step_is_kept() -> None:
    world = World(page("<nav>Menu</nav><main>Session  expirée</main>"), page("<p>Fermé</p>", 204))
    world.run(number=1)
    world.run(number=2)
    assert [failure.excerpt for failure in failures(world)] == ["Session expirée"]
    world = World(page("<p>Panne</p>", 500))
    world.run()
    assert [failure.excerpt for failure in failures(world)] == ["Panne"]


def test_an_excerpt_is_short_and_has_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOKEN", "ouvre toi")
    variables = Variables(Citizen(7, 1))
    variables.value("env.TOKEN")
    text = f"<p>{'a ' * 97}ouvre toi</p>"
    cut = excerpt(page(text), variables)
    assert len(cut) == MOST_CHARACTERS
    assert "ouvre" not in cut
    session = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxIn0"
    assert excerpt(page(f"<p>Clé {session}</p>"), variables) == "Clé […]"


def test_a_file_has_no_excerpt() -> None:
    pdf = HttpResponse(200, {"content-type": "application/pdf"}, b"%PDF", 4)
    assert excerpt(pdf, Variables(Citizen(7, 1))) == ""
    json = HttpResponse(200, {"content-type": "application/json"}, b'{"a": 1}', 8)
    assert excerpt(json, Variables(Citizen(7, 1))) == '{"a": 1}'


def test_an_excerpt_of_json_has_no_escapes() -> None:
    body = b'{"message": "enregistr\\u00e9e"}'
    response = HttpResponse(200, {"content-type": "application/json"}, body, len(body))
    assert excerpt(response, Variables(Citizen(7, 1))) == '{"message": "enregistrée"}'
