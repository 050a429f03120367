"""Pages that reload themselves: the header `Refresh`, and meta elements."""

import pytest

from epreuve.probes.http.response import HttpResponse
from epreuve.probes.journeys.reload import Reload, announced_reload

ORIGIN = "http://guichet.example:80"


def response(body: str = "", **headers: str) -> HttpResponse:
    answer = HttpResponse(200, {"content-type": "text/html", **headers}, body.encode(), 0)
    answer.target = "/attente?place=4"
    return answer


@pytest.mark.parametrize(
    ("text", "reload"),
    [
        ("3", (3, "/attente?place=4")),
        (" 3.5 ", (3, "/attente?place=4")),
        ("3;", (3, "/attente?place=4")),
        ("0; url=/acte", (0, "/acte")),
        ("5;URL='/acte?a=1'", (5, "/acte?a=1")),
        ("5, /acte", (5, "/acte")),
        ("5; url=suite", (5, "/suite")),
        ("5; url=http://guichet.example/acte", (5, "/acte")),
        ("5; url=https://elsewhere.example/", None),
        ("5; url=http://[", None),
        ("soon", None),
        ("-3", None),
        ("3x", None),
    ],
)
def test_reloads_of_a_header_and_of_an_element(text: str, reload: tuple[float, str] | None) -> None:
    wanted = None if reload is None else Reload(*reload)
    assert announced_reload(response(refresh=text), ORIGIN) == wanted
    page = f'<head><META HTTP-EQUIV=Refresh content="{text}"></head>'
    assert announced_reload(response(page), ORIGIN) == wanted


@pytest.mark.parametrize(
    "page",
    [
        "",
        "<p>Please refresh</p>",
        "<!-- <meta http-equiv=refresh content=3> -->",
        "<meta name=refresh content=3>",
        "<meta http-equiv=refresh>",
    ],
)
def test_pages_that_do_not_reload_themselves(page: str) -> None:
    assert announced_reload(response(page), ORIGIN) is None


def test_only_a_page_has_elements() -> None:
    text = "<meta http-equiv=refresh content=3>"
    assert announced_reload(response(text, **{"content-type": "text/plain"}), ORIGIN) is None
