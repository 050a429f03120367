"""Draft from an OpenAPI 3 file: one journey per operation that creates something."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import yaml

from epreuve.audits.drafts.draft import Draft, DraftJourney, DraftStep, Guess, slug
from epreuve.audits.drafts.field import guess, secret
from epreuve.audits.drafts.note import to_check
from epreuve.audits.drafts.translation import translate
from epreuve.audits.errors import Misuse
from epreuve.reports.files import cannot_be_read

MAX_DEPTH = 8  # levels of a schema; schemas may refer to themselves
DEFAULT_SERVER = "http://127.0.0.1:8080"
Document = dict[str, Any]


def from_openapi(path: Path) -> Draft:
    """Return the operations as journeys. Raises Misuse for another file."""
    document = _read(path)
    server = str((document.get("servers") or [{}])[0].get("url") or "")
    base = urlsplit(urljoin(DEFAULT_SERVER, server))
    title = str(document.get("info", {}).get("title") or path.stem)
    draft = Draft(path.name, f"{base.scheme}://{base.netloc}", title)
    if not urlsplit(server).netloc:
        draft.notes.append(
            to_check(translate("{field}, the file does not contain it", field="service.address"))
        )
    api = _Api(document, base.path.rstrip("/"))
    for journey in api.journeys():
        draft.add(journey)
    if not draft.journeys:
        raise Misuse(
            translate(
                "{path}: has no operation that works without an identifier; write the profile by "
                "hand",
                path=str(path),
            )
        )
    return draft.complete()


class _Api:
    """Operations of one document."""

    def __init__(self, document: Document, prefix: str) -> None:
        self._document, self._prefix = document, prefix
        self._paths: dict[str, Document] = {
            path: item for path, item in document["paths"].items() if isinstance(item, dict)
        }

    def journeys(self) -> Iterator[DraftJourney]:
        """Yield one journey per POST, then one with all reads."""
        for path, item in self._paths.items():
            if "post" in item and "{" not in path:
                yield self._create(path, item["post"])
        reads = [
            self._step("GET", path, item["get"])
            for path, item in self._paths.items()
            if "get" in item and "{" not in path and not self._required(item["get"])
        ]
        if reads:
            yield DraftJourney("read", reads)

    def _create(self, path: str, operation: Document) -> DraftJourney:
        step = self._step("POST", path, operation)
        content = self._follow(operation.get("requestBody", {})).get("content", {})
        if "application/json" in content:
            step.json = self._example(content["application/json"])
        elif content:
            fields = self._example(next(iter(content.values())))
            for name, value in (fields if isinstance(fields, dict) else {}).items():
                step.form[name] = Guess(str(value), translate("from the schema"))
        journey = DraftJourney(slug(str(operation.get("operationId") or path)), [step])
        self._acknowledge(journey, path, operation)
        return journey

    def _acknowledge(self, journey: DraftJourney, path: str, operation: Document) -> None:
        """Add the receipt in the response, and the operation that reads it back."""
        created: Any = next(
            (a for c, a in operation.get("responses", {}).items() if str(c)[0] == "2"), {}
        )
        content = self._follow(created).get("content", {}).get("application/json", {})
        fields = self._follow(content.get("schema", {})).get("properties", {})
        key = next((n for n in fields if n in ("id", "uuid", "numero", "reference", "number")), "")
        read_back = next(
            (p for p in self._paths if p.startswith(f"{path}/{{") and p.count("{") == 1), ""
        )
        if not key:
            return
        journey.receipt = "receipt"
        journey.steps[-1].capture["receipt"] = Guess(
            rf'"{key}"\s*:\s*"?([\w-]+)', translate("is this the receipt?")
        )
        if read_back.endswith("}") and "get" in self._paths[read_back]:
            journey.verify = [
                self._step("GET", f"{path}/{{receipt}}", self._paths[read_back]["get"])
            ]

    def _step(self, method: str, path: str, operation: Document) -> DraftStep:
        step = DraftStep(method, self._prefix + path)
        security = operation.get("security", self._document.get("security"))
        schemes = self._document.get("components", {}).get("securitySchemes", {})
        for name in [name for option in security or [] for name in option][:1]:
            scheme = self._follow(schemes.get(name, {}))
            if scheme.get("in") == "header":
                step.headers[str(scheme["name"])] = secret(str(scheme["name"]))
            else:
                token = secret("API_TOKEN")
                step.headers["Authorization"] = Guess(f"Bearer {token.value}", token.reason)
        return step

    def _required(self, operation: Document) -> bool:
        return any(self._follow(p).get("required") for p in operation.get("parameters", []))

    def _follow(self, node: Any) -> Document:
        for _ in range(MAX_DEPTH):
            reference = node.get("$ref") if isinstance(node, dict) else None
            if not isinstance(reference, str) or not reference.startswith("#/"):
                break
            node = self._document
            for part in reference[2:].split("/"):
                node = node.get(part.replace("~1", "/").replace("~0", "~"), {})
        return node if isinstance(node, dict) else {}

    def _example(self, media: Document) -> Any:
        example = media.get("example")
        return (
            example if example is not None else self._value(media.get("schema", {}), "", MAX_DEPTH)
        )

    def _value(self, schema: Any, name: str, left: int) -> Any:
        """Return a value of the schema: an example, else the first of its enum, else a guess."""
        node = self._follow(schema)
        for key in ("example", "default", "const"):
            if key in node:
                return node[key]
        for several in ("allOf", "oneOf", "anyOf"):
            if node.get(several):
                node = {**node, **self._follow(node[several][0])}
        kind = node.get("type") or ("object" if "properties" in node else "string")
        if node.get("enum"):
            return node["enum"][0]
        if kind == "object" and left:
            properties = node.get("properties", {}).items()
            return {key: self._value(item, key, left - 1) for key, item in properties}
        if kind == "array":
            return [self._value(node.get("items", {}), name, left - 1)] if left else []
        plain = {"integer": 12, "number": 12.0, "boolean": True}
        if kind in plain:
            return plain[kind]
        return guess(
            name, {"email": "email", "date": "date"}.get(node.get("format", ""), "text")
        ).value


def _read(path: Path) -> Document:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Misuse(cannot_be_read(path, error)) from None
    except yaml.YAMLError:
        content = None
    document: Document = content if isinstance(content, dict) else {}
    version = str(document.get("openapi", ""))
    if not version.startswith("3") or not isinstance(document.get("paths"), dict):
        raise Misuse(
            translate(
                "{path}: is not an OpenAPI 3 file; it needs `openapi: 3…` and `paths:`",
                path=str(path),
            )
        )
    return document
