"""Forms that are submitted and links that are followed, from the page received before."""

from typing import Any
from urllib.parse import parse_qsl

import pytest

from epreuve.probes.http.request import HttpRequest
from epreuve.probes.http.response import ExchangeError, HttpResponse
from epreuve.probes.journeys.citizen import Citizen
from epreuve.probes.journeys.composition import compose
from epreuve.probes.journeys.step import Step
from epreuve.probes.journeys.template import Variables

CITIZEN = Citizen(42, 7)
FORM = """<form id=search action="/search"><input name=q></form>
<form class=request method=post action="send?step=2#top">
<input type=hidden name=csrf value="t&amp;1"><input name=author value="nobody">
<input name=closed value=x disabled><input value="no name">
<textarea name=text>
Hello
you</textarea>
<select name=kind><option value=a>A<option value=b selected>B<option value=c>C</select>
<select name=first><option disabled>no<option>Street  light<option>Road</select>
<select name=many multiple><option value=1 selected>1<option value=2 selected>2</select>
<input type=checkbox name=news checked><input type=checkbox name=copy value=yes>
<input type=radio name=way value=mail checked><input type=radio name=way value=post>
<input type=hidden name=empty>
<input type=reset value=Clear><button type=button name=js value=1>Count</button>
<button name=action value=save>Save</button><button name=action value=draft>Draft</button>
</form><input name=outside form=late>"""
OWN = [
    ("csrf", "t&1"), ("author", "nobody"), ("text", "Hello\r\nyou"), ("kind", "b"),
    ("first", "Street light"), ("many", "1"), ("many", "2"), ("news", "on"), ("way", "mail"),
    ("empty", ""), ("action", "save"),
]  # fmt: skip


def page(text: str = FORM, target: str = "/forms/new?x=1", kind: str = "text/html") -> HttpResponse:
    data = text.encode("latin-1" if "latin" in kind else "utf-8")
    response = HttpResponse(200, {"content-type": kind}, data, len(data))
    response.target, response.origin = target, "http://town.example:8080"
    return response


def request(step: dict[str, Any], at: HttpResponse | None, **captured: str) -> HttpRequest:
    variables = Variables(CITIZEN, captured)
    variables.page = at
    read = Step.model_validate(step)
    again = Step.model_validate_json(read.model_dump_json(by_alias=True))
    return compose(again, variables)


def sent(submit: dict[str, Any], text: str = FORM) -> list[tuple[str, str]]:
    body = request({"submit": submit}, page(text)).body.decode()
    return parse_qsl(body, keep_blank_values=True)


def test_a_form_is_sent_as_a_browser_does() -> None:
    made = request({"submit": {"form": "form.request"}}, page())
    assert (made.method, made.target) == ("POST", "/forms/send?step=2")
    assert made.headers == {"Content-Type": "application/x-www-form-urlencoded"}
    assert made.use == "document"
    assert parse_qsl(made.body.decode(), keep_blank_values=True) == OWN


def test_given_values_take_the_place_of_those_of_the_page() -> None:
    fields = {
        "author": "{citizen.name}", "copy": "yes", "news": [], "way": "post", "many": ["2", "3"],
    }  # fmt: skip
    expected = [
        ("csrf", "t&1"), ("author", CITIZEN.name), ("text", "Hello\r\nyou"), ("kind", "b"),
        ("first", "Street light"), ("many", "2"), ("many", "3"), ("copy", "yes"), ("way", "post"),
        ("empty", ""), ("action", "save"),
    ]  # fmt: skip
    assert sent({"fields": fields}) == expected  # the first form with these fields


def test_a_given_value_of_a_button_presses_it() -> None:
    assert sent({"fields": {"action": "draft"}})[-1] == ("action", "draft")
    button = "<form method=post action=/a><input name=a><button formaction=/b name=go value=1>"
    assert request({"submit": {}}, page(button)).target == "/b"
    picture = "<form method=post><input type=image name=go></form>"
    assert sent({}, picture) == [("go.x", "5"), ("go.y", "5")]


def test_a_form_without_a_method_has_its_fields_in_the_query() -> None:
    made = request({"submit": {"form": "#search", "fields": {"q": "é *~"}}}, page())
    assert (made.method, made.target, made.body) == ("GET", "/search?q=%C3%A9+*%7E", b"")
    query = page("<form action='/a?old=1'><input name=q value=2></form>")
    assert request({"submit": {}}, query).target == "/a?q=2"


@pytest.mark.parametrize(
    ("action", "target"),
    [
        ("", "/forms/new?x=1"),
        ("action=''", "/forms/new?x=1"),
        ("action='?y=2'", "/forms/new?y=2"),
        ("action='../up'", "/up"),
        ("action='http://town.example:8080/abs?é=1'", "/abs?%C3%A9=1"),
    ],
)
def test_the_address_of_a_form(action: str, target: str) -> None:
    made = request({"submit": {}}, page(f"<form method=POST {action}><input name=a></form>"))
    assert made.target == target
    based = page(f"<base href='/deep/dir/'><form method=post {action}><input name=a></form>")
    assert request({"submit": {}}, based).target.startswith("/deep/") == (
        action in ("action='?y=2'", "action='../up'")
    )


