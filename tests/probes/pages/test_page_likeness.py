"""Comparison of a page with the same page in calm."""

import pytest

from epreuve.probes.http.response import HttpResponse
from epreuve.probes.pages.page_likeness import Likeness, calm_page, likeness
from tests.probes.pages.store import html

FRAME = "<nav>Mairie Démarches Contact Agenda Horaires Actualités Plan Mentions Recherche</nav>"
HOURS = "Ouverture lundi mardi jeudi vendredi matin, accueil téléphonique permanent, urgences"


def page(body: str, title: str = "Ville de Saint-Exemple", status: int = 200) -> HttpResponse:
    return html(
        status, f"<html><head><title>{title}</title></head><body>{FRAME}{body}</body></html>"
    )


UNKNOWN = page("<h1>Page introuvable</h1>", status=404)
CALM = calm_page([page(f"<p>{HOURS}</p><i>Il est 12:01</i>"), page(f"<p>{HOURS}</p>")], UNKNOWN)


@pytest.mark.parametrize(
    ("body", "title", "expected"),
    [
        (f"<p>{HOURS}</p>", "Ville de Saint-Exemple", "alike"),
        (f"<b>Mode dégradé</b><p>{HOURS}</p>", "Ville de Saint-Exemple", "alike"),
        (f"<p>{HOURS}</p>", "Mode dégradé", "alike"),
        ("<p>Ouverture lundi mardi jeudi vendredi matin</p>", "Ville de Saint-Exemple", "alike"),
        ("<p>Ouverture lundi mardi jeudi vendredi matin</p>", "Mode dégradé", "partly"),
        ("<p>Ouverture lundi</p>", "Ville de Saint-Exemple", "partly"),
        ("<p>La base de données ne répond pas</p>", "Ville de Saint-Exemple", "unlike"),
        ("<p>Erreur interne</p>", "Erreur", "unlike"),
        ("", "", "unlike"),
    ],
)
def test_a_page_has_the_words_of_calm_or_is_another_one(
    body: str, title: str, expected: Likeness
) -> None:
    assert likeness(CALM, page(body, title)) == expected


def test_words_that_vary_in_calm_and_those_of_the_frame_do_not_count() -> None:
    news = [
        page(f"<p>{HOURS}</p><p>Annonce {word}</p>", f"{word} 1") for word in ("bleue", "rouge")
    ]
    calm = calm_page(news, UNKNOWN)
    assert calm.title == ""
    assert calm.words.isdisjoint({"bleue", "rouge", "mairie", "introuvable"})
    assert likeness(calm, page(f"<p>{HOURS}</p>", "verte 2")) == "alike"
    numbers = [page(f"<p>{HOURS}</p>", f"{count} messages") for count in (1, 22)]
    assert calm_page(numbers, None).title == "# messages"


def test_a_page_like_that_of_an_unknown_address_keeps_all_its_words() -> None:
    shell = page("<div id=app></div>")
    calm = calm_page([shell, shell], shell)
    assert likeness(calm, shell) == "alike"
    assert likeness(calm, html(200, "<p>Erreur</p>")) == "unlike"


def test_another_media_type_is_another_page() -> None:
    def sent(kind: str, body: bytes) -> HttpResponse:
        return HttpResponse(200, {"content-type": kind}, body, len(body))

    plan = sent("application/pdf", b"%PDF plan")
    calm = calm_page([plan, plan], None)
    assert likeness(calm, sent("application/pdf; x=y", b"%PDF other")) == "alike"
    assert likeness(calm, sent("text/html", b"<p>Erreur")) == "unlike"
    state = sent("application/json", '{"état": "ouvert", "accueil": "mairie"}'.encode())
    assert likeness(calm_page([state], None), sent("application/json", b'{"error": 1}')) == "unlike"
