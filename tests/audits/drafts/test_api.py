"""Drafts from an API description."""

from pathlib import Path

from tests.audits.drafts.draft import draft

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
    assert set(profile.journeys) == {"demanderacte", "read"}
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
