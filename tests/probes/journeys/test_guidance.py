"""Guidance in a failed response."""

import pytest

from epreuve.probes.http.response import HttpResponse
from epreuve.probes.journeys.guidance import gives_guidance

FOOTER = "<footer>Mairie, au guichet ou au 01 99 00 12 34. Contactez l'accueil.</footer>"
MENU = '<div class="menu"><a href="/">Accueil</a> <a href="/g">Nos guichets en ville</a></div>'


def html(body: str = "", status: int = 503, **headers: str) -> HttpResponse:
    return HttpResponse(status, {"content-type": "text/html", **headers}, body.encode(), 1)


@pytest.mark.parametrize(
    "body",
    [
        "<p>Beaucoup de monde. Réessayez dans quelques minutes.</p>",
        "<p>Revenez plus tard, merci.</p>",
        "<p>Appelez le <b>01 99</b> <b>00 12 34</b></p>",
        "<p>Déposez votre dossier au guichet.</p>",
        "<main><p>Merci de patienter quelques instants.</p></main><footer>x</footer>",
        "<p>Please try again later.</p>",
        "<p>You are in the queue, please stay.</p>",
        "<p>Call us on +44 20 7946 0000</p>",
    ],
)
def test_a_sentence_about_waiting_or_another_channel(body: str) -> None:
    assert gives_guidance(html(body))


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<h1>Internal Server Error</h1>",
        "<center><h1>503 Service Temporarily Unavailable</h1></center><hr><center>nginx</center>",
        "<h1>Guichet numérique</h1><p>Erreur</p>",
        f"{MENU}<h1>Erreur</h1>{FOOTER}",
        f"<main><h1>Erreur</h1></main><p>Réessayez dans une heure.</p>{FOOTER}",
        '<h1>Erreur</h1><div id="footer"><div class="footer">Appelez le 01 99 00 12 34</div></div>',
        "<h1>Erreur</h1><p hidden>Réessayez dans une heure.</p>",
        "<h1>Erreur</h1><script>'Please try again later'</script>",
        "<a href=/>Accueil</a>",
    ],
)
def test_what_tells_nobody_what_to_do(body: str) -> None:
    assert not gives_guidance(html(body))


def test_retry_after_is_guidance() -> None:
    assert gives_guidance(html(**{"retry-after": "5"}))


def test_what_successful_pages_show_too_is_no_guidance() -> None:
    foot = "<div><p>Une question ? Appelez le 01 99 00 12 34.</p></div>"
    usual = [html(f"<h1>Démarches</h1>{foot}", 200)]
    assert gives_guidance(html(f"<h1>Erreur</h1>{foot}"))
    assert not gives_guidance(html(f"<h1>Erreur</h1>{foot}"), usual)
    assert gives_guidance(html(f"<h1>Erreur</h1><p>Revenez dans 5 minutes.</p>{foot}"), usual)


def test_a_page_with_status_200_must_state_the_failure() -> None:
    assert not gives_guidance(html("<p>Votre demande : appelez le 01 99 00 12 34</p>", 200))
    page = "<p>Le paiement est indisponible.</p><p>Payez au guichet de la mairie.</p>"
    assert gives_guidance(html(page, 200))


def test_an_answer_without_markup() -> None:
    headers = {"content-type": "application/json"}
    body = '{"error": "too many requests, try again in 30 seconds"}'
    assert gives_guidance(HttpResponse(429, headers, body.encode(), 1))
    assert not gives_guidance(HttpResponse(500, headers, b'{"error": "internal"}', 1))
