"""Steps that work without scripts, from the HTML alone."""

import pytest

from epreuve.probes.journeys.citizen import Citizen
from epreuve.probes.journeys.journey import Step
from epreuve.probes.journeys.template import Variables
from epreuve.probes.pages.no_script import Obstacle, Page, obstacle

KNOWN = Variables(Citizen(7, 1), {"numero": "A1"})
URL = "http://ville.example:80/demarches/acte"
FORM = (
    '<form method="post" action="/depot" enctype="multipart/form-data"><input name="nom">'
    '<textarea name="objet"></textarea><input name="piece" type="file"><button>Envoyer</button>'
    "</form>"
)


def plain(step: Step, *pages: str, url: str = URL) -> bool:
    return obstacle(step, [Page(url, html) for html in pages], KNOWN) is None


def test_the_first_url_is_typed() -> None:
    assert plain(Step(get="/"))
    assert not plain(Step(post="/depot"))


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ('<a href="/suivi">Suivi</a>', True),
        ('<a href=" ../suivi#haut ">Suivi</a>', True),
        ('<a href="http://ville.example/suivi">Suivi</a>', True),
        ('<a href="//ville.example:80/suivi">Suivi</a>', True),
        ('<base href="/autre/"><a href="../suivi">Suivi</a>', True),
        ('<form action="/suivi"><input name="q"></form>', True),
        ('<form action="http://ville.example:80/suivi"></form>', True),
        ('<meta http-equiv="Refresh" content="0; url=/suivi">', True),
        ("<a onclick=\"go('/suivi')\">Suivi</a>", False),
        ('<a href="https://ailleurs.example/suivi">Suivi</a>', False),
        ('<a href="http://ville.example:8080/suivi">Suivi</a>', False),
        ('<button data-href="/suivi">Suivi</button>', False),
        ('<a href="http://[/suivi">Suivi</a>', False),
    ],
)
def test_a_page_leads_by_a_link(page: str, expected: bool) -> None:
    assert plain(Step(get="/suivi"), page) is expected


def test_a_link_to_a_captured_value() -> None:
    assert plain(Step(get="/dossiers/{numero}"), '<a href="/dossiers/A1">x</a>')
    assert not plain(Step(get="/dossiers/{numero}"), '<a href="/dossiers/A2">x</a>')


@pytest.mark.parametrize(
    ("wanted", "page", "expected"),
    [
        ("/suivi?page=2&tri=date", '<a href="?page=2&amp;tri=date">x</a>', False),
        ("/demarches/acte?page=2&tri=date", '<a href="?tri=date&amp;page=2">x</a>', True),
        ("/suivi?nom=é", '<a href="/suivi?nom=%C3%A9">x</a>', True),
        ("/suivi?page=2", '<a href="/suivi?page=3">x</a>', False),
        ("/suivi?q=a", '<form action="/suivi"><input name="q"></form>', True),
        ("/suivi?q=a", '<form action="/suivi"><input name="r"></form>', False),
    ],
)
def test_the_query_of_a_link(wanted: str, page: str, expected: bool) -> None:
    assert plain(Step(get=wanted), page) is expected


def test_a_form_keeps_the_query_of_its_page() -> None:
    page = '<form method="POST"><input name="a"></form>'
    assert plain(Step(post="/demarches/acte"), page)
    assert plain(Step(post="/demarches/acte?etape=2"), page, url=f"{URL}?etape=2")
    assert not plain(Step(post="/demarches/acte?etape=2"), page, url=f"{URL}?etape=1")


def test_a_form_needs_method_action_and_every_field() -> None:
    step = Step(post="/depot", form={"nom": "x", "objet": "y"}, files={"piece": "z"})
    assert plain(step, FORM)
    assert plain(step, FORM.replace("/depot", "http://ville.example/depot"))
    assert not plain(step, FORM.replace("post", "get"))
    assert not plain(step, FORM.replace("/depot", "/autre"))


def test_the_missing_fields_are_named() -> None:
    step = Step(post="/depot", form={"nom": "x", "objet": "y"}, files={"piece": "z"})

    def missing(page: str) -> Obstacle | None:
        return obstacle(step, [Page(URL, page)], KNOWN)

    assert missing(FORM.replace('name="objet"', 'id="objet"')) == Obstacle(("objet",))
    assert missing(FORM.replace('name="nom"', 'name="nom" disabled')) == Obstacle(("nom",))
    assert missing(FORM.replace("multipart/form-data", "")) == Obstacle(("piece",))
    assert missing("<p>rien</p>") == Obstacle()


def test_fields_and_buttons_beside_the_form() -> None:
    step = Step(post="/depot", form={"nom": "x"})
    outside = '<form id="f" method="post" action="/depot"></form><input form="f" name="nom">'
    assert plain(step, outside)
    button = '<form method="post"><input name="nom"><button formaction="/depot">x</button></form>'
    assert plain(step, button)


def test_a_form_sends_no_json() -> None:
    step = Step.model_validate({"post": "/depot", "json": {"nom": "x"}})
    assert not plain(step, '<form method="post" action="/depot"><input name="nom"></form>')


def test_a_loaded_page_can_be_loaded_again() -> None:
    assert plain(Step(get="/demarches/acte"), "<p>Votre dossier</p>")


def test_any_loaded_page_may_lead_to_the_step() -> None:
    assert plain(Step(get="/suivi"), '<a href="/suivi">x</a>', "<p>rien</p>")
