"""Steps that work without scripts, from the HTML alone."""

import pytest

from epreuve.probes.http.response import HttpResponse
from epreuve.probes.journeys.citizen import Citizen
from epreuve.probes.journeys.step import Step
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


def on_page(html: str) -> Variables:
    """A session whose last page this is."""
    variables = Variables(Citizen(7, 1))
    variables.page = HttpResponse(200, {"content-type": "text/html"}, html.encode(), 1)
    variables.page.origin, variables.page.target = "http://ville.example:80", "/demarches/acte"
    return variables


def test_the_first_url_is_typed() -> None:
    assert plain(Step(get="/"))
    assert not plain(Step(post="/depot"))


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (FORM, None),
        (FORM.replace(' enctype="multipart/form-data"', ""), ("piece",)),
        (FORM.replace("<button>", "<button type=button onclick='send()'>"), None),  # Enter key
        (FORM.replace("<button>", "<input name=b><button type=button onclick='send()'>"), ()),
        (f"<div hidden>{FORM}</div>", ()),
        (FORM.replace('name="nom"', ""), ()),
        ("<p>Maintenance", ()),
    ],
)
def test_a_form_that_is_submitted_needs_a_button_that_works(
    page: str, expected: tuple[str, ...] | None
) -> None:
    step = {"submit": {"fields": {"nom": "a"}, "files": {"piece": "{citizen.file}"}}}
    why = obstacle(Step.model_validate(step), [Page(URL, page)], on_page(page))
    assert why == (None if expected is None else Obstacle(expected))


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ('<a href="?q={x}">Suivi</a>', True),
        ('<a hidden href="/suivi">Suivi</a>', False),
        ("<a onclick='go()'>Suivi</a>", False),
    ],
)
def test_a_link_that_is_followed_is_displayed(page: str, expected: bool) -> None:
    step = Step.model_validate({"follow": {"text": "Suivi"}})
    assert (obstacle(step, [Page(URL, page)], on_page(page)) is None) is expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ('<a href="/suivi">Suivi</a>', True),
        ('<a href=" ../suivi#haut ">Suivi</a>', True),
        ('<a href="http://ville.example/suivi">Suivi</a>', True),
        ('<a href="//ville.example:80/suivi">Suivi</a>', True),
        ('<base href="/autre/"><a href="../suivi">Suivi</a>', True),
        ('<form action="/suivi"><input name="q"></form>', True),
        ('<form action="http://ville.example:80/suivi"><button>Suivi</button></form>', True),
        ('<form action="/suivi"></form>', False),
        ('<a href="/suivi;jsessionid=A1">Suivi</a>', True),
        ('<noscript><a href="/suivi">Suivi</a></noscript>', True),
        ('<a hidden href="/suivi">Suivi</a>', False),
        ('<nav style="display: none"><a href="/suivi">Suivi</a></nav>', False),
        ('<style>nav{display:none}</style><nav><a href="/suivi">Suivi</a></nav>', False),
        (
            "<style>nav ul{display:none} nav:hover ul{display:block}</style>"
            '<nav><ul><li><a href="/suivi">Suivi</a></ul></nav>',
            True,
        ),
        ('<template><a href="/suivi">Suivi</a></template>', False),
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


def test_a_form_under_another_name_of_this_machine_is_the_services_own() -> None:
    form = FORM.replace('"/depot"', '"http://localhost:8080/depot"')
    assert plain(Step(post="/depot"), form, url="http://127.0.0.1:8080/")
    assert not plain(Step(post="/depot"), form, url="http://127.0.0.1:8081/")


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


START = "<form method=post action=/depot>"
FIELDS = "<input name=a><input name=b>"
SEND = "<button>ok</button>"


@pytest.mark.parametrize(
    "page",
    [
        f"{START}{FIELDS}{SEND}</form>",
        f"<form action=/depot>{FIELDS}<button formmethod=post>ok</button></form>",
        f"<form method=post action='/depot;jsessionid=AB12'>{FIELDS}{SEND}</form>",
        f"<noscript>{START}{FIELDS}{SEND}</form></noscript>",
        f"{START}{FIELDS}<input type=image src=x></form>",
        # The parser puts the fields beside a form in a table.
        f"<table>{START}<tr><td><input name=a><td><input name=b><td>{SEND}</tr></form></table>",
        f"{START}<input name=a><input name=b type=hidden></form>",
        f"{START}<input name=a><textarea name=b></textarea></form>",
        f"{START}<input name=a><input name=b style='display:none' value=1>{SEND}</form>",
        f"{START}<fieldset disabled><legend>{FIELDS}</legend></fieldset>{SEND}</form>",
        f"{START}<input name=a><button name=b value=1>ok</button></form>",
    ],
)
def test_a_browser_sends_a_form_without_script(page: str) -> None:
    assert plain(Step(post="/depot", form={"a": "x", "b": "y"}), page)


@pytest.mark.parametrize(
    "page",
    [
        f"<template>{START}{FIELDS}{SEND}</form></template>",
        f"{START}{FIELDS}<button type=button onclick='send()'>ok</button></form>",
        f"{START}{FIELDS}</form>",
        f"{START}{FIELDS}<button disabled>ok</button></form>",
        f"{START}{FIELDS}<button hidden>ok</button></form>",
        f"{START}<input name=a><input name=b type=hidden><button disabled>ok</button></form>",
        f"{START}<fieldset disabled>{FIELDS}</fieldset>{SEND}</form>",
        f"<form hidden method=post action=/depot>{FIELDS}{SEND}</form>",
        f"<div style='display:none'>{START}{FIELDS}{SEND}</form></div>",
        f"{START}<input name=a><div style='display:none'><input name=b></div>{SEND}</form>",
        f"{START}<button type=button name=a></button><input type=button name=b>{SEND}</form>",
        f"{START}{SEND}</form>{FIELDS}",
    ],
)
def test_a_form_that_needs_a_script(page: str) -> None:
    assert not plain(Step(post="/depot", form={"a": "x", "b": "y"}), page)


def test_only_the_used_button_is_sent() -> None:
    page = f"{START}<button name=a value=1>x</button><button name=b value=1>y</button></form>"
    assert plain(Step(post="/depot", form={"a": "1"}), page)
    assert not plain(Step(post="/depot", form={"a": "1", "b": "1"}), page)


def test_each_row_of_a_table_has_its_form() -> None:
    row = "<tr><form method=post action=/{0}><td><input name={0}><td><button>x</button></form></tr>"
    page = f"<table>{row.format('a')}{row.format('b')}</table>"
    assert plain(Step(post="/b", form={"b": "1"}), page)
    assert not plain(Step(post="/a", form={"b": "1"}), page)
