"""Recordings of all kinds: what browsers leave out, and what applications do."""

import base64
import json
from pathlib import Path

import pytest

from epreuve.audits.drafts.writer import draft_profile
from epreuve.audits.errors import Misuse
from epreuve.audits.profile.loading import prepare_profile
from tests.audits.drafts.draft import draft, form_of, text_of
from tests.audits.drafts.exchanges import HERE, data, exchange, form, steps_of


@pytest.mark.parametrize(
    "entry",
    [
        {"request": {"method": "GET", "url": f"{HERE}/a"}, "response": None},
        {"request": {"method": "POST", "url": f"{HERE}/a", "postData": None}},
        {"request": {"url": f"{HERE}/a"}, "response": {"status": None, "content": None}},
        {"request": None, "response": None},
        {"request": {"method": None, "url": "http://[::1"}},
        "entry",
        None,
        exchange("POST", "/a", None, posted={"mimeType": None, "text": None, "params": None}),
        exchange("POST", "/a", posted={"mimeType": "application/json", "text": None}),
        exchange("POST", "/a", posted={"mimeType": "application/json", "text": "{broken"}),
        exchange(
            "POST", "/a", posted={"mimeType": "application/json", "text": "[" * 900 + "]" * 900}
        ),
        exchange("POST", "/a", posted={"params": [None, {"name": None, "value": None}]}),
        exchange("GET", "/a", "%%%") | {"response": {"content": {"encoding": "base64"}}},
    ],
)
def test_missing_members_are_no_error(tmp_path: Path, entry: object) -> None:
    steps, _ = steps_of(tmp_path, exchange("GET", "/"), entry)
    assert steps[0].get == "/"


def test_what_is_left_out_is_named(tmp_path: Path) -> None:
    _, text = steps_of(
        tmp_path,
        exchange("GET", "/"), exchange("GET", "/x", status=500), exchange("GET", "/a.png"),
        exchange("OPTIONS", "/api"), {"request": {"url": "data:,"}}, exchange("GET", "/"),
        exchange("POST", "/collect", posted=form(("a", "b"))),
        exchange("GET", "/pages.css", kind="text/css"),
    )  # fmt: skip
    assert "# left out, answered with an error (500): GET /x\n" in text
    assert "# left out, sent by the browser itself: OPTIONS /api\n" in text
    assert "# left out, sent several times: GET /\n" in text
    assert "measurements: POST /collect" in text
    assert "GET /pages.css" in text
    assert "# 1 entry was left out: it has no address that begins with http (entry 5)" in text


def test_the_body_of_a_form_is_read_in_each_form_in_which_browsers_write_it(tmp_path: Path) -> None:
    part = '--x\r\nContent-Disposition: form-data; name="{}"{}\r\n\r\n{}\r\n'
    multipart = part.format("objet", "", "secret act") + part.format("p", '; filename="a"', "%PDF")
    coded = base64.b64encode(b"objet=secret+act&vide=").decode()
    bodies = [
        {"mimeType": "multipart/form-data; boundary=x", "text": multipart + "--x--\r\n"},
        {"mimeType": "multipart/form-data", "text": multipart + "--x--\r\n"},
        {"mimeType": "application/x-www-form-urlencoded", "text": coded, "encoding": "base64"},
    ]
    for body in bodies:
        steps, text = steps_of(tmp_path, exchange("GET", "/"), exchange("POST", "/f", posted=body))
        assert form_of(steps[1])["objet"] == "essai"
        assert "secret" not in text.partition("journeys:")[2].partition("Dependencies")[0]
        assert steps[1].files.keys() == ({"p"} if "multipart" in body["mimeType"] else set())


def test_repeated_fields_are_sent_as_often(tmp_path: Path) -> None:
    steps, _ = steps_of(
        tmp_path,
        exchange("GET", "/", '<input type=checkbox name="c[]" value="a"><input value="b">'),
        exchange("POST", "/f", posted=form(("c[]", "a"), ("c[]", "b"), ("d", ""))),
    )
    assert form_of(steps[1]) == {"c[]": ["a", "b"], "d": ""}


