"""Descriptions of APIs of all kinds, in OpenAPI 3 and Swagger 2.0."""

import json
from pathlib import Path

import pytest

from epreuve.audits.drafts.schema_sample import MAX_DEPTH
from epreuve.audits.profile.model import Profile
from tests.audits.drafts.draft import draft, files_of, form_of, text_of

SERVERS = [{"url": "http://127.0.0.1:8080"}]


def drafted(folder: Path, paths: object, **members: object) -> tuple[Profile, str]:
    document = {"openapi": "3.1.0", "servers": SERVERS, "paths": paths, **members}
    path = folder / "api.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return draft(folder, openapi=path)


def body_of(folder: Path, schema: object, **members: object) -> tuple[object, str]:
    content = {"application/json; charset=utf-8": {"schema": schema}}
    paths = {"/a": {"post": {"requestBody": {"content": content}}}}
    profile, text = drafted(folder, paths, **members)
    (journey,) = profile.journeys.values()
    return journey.steps[0].json_body, text


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"type": ["null", "string"]}, "essai"),
        ({"properties": {"nom": {"type": ["string", "null"]}}}, {"nom": "{citizen.name}"}),
        ({"allOf": [{"properties": {"a": {}}}, {"properties": {"b": {}}}]},
         {"a": "essai", "b": "essai"}),
        ({"oneOf": [{"type": "null"}, {"type": "integer"}]}, 12),
        ({"anyOf": [{"properties": {"a": {"type": "boolean"}}}]}, {"a": True}),
        ({"type": "object", "properties": None}, {}),
        ({"type": "array", "items": None}, ["essai"]),
        ({"type": "array", "minItems": 2, "items": {"enum": ["x", "y"]}}, ["x", "x"]),
        ({"type": "array", "prefixItems": [{"type": "number"}, {"type": "null"}]}, [12, None]),
        ({"type": "array", "minItems": 10**9, "items": {"const": "a"}}, ["a"] * 10),
        ({"type": "string", "format": "uuid"}, "3fa85f64-5717-4562-b3fc-2c963f66afa6"),
        ({"type": "string", "maxLength": 3}, "ess"),
        ({"type": "string", "minLength": 7}, "essaixx"),
        ({"type": "integer", "minimum": 20}, 20),
        ({"type": "number", "exclusiveMaximum": 5}, 4),
        ({"enum": [None, "b"]}, "b"),
        ({"const": "c"}, "c"),
        ({"examples": ["d"]}, "d"),
        ({"properties": {"id": {"readOnly": True}, "a": {"default": "e"}}}, {"a": "e"}),
        ({"properties": {"password": {"example": "hunter2"}}}, {"password": "{env.PASSWORD}"}),
        ({"type": "object", "example": '{"a": 1}'}, {"a": 1}),
        ({"type": "object", "example": "{broken", "properties": {"b": {}}}, {"b": "essai"}),
        ({"properties": {"a": {"example": json.loads("[" * 300 + "]" * 300)}, "b": {}}},
         {"a": "essai", "b": "essai"}),
        (True, "essai"),
        ({"type": 3}, "essai"),
    ],
)  # fmt: skip
def test_a_value_of_each_schema(tmp_path: Path, schema: object, value: object) -> None:
    assert body_of(tmp_path, schema)[0] == value


def test_a_log_in_takes_its_account_from_the_environment(tmp_path: Path) -> None:
    body, _ = body_of(tmp_path, {"properties": {"username": {}, "password": {}}})
    assert body == {"username": "{env.USERNAME}", "password": "{env.PASSWORD}"}


def test_schemas_in_one_another_are_bounded(tmp_path: Path) -> None:
    reference = {"$ref": "#/components/schemas/A"}
    members = {f"p{n}": reference for n in range(20)} | {"list": {"items": reference}, "n": {}}
    components = {"schemas": {"A": {"properties": members}}}
    body, text = body_of(tmp_path, reference, components=components)
    assert body == {"list": [], "n": "essai"}
    assert "a part of the body was left out: its schema is very large, or contains itself" in text


def test_large_schemas_are_bounded(tmp_path: Path) -> None:
    schemas = {}
    for n in range(MAX_DEPTH + 2):
        reference = {"$ref": f"#/components/schemas/S{n + 1}"}
        schemas[f"S{n}"] = {"properties": {f"p{m}": reference for m in range(9)}}
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/S0"}}}
    paths = {f"/a{n}": {"post": {"requestBody": {"content": content}}} for n in range(300)}
    _, text = drafted(tmp_path, paths, components={"schemas": schemas})
    assert len(text) < 300_000
    assert "operations left out, the file has many: POST /a40, " in text


def test_references_elsewhere_are_left_out_with_their_reason(tmp_path: Path) -> None:
    body, text = body_of(
        tmp_path,
        {
            "properties": {
                "a": {"$ref": "http://127.0.0.1:9/x.json"},
                "b": {"$ref": "#/no"},
                "c": {},
            }
        },
    )
    assert body == {"c": "essai"}
    assert "no host was contacted: http://127.0.0.1:9/x.json and #/no" in text
    body, text = body_of(tmp_path, {"$ref": "./schemas.yaml#/A"})
    assert body is None
    assert "to check: the file does not describe the body" in text


