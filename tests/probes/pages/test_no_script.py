"""Steps that work without scripts, from the HTML alone."""

import pytest

from epreuve.probes.journeys.citizen import Citizen
from epreuve.probes.journeys.journey import Step
from epreuve.probes.journeys.template import Variables
from epreuve.probes.pages.no_script import Page, works_without_script

KNOWN = Variables(Citizen(7, 1), {"numero": "A1"})
FORM = (
    '<form method="post" action="/depot"><input name="nom"><textarea name="objet"></textarea>'
    '<input name="piece" type="file"><button>Envoyer</button></form>'
)


def plain(step: Step, *pages: str) -> bool:
    return works_without_script(step, [Page("/demarches/acte", html) for html in pages], KNOWN)


def test_the_first_url_is_typed() -> None:
    assert plain(Step(get="/"))
    assert not plain(Step(post="/depot"))


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ('<a href="/suivi">Suivi</a>', True),
        ('<a href="../suivi">Suivi</a>', True),
        ('<form action="/suivi"><input name="q"></form>', True),
        ("<a onclick=\"go('/suivi')\">Suivi</a>", False),
        ('<a href="https://ailleurs.example/suivi">Suivi</a>', False),
        ('<button data-href="/suivi">Suivi</button>', False),
    ],
)
def test_a_page_leads_by_a_link(page: str, expected: bool) -> None:
    assert plain(Step(get="/suivi"), page) is expected


def test_a_link_to_a_captured_value() -> None:
    assert plain(Step(get="/dossiers/{numero}"), '<a href="/dossiers/A1">x</a>')
    assert not plain(Step(get="/dossiers/{numero}"), '<a href="/dossiers/A2">x</a>')


def test_a_form_needs_method_action_and_every_field() -> None:
    step = Step(post="/depot", form={"nom": "x", "objet": "y"}, files={"piece": "z"})
    assert plain(step, FORM)
    assert not plain(step, FORM.replace("post", "get"))
    assert not plain(step, FORM.replace("/depot", "/autre"))
    assert not plain(step, FORM.replace('name="objet"', 'id="objet"'))


def test_a_form_without_action_sends_to_its_own_page() -> None:
    assert plain(Step(post="/demarches/acte"), '<form method="POST"><input name="a"></form>')


def test_any_loaded_page_may_lead_to_the_step() -> None:
    assert plain(Step(get="/suivi"), '<a href="/suivi">x</a>', "<p>rien</p>")