@pytest.mark.parametrize(
    ("document", "drafted"),
    [
        ("Jean Dupont", "essai"), (["Jean"], ["essai"]), (7, 12), (None, None), (True, True),
        ({"nom": "Jean", "a": [{"b": 3.5}, 4]}, {"nom": "{citizen.name}", "a": [{"b": 12}, 12]}),
        ({"{x}": "a", "token": "t"}, {"{ x }": "essai", "token": "{env.TOKEN}"}),
    ],
)  # fmt: skip
def test_a_json_body_of_any_shape_is_drafted_without_its_values(
    tmp_path: Path, document: object, drafted: object
) -> None:
    steps, _ = steps_of(
        tmp_path, exchange("GET", "/"), exchange("PUT", "/a", posted=data(document))
    )
    assert steps[1].put == "/a"
    assert steps[1].sends_json
    assert steps[1].json_body == drafted


def test_the_service_is_where_a_redirect_at_the_start_leads(tmp_path: Path) -> None:
    path = tmp_path / "recorded.har"
    entries = [
        exchange("GET", "http://exemple.fr/", status=301, location="https://www.exemple.fr/"),
        exchange("GET", "https://www.exemple.fr/"),
    ]
    path.write_text(json.dumps({"log": {"entries": entries}}))
    file = tmp_path / "draft.yaml"
    draft_profile(None, path, None, file, "en")
    assert '  address: "https://www.exemple.fr"\n' in file.read_text()
    assert "exemple-fr: {set" not in file.read_text()


def test_a_redirect_after_a_form_is_part_of_its_step(tmp_path: Path) -> None:
    steps, _ = steps_of(
        tmp_path,
        exchange("GET", "/"),
        exchange("POST", "/f", "", status=303, posted=form(("a", "b")), location="/merci"),
        exchange("GET", "/merci", "<h1>Merci</h1>"),
        exchange("GET", "/fin", "<h1>Fin</h1>"),
    )
    assert [step.label for step in steps] == ["GET /", "POST /f", "GET /fin"]


def test_an_api_alone_is_drafted(tmp_path: Path) -> None:
    api = "application/json"
    steps, _ = steps_of(
        tmp_path,
        exchange("GET", "/api/types?page=1", '{"types": ["a"]}', api),
        exchange("POST", "/api/demandes", '{"id": 417}', api, 201, data({"nom": "Jean"})),
        exchange("GET", "/api/demandes/417", '{"id": 417}', api),
        exchange("PATCH", "/api/demandes/417", "{}", api, posted=data([1])),
    )
    assert [step.label for step in steps] == [
        "GET /api/types?page=1", "POST /api/demandes", "GET /api/demandes/{receipt}",
        "PATCH /api/demandes/{receipt}",
    ]  # fmt: skip
    assert steps[1].capture["receipt"].matches == r'"id"\s*:\s*"?([\w-]+)'


def test_a_single_page_application_is_drafted_with_the_requests_of_its_scripts(
    tmp_path: Path,
) -> None:
    api, shell = "application/json", '<div id="app"></div><script src="/a.js"></script>'
    steps, _ = steps_of(
        tmp_path,
        exchange("GET", "/", shell),
        exchange("GET", "/a.js", "code", "text/javascript"),
        exchange("GET", "/api/csrf", '{"csrf": "s3cr3t"}', api),
        exchange("POST", "/api/f", "{}", api, posted=data({"csrf": "s3cr3t", "n": "Jean"})),
    )
    assert [step.label for step in steps] == ["GET /", "GET /api/csrf", "POST /api/f"]
    assert steps[1].capture["csrf"].matches is not None
    assert steps[2].json_body == {"csrf": "{csrf}", "n": "essai"}


