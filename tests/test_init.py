"""Drafts of a first profile: valid, with marked guesses and without secrets."""

import importlib.util
import json
import re
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from epreuve.audits.cli.shared.group import main
from epreuve.audits.drafts.field import guess, is_secret
from epreuve.audits.drafts.writer import draft_profile
from epreuve.audits.errors import Misuse, NotMeasurable
from epreuve.audits.grid.grid import load_grid
from epreuve.audits.profile.loading import prepare_profile
from epreuve.audits.profile.model import Profile

SERVICE = Path(__file__).parent / "first_hour" / "service.py"


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, list[str]]]:
    """Address of the service of the first hour, and the requests that it receives."""
    monkeypatch.setenv(
        "DATABASE_URL", "postgresql://127.0.0.1:9/none"
    )  # the pages of this test do not use it
    spec = importlib.util.spec_from_file_location("first_hour_service", SERVICE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, module)
    spec.loader.exec_module(module)
    requests: list[str] = []
    module.app.before_request(
        lambda: requests.append(f"{module.request.method} {module.request.path}")
    )
    server = make_server("127.0.0.1", 0, module.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}", requests
    server.shutdown()
    thread.join()


def draft(folder: Path, url: str | None = None, **sources: Path) -> tuple[Profile, str]:
    """Return a draft as a profile and as text."""
    file = folder / "draft.epreuve.yaml"
    draft_profile(url, sources.get("har"), sources.get("openapi"), file)
    return prepare_profile(file), file.read_text(encoding="utf-8")


def test_a_draft_from_a_running_service(service: tuple[str, list[str]], tmp_path: Path) -> None:
    url, requests = service
    profile, text = draft(tmp_path, url)
    assert profile.service.name == "Voirie de Saint-Exemple"
    assert profile.service.address == url
    assert set(profile.journeys) == {"s-informer", "signaler", "urgence"}
    journey = profile.journeys["signaler"]
    assert journey.critical
    view, submit = journey.steps
    assert view.expect.texts() == ("Signaler un nid-de-poule",)
    assert view.capture == {"cle": 'name="cle"[^>]*value="([^"]+)"'}
    assert submit.post == "/signaler"
    assert submit.form == {
        "cle": "{cle}", "nom": "{citizen.name}", "lieu": "essai", "gravite": "forte",
        "code_agent": "{env.CODE_AGENT}",
    }  # fmt: skip
    assert profile.information == ("/", "/urgence")
    assert "tile-openstreetmap-org: {set: MAP" in text
    assert "robots.txt excludes: /prive/" in text
    assert "security.txt: inform mailto:securite@example.org" in text
    assert "kB, 2 requests, 1 third party" in text
    # No form was sent, no forbidden page was read, nobody was logged out.
    assert {request.split()[0] for request in requests} == {"GET"}
    assert not [path for path in requests if "/prive" in path or "/deconnexion" in path]


def test_a_draft_lists_the_criteria_to_declare(
    service: tuple[str, list[str]], tmp_path: Path
) -> None:
    _, text = draft(tmp_path, service[0])
    expected = {row.id for row in load_grid().criteria if row.kind != "measured"}
    assert set(re.findall(r"^#   (\w+-\d+): ", text, re.MULTILINE)) == expected


def test_every_guess_is_marked(service: tuple[str, list[str]], tmp_path: Path) -> None:
    _, text = draft(tmp_path, service[0])
    for field in ("normal_peak", "critical", '"lieu"', '"nom"', '"gravite"', '"code_agent"'):
        [line] = [line for line in text.splitlines() if line.strip().startswith(field)]
        assert "# to check" in line
    assert "to check: expect:" in text


HAR_PAGE = (
    '<h1>Demande</h1><form method="post"><input type="hidden" name="csrf" value="s3cr3t-csrf">'
    '<select name="objet"><option value="acte">Acte</option></select></form>'
    '<a href="/suite?etape=2">Suite</a>'
)


