"""Probe of the published code of a service."""

import pytest

from epreuve.audits.checks.independence.publiccode_probe import PubliccodeObservation
from tests.audits.checks.probes.town import Town, plan, sent, sight


def test_the_published_code_of_a_service(town: Town) -> None:
    town.pages["GET /publiccode.yml"] = (
        "publiccodeYmlVersion: '0.4'\nurl: https://forge.example/g\nlegal: {license: EUPL-1.2}\n"
    )
    (observation,) = sent(sight(town, plan(town)), "publiccode")
    assert observation.record == PubliccodeObservation(
        licence="EUPL-1.2", repository="https://forge.example/g"
    )


@pytest.mark.parametrize("page", [404, "<html>Bonjour</html>", "a: [", "url: x", "- a", ""])
def test_an_invalid_publiccode_gives_no_observation(town: Town, page: str | int) -> None:
    town.pages["GET /publiccode.yml"] = page
    assert list(sent(sight(town, plan(town)), "publiccode")) == []


def test_a_publiccode_without_licence_names_none(town: Town) -> None:
    town.pages["GET /publiccode.yml"] = "publiccodeYmlVersion: '0.4'\nlegal: none"
    (observation,) = sent(sight(town, plan(town)), "publiccode")
    assert observation.record == PubliccodeObservation(licence="", repository="")