def test_an_application_whose_interface_is_elsewhere_is_drafted_from_its_interface(
    tmp_path: Path,
) -> None:
    path = tmp_path / "recorded.har"
    api = "http://127.0.0.1:9090/f"
    entries = [
        exchange("GET", "/", '<div id="app"></div>'),
        exchange("POST", api, "{}", "application/json", posted=data({"a": "b"})),
    ]
    path.write_text(json.dumps({"log": {"entries": entries}}))
    profile, text = draft(tmp_path, har=path)
    assert profile.service.address == "http://127.0.0.1:9090"
    assert "# the pages come from http://127.0.0.1:8080, and the requests go to " in text


def test_a_log_in_takes_its_account_from_the_environment(tmp_path: Path) -> None:
    steps, text = steps_of(
        tmp_path,
        exchange("GET", "/"),
        exchange("POST", "/login", posted=form(("username", "jean"), ("password", "hunter2"))),
    )
    assert form_of(steps[1]) == {"username": "{env.USERNAME}", "password": "{env.PASSWORD}"}
    assert "hunter2" not in text


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"[1, 2\n", ":2: is not JSON"),
        (b"[]", ": is not a HAR file"),
        (b'{"log": null}', ": is not a HAR file"),
        (b'{"log": {"entries": []}}', ": contains no page and no request to an API"),
        (b"[" * 100_000, ": is not JSON"),
    ],
)
def test_another_file_gives_one_error(tmp_path: Path, content: bytes, problem: str) -> None:
    path = tmp_path / "a.har"
    path.write_bytes(content)
    with pytest.raises(Misuse) as raised:
        draft_profile(None, path, None, tmp_path / "draft.yaml", "en")
    assert str(raised.value).startswith(f"{path}{problem}")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "latin-1"])
def test_a_recording_in_another_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.har"
    document = {"log": {"entries": [exchange("GET", "/", "<h1>Démarches</h1>")]}}
    path.write_bytes(json.dumps(document, ensure_ascii=False).encode(encoding))
    profile, text = draft(tmp_path, har=path)
    assert text_of(profile.journeys["recorded-journey"].steps[0]) == "Démarches"
    assert ("read as Latin-1" in text) == (encoding == "latin-1")


@pytest.mark.parametrize(
    "field",
    [
        '<input type=hidden name=cle value="a1b2c3d4">',
        '<input value="a1b2c3d4" name=cle type=hidden>',
        "<input type='hidden' name=cle value='a1b2c3d4'>",
        '<input type="hidden" name="cle" value=a1b2c3d4>',
    ],
)
def test_a_hidden_field_is_captured_however_its_page_quotes(tmp_path: Path, field: str) -> None:
    steps, text = steps_of(
        tmp_path,
        exchange("GET", "/f", f"<form>{field}<textarea name=a></textarea></form>"),
        exchange("POST", "/f", posted=form(("cle", "a1b2c3d4"), ("a", "b"))),
    )
    assert form_of(steps[1])["cle"] == "{cle}"
    assert list(steps[0].capture) == ["cle"]
    assert "a1b2c3d4" not in text


def test_a_proposed_line_is_valid_once_its_mark_is_deleted(tmp_path: Path) -> None:
    _, text = steps_of(
        tmp_path, exchange("GET", "/"), exchange("POST", "/f", posted=form(("a", "b")))
    )
    file = tmp_path / "completed.yaml"
    file.write_text(text.replace("# to check: expect:", "expect:"), encoding="utf-8")
    (journey,) = prepare_profile(file).journeys.values()
    assert text_of(journey.steps[1]) == "text of the acknowledgement"


def test_a_request_without_a_response_is_left_out_with_its_reason(tmp_path: Path) -> None:
    lost = {"request": {"method": "GET", "url": f"{HERE}/a"}, "response": None}
    _, text = steps_of(tmp_path, exchange("GET", "/"), lost)
    assert "# left out, recorded without a type of content: GET /a\n" in text