def entry(url: str, page: str = "", method: str = "GET", **body: object) -> dict[str, object]:
    content = {"mimeType": "text/html; charset=utf-8" if page else "image/png", "text": page}
    headers = [{"name": "Cookie", "value": "sid=s3cr3t-cookie"}]
    request: dict[str, object] = {"method": method, "url": url, "headers": headers}
    return {
        "request": request | ({"postData": body} if body else {}),
        "response": {"content": content},
    }


def har(tmp_path: Path, *entries: dict[str, object]) -> Path:
    path = tmp_path / "recorded.har"
    path.write_text(json.dumps({"log": {"entries": list(entries)}}))
    return path


def test_a_draft_from_a_recording(tmp_path: Path) -> None:
    here = "http://127.0.0.1:8080"
    fields = {
        "csrf": "s3cr3t-csrf", "objet": "acte", "nom": "Jeanne S3cr3t", "email": "s3cr3t@x.fr",
        "motif": "s3cr3t story", "password": "s3cr3t-password",
    }  # fmt: skip
    params = [{"name": name, "value": value} for name, value in fields.items()]
    params.append({"name": "piece", "value": "s3cr3t", "fileName": "s3cr3t.pdf"})
    path = har(
        tmp_path,
        entry(f"{here}/demande", HAR_PAGE),
        entry("https://cdn.example.org/a.png"),
        entry("https://cdn.example.org:8443/b.png"),
        entry(f"{here}/demande", "", "POST", mimeType="multipart/form-data", params=params),
        entry(f"{here}/suite?etape=2", "<h1>Merci</h1>"),
        entry(f"{here}/fin?token=s3cr3t-query", "<h1>Fin</h1>"),
        entry(
            f"{here}/api", "", "POST", mimeType="application/json",
            text='{"nom": "s3cr3t", "token": "s3cr3t", "n": 31415, "d": [{"lieu": "s3cr3t"}]}',
        ),
    )  # fmt: skip
    profile, text = draft(tmp_path, har=path)
    assert "s3cr3t" not in text.lower()
    assert "31415" not in text
    steps = profile.journeys["parcours-enregistre"].steps
    assert [step.label for step in steps] == [
        "GET /demande", "POST /demande", "GET /suite?etape=2", "GET /fin", "POST /api",
    ]  # fmt: skip
    assert steps[0].capture == {"csrf": 'name="csrf"[^>]*value="([^"]+)"'}
    assert steps[1].form == {
        "csrf": "{csrf}", "objet": "acte", "nom": "{citizen.name}", "email": "{citizen.email}",
        "motif": "essai", "password": "{env.PASSWORD}",
    }  # fmt: skip
    assert steps[1].files == {"piece": "{citizen.file}"}
    assert steps[4].json_body == {
        "nom": "{citizen.name}", "token": "{env.TOKEN}", "n": 12, "d": [{"lieu": "essai"}],
    }  # fmt: skip
    assert "cdn-example-org: {set: CDN" in text
    assert "cdn-example-org-8443: {set: CDN" in text


OPENAPI = """\
openapi: 3.0.3
info: {title: API des actes, version: "1"}
servers: [{url: "http://127.0.0.1:8080/v1"}]
security: [{porteur: []}]
paths:
  /actes:
    get: {}
    post:
      operationId: demanderActe
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Demande"}}}}
      responses:
        "201":
          content: {application/json: {schema: {type: object, properties: {id: {type: string}}}}}
  /actes/{id}: {get: {}}
  /recherche: {get: {parameters: [{name: q, in: query, required: true}]}}
components:
  securitySchemes: {porteur: {type: http, scheme: bearer}}
  schemas:
    Demande:
      type: object
      properties:
        nom: {type: string}
        naissance: {type: string, format: date, example: 1980-05-17}
        copies: {type: integer}
        nature: {type: string, enum: [integral, extrait]}
        parent: {$ref: "#/components/schemas/Demande"}
"""


