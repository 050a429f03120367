"""Files of descriptions of APIs: Swagger 2.0, encodings, and mistakes."""

from pathlib import Path

import pytest

from epreuve.audits.drafts.writer import draft_profile
from epreuve.audits.errors import Misuse
from tests.audits.drafts.draft import draft, files_of, form_of

SWAGGER = """\
swagger: "2.0"
info: {title: no, version: 1.0}
host: 127.0.0.1:8080
basePath: /v2
schemes: [wss, http]
consumes: [application/json]
securityDefinitions: {cle: {type: apiKey, name: X-Key, in: header}}
security: [{cle: []}]
paths:
  /actes:
    parameters: [{name: langue, in: query, required: true, type: string, enum: [on, no]}]
    post:
      operationId: on
      parameters: [{name: corps, in: body, schema: {$ref: "#/definitions/Acte"}}]
      responses: {201: {schema: {$ref: "#/definitions/Acte"}}}
  /pieces:
    post:
      parameters:
        - {name: piece, in: formData, type: file}
        - {name: no, in: formData, type: string, required: true}
  /actes/{id}: {get: {parameters: [{name: id, in: path, type: string, required: true}]}}
definitions:
  Acte:
    properties: {id: {type: string, readOnly: true}, nom: {type: string}, 012: {type: string}}
"""


def test_swagger_2(tmp_path: Path) -> None:
    path = tmp_path / "api.yaml"
    path.write_text(SWAGGER)
    profile, _ = draft(tmp_path, openapi=path)
    assert profile.service.name == "no"
    assert profile.service.address == "http://127.0.0.1:8080"
    assert list(profile.journeys) == ["on", "pieces"]
    (step,) = profile.journeys["on"].steps
    assert step.post == "/v2/actes?langue=on"
    assert step.json_body == {"nom": "{citizen.name}", "012": "essai"}
    assert step.headers == {"X-Key": "{env.X_KEY}"}
    assert profile.journeys["on"].verify[0].get == "/v2/actes/{receipt}"
    (step,) = profile.journeys["pieces"].steps
    assert files_of(step) == {"piece": "{citizen.file}"}
    assert form_of(step) == {"no": "essai"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "latin-1"])
def test_a_description_in_another_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "api.yaml"
    text = "openapi: 3.0.0\ninfo: {title: Démarches}\npaths: {/a: {get: }}\n"
    path.write_bytes(text.encode(encoding))
    profile, text = draft(tmp_path, openapi=path)
    assert profile.service.name == "Démarches"
    assert ("read as Latin-1" in text) == (encoding == "latin-1")


def test_the_escapes_of_json_are_read(tmp_path: Path) -> None:
    path = tmp_path / "api.json"
    title = r"\ud83d\ude00 \ud800 \/ \u2028 \u0007"
    path.write_text(f'{{\n\t"openapi": "3.0.0", "info": {{"title": "{title}"}}, '
                    '"paths": {"/a": {"get": {}}}}')  # fmt: skip
    profile, _ = draft(tmp_path, openapi=path)
    assert profile.service.name.startswith("😀 \N{REPLACEMENT CHARACTER} / ")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("openapi: 3.0.0\npaths:\n\t/a: {}\n", ":3: begins with a tab; replace each tab by"),
        ('{"openapi": "3.0.0",\n "paths": }', ":2: is not JSON (Expecting value)"),
        ("openapi: 4.0.0\npaths: {}\n", ": is neither OpenAPI 3 nor Swagger 2.0"),
        ("openapi: 3.0.0\npaths: null\n", ": is neither OpenAPI 3 nor Swagger 2.0"),
        ("openapi: 3.0.0\npaths: {}\n", ": has no operation that works without an identifier"),
        ("- a\n", ": is neither OpenAPI 3 nor Swagger 2.0"),
        ("", ": is neither OpenAPI 3 nor Swagger 2.0"),
        ("a: " + "[" * 3_000, ":1: is nested more than 200 levels deep"),
    ],
)  # fmt: skip
def test_another_file_gives_one_error(tmp_path: Path, content: str, problem: str) -> None:
    path = tmp_path / "api.yaml"
    path.write_text(content)
    with pytest.raises(Misuse) as raised:
        draft_profile(None, None, path, tmp_path / "draft.yaml", "en")
    assert str(raised.value).startswith(f"{path}{problem}")
    assert not (tmp_path / "draft.yaml").exists()