def test_files_of_a_form() -> None:
    form = (
        "<form method=post enctype='multipart/form-data'><input name=a value=1>"
        "<input type=file name=plan><input type=file name=photo></form>"
    )
    made = request({"submit": {"files": {"plan": "{citizen.file}"}}}, page(form))
    kind, boundary = made.headers["Content-Type"].split("; boundary=")
    assert kind == "multipart/form-data"
    parts = made.body.split(f"--{boundary}".encode())
    assert parts[1] == b'\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'
    assert b'name="plan"; filename="plan.txt"\r\nContent-Type: text/plain\r\n\r\n' in parts[2]
    assert CITIZEN.file in parts[2]
    assert parts[3] == (
        b'\r\nContent-Disposition: form-data; name="photo"; filename=""\r\n'
        b"Content-Type: application/octet-stream\r\n\r\n\r\n"
    )


def test_a_form_has_the_character_set_of_its_page() -> None:
    form = "<form method=post {}><input name=a value='é'><input name=_charset_ type=hidden></form>"
    latin = page(form.format(""), kind="text/html; charset=latin-1")
    fields = {"submit": {"fields": {"a": "é œ ю"}}}
    assert request(fields, latin).body == b"a=%E9+%9C+%26%231102%3B&_charset_=windows-1252"
    own = page(form.format("accept-charset=utf-8"), kind="text/html; charset=latin-1")
    assert request({"submit": {}}, own).body == b"a=%C3%A9&_charset_=UTF-8"


@pytest.mark.parametrize(
    ("submit", "text", "detail"),
    [
        ({"form": "form.other"}, FORM, "submit: `form.other` is no form of the page before"),
        ({"form": "div"}, f"<div>{FORM}</div>", "submit: `div` is no form of the page before"),
        ({"fields": {"name": "a", "text": "b"}}, FORM,
         "submit: the page before has no form with `name`, `text`"),
        ({"form": "#search", "fields": {"name": "a", "q": "b"}}, FORM,
         "submit: `#search` has no field `name`; its fields are `q`"),
        ({}, "<p>Maintenance", "submit: the page before has no form"),
        ({}, "<form action='https://elsewhere.example/a'><input name=a></form>",
         "submit: it leads to `https://elsewhere.example/a`, outside the service: nothing is sent "
         "there"),
    ],
)  # fmt: skip
def test_a_page_without_the_form_is_wrong_content(
    submit: dict[str, Any], text: str, detail: str
) -> None:
    with pytest.raises(ExchangeError) as raised:
        request({"submit": submit}, page(text))
    assert (raised.value.outcome, raised.value.detail) == ("wrong content", detail)


LINKS = """<a>no address</a><a href="/a?b=1&amp;c=2#d">My  requests (3)</a>
<a href="next">My requests</a><a href="/d/A1" data-n='A"1'>A1</a>
<a href="mailto:a@b.example">write</a>"""


@pytest.mark.parametrize(
    ("follow", "target"),
    [
        ({"text": "My requests"}, "/forms/next"),
        ({"text": "requests (3)"}, "/a?b=1&c=2"),
        ({"css": "a[href^='/d/']"}, "/d/A1"),
        ({"text": "{number}"}, "/d/A1"),
        ({"css": "a[data-n='{quoted}']"}, "/d/A1"),
    ],
)
def test_a_link_is_followed(follow: dict[str, str], target: str) -> None:
    made = request({"follow": follow}, page(LINKS), number="A1", quoted='A"1')
    assert (made.method, made.target, made.use) == ("GET", target, "document")


@pytest.mark.parametrize(
    ("follow", "detail"),
    [
        ({"text": "Next"}, "follow: the page before has no link with `text: Next`"),
        ({"text": "no address"}, "follow: the page before has no link with `text: no address`"),
        ({"css": ".next"}, "follow: the page before has no link with `css: .next`"),
        ({"text": "write"},
         "follow: it leads to `mailto:a@b.example`, outside the service: nothing is sent there"),
    ],
)  # fmt: skip
def test_a_page_without_the_link_is_wrong_content(follow: dict[str, str], detail: str) -> None:
    with pytest.raises(ExchangeError) as raised:
        request({"follow": follow}, page(LINKS))
    assert (raised.value.outcome, raised.value.detail) == ("wrong content", detail)


@pytest.mark.parametrize("step", [{"submit": {}}, {"follow": {"text": "a"}}])
def test_without_a_page_nothing_is_sent(step: dict[str, Any]) -> None:
    with pytest.raises(ExchangeError, match="no step before received a page"):
        request(step, None)


@pytest.mark.parametrize(
    ("step", "why"),
    [
        ({"submit": {}, "form": {"a": "b"}}, "a `submit` step has its values in `submit: {fields"),
        ({"follow": {"text": "a"}, "json": [1]}, "a `follow` step sends no form"),
        ({"follow": {}}, "`follow` has exactly one of `text` and `css`"),
        ({"follow": {"text": "a", "css": "b"}}, "exactly one of"),
        ({"submit": {"form": "form["}}, "is not a CSS selector"),
        ({"submit": {}, "get": "/"}, "a step has exactly one of"),
    ],
)
def test_a_wrong_action_is_refused(step: dict[str, Any], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        Step.model_validate(step)


def test_names_of_such_steps() -> None:
    assert Step.model_validate({"submit": {}}).label == "submit form"
    assert Step.model_validate({"submit": {"form": "#a"}}).label == "submit #a"
    assert Step.model_validate({"follow": {"text": "Next"}}).label == "follow Next"
    assert Step.model_validate({"follow": {"css": ".n"}}).label == "follow .n"