@pytest.mark.parametrize(
    ("servers", "address", "path", "note"),
    [
        ([{"url": "https://{h}:{p}/v1",
           "variables": {"h": {"default": "127.0.0.1"}, "p": {"enum": [8443]}}}],
         "https://127.0.0.1:8443", "/v1/a", ""),
        ([{"url": "https://{env}.exemple.fr:{port}/v1"}], "http://127.0.0.1:8080", "/v1/a",
         "the server https://{env}.exemple.fr:{port}/v1 of the file cannot be used"),
        ([{"url": "http://127.0.0.1:abc/"}], "http://127.0.0.1:8080", "/a", "cannot be used"),
        ([{"url": "ftp://x"}, {"url": "http://127.0.0.1:81/"}], "http://127.0.0.1:81", "/a",
         "other servers of the file: ftp://x"),
        ([{"url": "/v2/"}], "http://127.0.0.1:8080", "/v2/a", "the file does not contain it"),
        ([{"url": "http://[::1]:8080"}], "http://[::1]:8080", "/a", ""),
        (None, "http://127.0.0.1:8080", "/a", "the file does not contain it"),
        ([None, {"url": None}], "http://127.0.0.1:8080", "/a", "the file does not contain it"),
    ],
)  # fmt: skip
def test_the_server(tmp_path: Path, servers: object, address: str, path: str, note: str) -> None:
    profile, text = drafted(tmp_path, {"/a": {"get": None}}, servers=servers)
    assert profile.service.address == address
    assert profile.journeys["read"].steps[0].get == path
    assert note in text.partition("epreuve: 1")[0]


def test_parameters_of_a_path_and_of_its_operations(tmp_path: Path) -> None:
    item = {
        "parameters": [
            {"name": "lang", "in": "path", "schema": {"enum": ["fr", "en"]}},
            {"$ref": "#/components/parameters/Key"},
        ],
        "get": {"parameters": [{"name": "q", "in": "query", "required": True}, None]},
    }
    key = {"name": "X-Key", "in": "header", "required": True, "schema": {"example": "k"}}
    paths = {"/{lang}/a": item, "/a/{id}": {"get": {}}, "/b": {"delete": {}, "get": {}}}
    profile, text = drafted(tmp_path, paths, components={"parameters": {"Key": key}})
    first, second = profile.journeys["read"].steps
    assert first.get == "/fr/a?q=essai"
    assert first.headers == {"X-Key": "k"}
    assert second.get == "/b"
    assert "operations left out, they need an identifier: GET /a/{id}\n" in text
    assert "operations left out, they change or delete what exists: DELETE /b\n" in text


def test_forms_and_files(tmp_path: Path) -> None:
    schema = {
        "properties": {
            "piece": {"type": "string", "format": "binary"},
            "pieces": {"type": "array", "items": {"type": "string", "format": "binary"}},
            "objet": {"type": "string"},
            "choix": {"type": "array", "items": {"enum": ["a"]}},
            "adresse": {"properties": {"rue": {}}},
        }
    }
    content = {"multipart/form-data": {"schema": schema}}
    profile, _ = drafted(tmp_path, {"/a": {"post": {"requestBody": {"content": content}}}})
    (step,) = profile.journeys["a"].steps
    assert files_of(step) == {"piece": "{citizen.file}", "pieces": "{citizen.file}"}
    assert form_of(step) == {
        "objet": "essai",
        "choix": "a",
        "adresse": '{"rue": "{citizen.street}"}',
    }


def test_a_body_that_a_step_cannot_send_is_named(tmp_path: Path) -> None:
    content = {"application/xml": {"schema": {}}}
    _, text = drafted(tmp_path, {"/a": {"post": {"requestBody": {"content": content}}}})
    assert "to check: a body of the type application/xml was left out: write it as form" in text


def test_the_critical_journey_files_something(tmp_path: Path) -> None:
    fields = {"login": {}, "password": {}}
    content = {"application/json": {"schema": {"properties": fields}}}
    created = {"content": {"application/json": {"schema": {"properties": {"data": {"properties": {
        "numero": {}}}}}}}}  # fmt: skip
    dossier = {"application/json": {"schema": {"properties": {"nom": {}, "reference": {}}}}}
    paths = {
        "/auth/login": {"post": {"requestBody": {"content": content}}},
        "/search": {"post": {"requestBody": {"content": content}}},
        "/dossiers": {"post": {"requestBody": {"content": dossier}, "responses": {"201": created}}},
        "/dossiers/{numero}": {"get": {"responses": {"200": {"content": dossier}}}},
    }
    profile, _ = drafted(tmp_path, paths)
    assert list(profile.critical()) == ["dossiers"]
    journey = profile.journeys["dossiers"]
    assert journey.steps[0].expect.status == (201,)
    assert journey.acknowledged_by == "receipt"  # not the reference, which was sent
    assert journey.steps[0].capture["receipt"].matches == r'"numero"\s*:\s*"?([\w-]+)'
    assert journey.verify[0].get == "/dossiers/{receipt}"
    assert text_of(journey.verify[0]) == "{citizen.name}"


def test_the_receipt_may_be_in_the_address_of_what_was_created(tmp_path: Path) -> None:
    created = {"headers": {"Location": {"schema": {"type": "string"}}}}
    paths = {"/a": {"post": {"responses": {"201": created}}}, "/a/{id}": {"get": {}}}
    profile, _ = drafted(tmp_path, paths)
    journey = profile.journeys["a"]
    assert journey.steps[0].capture["receipt"].header == "Location"
    assert journey.steps[0].capture["receipt"].matches == r"([\w-]+)/?$"
    assert journey.verify[0].get == "/a/{receipt}"