def test_a_draft_from_an_api(tmp_path: Path) -> None:
    path = tmp_path / "api.yaml"
    path.write_text(OPENAPI)
    profile, _ = draft(tmp_path, openapi=path)
    assert profile.service.name == "API des actes"
    assert set(profile.journeys) == {"demanderacte", "consulter"}
    journey = profile.journeys["demanderacte"]
    assert journey.critical
    assert journey.acknowledged_by == "receipt"
    assert [step.label for step in journey.verify] == ["GET /v1/actes/{receipt}"]
    [step] = journey.steps
    assert step.headers == {"Authorization": "Bearer {env.API_TOKEN}"}
    assert step.json_body is not None
    sent = {name: value for name, value in step.json_body.items() if name != "parent"}
    assert sent == {
        "nom": "{citizen.name}", "naissance": "1980-05-17", "copies": 12, "nature": "integral",
    }  # fmt: skip


def test_a_draft_of_a_remote_service_has_no_authorisation(tmp_path: Path) -> None:
    path = har(tmp_path, entry("https://staging.example.fr/", "<h1>Bonjour</h1>"))
    file = tmp_path / "draft.yaml"
    draft_profile(None, path, None, file)
    assert "# authorisation: {granted_by:" in file.read_text()
    with pytest.raises(Misuse, match="add `authorisation:`"):
        prepare_profile(file)


def test_hostile_text_is_quoted(tmp_path: Path) -> None:
    attack = '"]}\\n- x: {evil: 1}\n# \u202e\x1b[31m <h1>'
    page = f"<h1>{attack}</h1>"
    path = har(
        tmp_path, entry("http://127.0.0.1:8080/", page), entry('https://a"b\n.example/x.png')
    )
    profile, _ = draft(tmp_path, har=path)
    assert len(profile.journeys) == 1


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((None, None, None), "name one source"),
        (("http://127.0.0.1:1", Path("a.har"), None), "name one source"),
        (("127.0.0.1", None, None), "is not an address"),
        (("http://user:pass@127.0.0.1/", None, None), "contains a password"),
        ((None, Path("nothing.har"), None), "cannot be read"),
        ((None, SERVICE, None), "is not a HAR file"),
        ((None, None, SERVICE), "is not an OpenAPI 3 file"),
    ],
)
def test_misuse(words: tuple[str | None, Path | None, Path | None], message: str) -> None:
    with pytest.raises(Misuse, match=message):
        draft_profile(*words, Path("-"))


def test_a_service_that_does_not_respond() -> None:
    with pytest.raises(NotMeasurable, match="the page cannot be read"):
        draft_profile("http://127.0.0.1:9/", None, None, Path("-"))


def test_the_drafted_export_is_valid_without_the_comment_marks(
    service: tuple[str, list[str]], tmp_path: Path
) -> None:
    _, text = draft(tmp_path, service[0])
    block = text.partition("# export:\n")[2].partition("# Bill of")[0]
    whole = text + "export:\n" + block.replace("#  ", "  ")
    file = tmp_path / "whole.yaml"
    file.write_text(whole, encoding="utf-8")
    export = prepare_profile(file).export
    assert export is not None
    assert export.documentation == "/formats"
    assert export.administrator != "none"
    assert export.administrator.command == ("my_service", "export")


def test_no_file_is_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = har(tmp_path, entry("http://127.0.0.1:8080/", "<h1>Bonjour</h1>"))
    words = ["init", "--har", str(path), "--file", str(tmp_path / "x.yaml")]
    codes = []
    for _ in range(2):
        with pytest.raises(SystemExit) as end:
            main(words)
        codes.append(end.value.code)
    assert codes == [0, 2]
    assert "already exists" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["password", "mot_de_passe", "csrf_token", "apiKey", "mdp", "otp"])
def test_secrets(name: str) -> None:
    assert is_secret(name)
    assert guess(name).value.startswith("{env.")


@pytest.mark.parametrize("name", ["nom", "lieu", "passage", "encodage"])
def test_not_secrets(name: str) -> None:
    assert not is_secret(name)
