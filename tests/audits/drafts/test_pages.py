"""Drafts from services of other kinds than the one of the first hour."""

from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Protocol

import pytest

from epreuve.audits.drafts.writer import draft_profile
from epreuve.audits.errors import Misuse
from tests.audits.drafts.draft import draft, form_of

Pages = Mapping[str, str]


class Serve(Protocol):
    def __call__(self, pages: Pages) -> str: ...


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Serve pages by their path and query; a page `-> URL` is a redirect."""
    servers: list[ThreadingHTTPServer] = []

    def start(pages: Pages) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                page = pages.get(self.path)
                self.send_response(404 if page is None else 302 if page[:3] == "-> " else 200)
                if page is not None and page[:3] == "-> ":
                    self.send_header("Location", page[3:])
                body = (page or "").encode()
                kind = "application/json" if (page or "").startswith("{") else "text/html"
                self.send_header("Content-Type", f"{kind}; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        Thread(target=server.serve_forever, args=(0.02,)).start()
        return f"http://127.0.0.1:{server.server_address[1]}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def test_a_small_town(serve: Serve, tmp_path: Path) -> None:
    url = serve({
        "/": '<h1>Town of Example</h1><p>Requests are answered.</p><a href="/request">New request',
        "/request": '<form action="/request?kind=new" method="post"><input name="author">'
        '<textarea name="subject"></textarea>'
        '<div style="display: none"><input name="website"></div>',
    })  # fmt: skip
    profile, text = draft(tmp_path, url)
    (journey,) = profile.critical().values()
    submit = journey.steps[-1]
    assert submit.post == "/request?kind=new"
    assert form_of(submit) == {
        "author": "{citizen.name}", "subject": "{citizen.message}", "website": "",
    }  # fmt: skip
    assert '"website": ""  # to check: concealed from people' in text


def test_the_page_with_the_form_is_found_among_many(serve: Serve, tmp_path: Path) -> None:
    listed = "".join(f'<a href="/issues/{n}">Issue {n}</a>' for n in range(60))
    new = (
        '<h1>New</h1><form method="post" action="/issues"><textarea name="text"></textarea></form>'
    )
    bulk = '<form method="post" action="/issues/bulk_edit"><input type="checkbox" name="ids">' * 9
    url = serve({
        "/": f'<h1>Tracker</h1>{listed}<a href="/projects">Projects</a>',
        "/projects": f'{listed}{bulk}<a href="/issues/new">New issue</a>',
        "/issues/new": new,
        **{f"/issues/{n}": f"<h1>Issue {n}</h1>" for n in range(60)},
    })  # fmt: skip
    profile, text = draft(tmp_path, url)
    (journey,) = profile.critical().values()
    assert [step.label for step in journey.steps] == ["GET /issues/new", "POST /issues"]
    assert "more pages were not read: /issues/" in text


def test_a_button_in_place_of_a_link_is_followed(serve: Serve, tmp_path: Path) -> None:
    edit = '<form method="post" action="/wiki"><input type="hidden" name="sectok" value="a">'
    url = serve({
        "/": '<h1>Wiki</h1><form action="/wiki"><input type="hidden" name="do" value="edit">'
        '<input type="hidden" name="id" value="start"><button>Edit</button></form>'
        '<form action="/wiki"><input name="q"></form><form action="/find"><input name="q"></form>',
        "/wiki?do=edit&id=start": f'<h1>Wiki</h1>{edit}<textarea name="wikitext">old</textarea>',
    })  # fmt: skip
    profile, _ = draft(tmp_path, url)
    (journey,) = profile.critical().values()
    assert journey.steps[0].get == "/wiki?do=edit&id=start"
    assert journey.steps[1].submit is not None
    assert set(profile.journeys) == {"information", "search", "wiki"}


def test_addresses_are_relative_to_the_page_after_a_redirect(serve: Serve, tmp_path: Path) -> None:
    url = serve({
        "/": "-> /fr/accueil/",
        "/fr/accueil/": '<h1>Ville</h1><a href="demande">Demande</a>',
        "/fr/accueil/demande": "-> /fr/demande/",
        "/fr/demande/": '<form method="post"><textarea name="t"></textarea></form>',
    })  # fmt: skip
    profile, _ = draft(tmp_path, url)
    (journey,) = profile.critical().values()
    assert [step.label for step in journey.steps] == ["GET /fr/demande/", "POST /fr/demande/"]


def test_pages_alike_are_drafted_once(serve: Serve, tmp_path: Path) -> None:
    ask = '<form method="post" action="/ask/{0}"><textarea name="t"></textarea></form>'
    urgent = "".join(f'<a href="/urgence/{n}">Urgence</a>' for n in range(9))
    many = "".join(f'<a href="/new/{n}">New</a>' for n in range(12))
    url = serve({
        "/": f"<h1>Town</h1>{urgent}{many}",
        **{f"/urgence/{n}": f"<h1>Urgence {n}</h1>{ask.format(n)}" for n in range(9)},
        **{f"/new/{n}": f'<form method=post action="/f{n}"><input name=a{n}><input name=b></form>'
           for n in range(12)},
    })  # fmt: skip
    profile, text = draft(tmp_path, url)
    assert len(profile.journeys) == 8
    assert len(profile.information) == 4
    posts = [step.path for one in profile.journeys.values() for step in one.steps if step.post]
    assert sum(path.startswith("/ask/") for path in posts) == 1
    assert "# journeys left out, the service has many: " in text


def test_the_page_of_a_form_is_preferred_to_a_page_that_also_has_it(
    serve: Serve, tmp_path: Path
) -> None:
    form = '<form method="post" action="/{0}"><textarea name="text"></textarea></form>'
    long = "/commits/" + "a" * 60
    url = serve({
        "/": f'<h1>Forge</h1><a href="{long}">New commit</a>',
        long: f'<h1>Commit</h1>{form.format("items")}'
        f'<form method="post" action="{long}"><input name="note"><input name="b"></form>',
        "/items": f"<h1>Item</h1>{form.format('items')}",
    })  # fmt: skip
    profile, _ = draft(tmp_path, url)
    (journey,) = profile.critical().values()
    assert [step.label for step in journey.steps] == ["GET /items", "POST /items"]
    assert len(profile.journeys) == 3


def test_a_site_that_begins_with_a_log_in_says_which_variables_it_needs(
    serve: Serve, tmp_path: Path
) -> None:
    login = '<h1>Log in</h1><form method="post"><input name="user"><input type=password name=pwd>'
    url = serve({"/": "-> /login", "/login": login})
    message = draft_profile(url, None, None, tmp_path / "a.yaml", "en")
    assert "Set the environment variables {env.USER} and {env.PWD}" in message.en
    assert "{env.USER} et {env.PWD}" in message.fr
    profile, _ = draft(tmp_path, url)
    assert form_of(profile.journeys["login"].steps[-1]) == {
        "user": "{env.USER}",
        "pwd": "{env.PWD}",
    }
    assert list(profile.critical()) == ["information"]


def test_a_form_whose_page_is_behind_a_log_in_is_named(serve: Serve, tmp_path: Path) -> None:
    login = '<h1>Log in</h1><form method="post" action="/login"><input name=u><input type=password'
    ask = '<form method="post" action="/ask"><textarea name=t></textarea></form>'
    url = serve({"/": f"<h1>A</h1>{ask}", "/ask": "-> /login", "/login": f"{login} name=p>"})
    message = draft_profile(url, None, None, tmp_path / "a.yaml", "en")
    assert "Set the environment variables {env.U} and {env.P}, and put the steps" in message.en
    profile, _ = draft(tmp_path, url)
    (journey,) = profile.critical().values()
    assert journey.steps[-1].post == "/ask"
    assert profile.journeys["login"].steps[-1].post == "/login"


def test_a_log_in_beside_other_forms_is_left_out(serve: Serve, tmp_path: Path) -> None:
    login = '<form method="post" action="/login"><input name=u><input type=password name=p></form>'
    ask = '<form method="post" action="/ask"><textarea name=t></textarea></form>'
    profile, text = draft(tmp_path, serve({"/": f"<h1>A</h1>{login}{ask}"}))
    assert {step.path for one in profile.journeys.values() for step in one.steps} == {"/", "/ask"}
    assert "look up a number, change a setting or delete: POST /login" in text


def test_a_page_that_scripts_write_is_named(serve: Serve, tmp_path: Path) -> None:
    url = serve({"/": '<title>App</title><div id="app"></div><script src="/a.js"></script>'})
    message = draft_profile(url, None, None, tmp_path / "a.yaml", "en")
    assert message.en.startswith("the page shows nothing without scripts")
    assert "--har" in message.en


def test_an_api_is_named(serve: Serve, tmp_path: Path) -> None:
    message = draft_profile(serve({"/": '{"api": 1}'}), None, None, tmp_path / "a.yaml", "en")
    assert message.en.startswith("the address serves data, and no page for people: draft an API")


def test_a_redirect_to_another_port_of_the_same_host_is_followed(
    serve: Serve, tmp_path: Path
) -> None:
    second = serve({"/start": "<h1>Second</h1>"})
    first = serve({"/": f"-> {second}/start"})
    profile, text = draft(tmp_path, first)
    assert profile.service.address == second
    assert profile.journeys["start"].steps[0].get == "/start"
    assert f"# {first} leads to {second}\n" in text


@pytest.mark.parametrize("url", ["http://[::1", "http://127.0.0.1:99999", "http://a b/", "ftp://x"])
def test_another_address_is_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="is not an address"):
        draft_profile(url, None, None, tmp_path / "a.yaml", "en")
