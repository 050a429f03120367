"""Credentials of recorded requests: captured again, or read from the environment."""

import json
from pathlib import Path

from tests.audits.drafts.draft import draft
from tests.audits.drafts.exchanges import Entry, data, exchange, form, steps_of

API = "application/json"


def with_headers(entry: Entry, **headers: str) -> Entry:
    listed = [{"name": name.replace("_", "-"), "value": one} for name, one in headers.items()]
    request = entry["request"]
    assert isinstance(request, dict)
    return entry | {"request": request | {"headers": listed}}


def test_a_token_of_an_earlier_response_is_captured_again(tmp_path: Path) -> None:
    login = data({"login": "jean", "password": "hunter2"})
    steps, text = steps_of(
        tmp_path,
        exchange("POST", "/login", '{"access_token": "s3cr3t-jwt.a=="}', API, posted=login),
        with_headers(
            exchange("POST", "/f", "{}", API, posted=data({"a": "b"})),
            Authorization="Bearer s3cr3t-jwt.a==",
        ),
    )
    assert steps[0].json_body == {"login": "{env.LOGIN}", "password": "{env.PASSWORD}"}
    assert steps[0].capture["Authorization"].matches == r'"access_token"\s*:\s*"([^"]+)"'
    assert steps[1].headers == {"Authorization": "Bearer {Authorization}"}
    assert "s3cr3t" not in text
    assert "hunter2" not in text


def test_a_token_of_a_cookie_or_of_the_page_is_captured_again(tmp_path: Path) -> None:
    page = '<h1>App</h1><meta name="csrf-token" content="s3cr3t-meta">'
    first = exchange("GET", "/", page)
    response = first["response"]
    assert isinstance(response, dict)
    response["cookies"] = [{"name": "XSRF-TOKEN", "value": "s3cr3t-cookie"}]
    send = exchange("POST", "/f", "{}", API, posted=data({"a": "b"}))
    steps, text = steps_of(
        tmp_path, first,
        with_headers(send, X_XSRF_TOKEN="s3cr3t-cookie"),
        with_headers(send, X_CSRF_Token="s3cr3t-meta"),
    )  # fmt: skip
    assert steps[0].capture["XSRF_TOKEN"].cookie == "XSRF-TOKEN"
    assert steps[1].headers == {"X-XSRF-TOKEN": "{XSRF_TOKEN}"}
    assert steps[0].capture["X_CSRF_Token"].matches is not None
    assert steps[2].headers == {"X-CSRF-Token": "{X_CSRF_Token}"}
    assert "s3cr3t" not in text


def test_another_token_is_read_from_the_environment(tmp_path: Path) -> None:
    steps, text = steps_of(
        tmp_path,
        with_headers(exchange("GET", "/a", "{}", API), Authorization="Basic s3cr3t=="),
        with_headers(exchange("GET", "/b", "{}", API), X_API_Key="s3cr3t", Accept="*/*"),
    )
    assert steps[0].headers == {"Authorization": "Basic {env.API_TOKEN}"}
    assert steps[1].headers == {"X-API-Key": "{env.X_API_KEY}"}
    assert "s3cr3t" not in text


def test_the_service_is_where_the_person_files_something(tmp_path: Path) -> None:
    path = tmp_path / "recorded.har"
    search, account = "http://127.0.0.2:1/", "http://127.0.0.3:1/login"
    password = form(("user", "jean"), ("password", "hunter2"))
    entries = [
        exchange("GET", search), exchange("POST", search + "gen", "", "image/gif"),
        exchange("GET", "/"), exchange("GET", account), exchange("POST", account, posted=password),
        exchange("POST", account, posted=password), exchange("POST", "/f", posted=form(("a", "b"))),
    ]  # fmt: skip
    path.write_text(json.dumps({"log": {"entries": entries}}))
    profile, text = draft(tmp_path, har=path)
    assert profile.service.address == "http://127.0.0.1:8080"
    assert "127-0-0-3-1: {set:" in text
