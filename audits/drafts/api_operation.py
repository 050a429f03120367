"""Operations of an API description, in one form for OpenAPI 3 and Swagger 2.0."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from epreuve.audits.drafts.api_references import References
from epreuve.audits.drafts.lenient import Mapping, mapping, sequence, text

METHODS = ("get", "post", "put", "patch", "delete", "head")


class Parameter(NamedTuple):
    """Parameter of an operation: its place is `path`, `query`, `header` or `cookie`."""

    name: str
    place: str
    required: bool
    schema: Mapping


class Operation(NamedTuple):
    """One method of one path. `bodies` and `contents` are schemas by content type."""

    method: str
    path: str
    id: str
    parameters: tuple[Parameter, ...]
    bodies: dict[str, Mapping]
    has_unknown_body: bool  # a body whose content the description does not give
    status: int  # of a success, 0 where it is not described
    contents: dict[str, Mapping]
    has_location: bool  # whether a success has the header `Location`
    security: Any  # as written, None where the operation has none of its own


def operations(document: Mapping, references: References) -> Iterator[Operation]:
    """Yield each operation in the order of the file."""
    is_swagger = "swagger" in document
    for path, written in mapping(document.get("paths")).items():
        item = references.follow(written)
        for method in METHODS:
            if method not in item:
                continue
            written_operation = mapping(item[method])
            parameters = [
                references.follow(one)
                for owner in (item, written_operation)
                for one in sequence(owner.get("parameters"))
            ]
            read = _swagger_body if is_swagger else _body
            bodies = read(document, written_operation, parameters, references)
            status, contents, headers = _response(written_operation, references, is_swagger)
            yield Operation(
                method.upper(),
                path if path.startswith("/") else f"/{path}",
                text(written_operation.get("operationId")),
                tuple(_parameters(parameters)),
                bodies,
                bool(written_operation.get("requestBody")) and not bodies,
                status,
                contents,
                "location" in map(str.lower, headers),
                written_operation.get("security", document.get("security")),
            )


def _parameters(written: list[Mapping]) -> Iterator[Parameter]:
    """Yield the parameters; one of the operation replaces one of its path."""
    parameters: dict[tuple[str, str], Parameter] = {}
    for one in written:
        name, place = text(one.get("name")), text(one.get("in"))
        schema = one | mapping(one.get("schema"))
        content = next(iter(mapping(one.get("content")).values()), None)
        schema |= mapping(mapping(content).get("schema"))
        if isinstance(one.get("required"), bool):
            schema.pop("required", None)
        if name and place in ("path", "query", "header", "cookie"):
            required = one.get("required") is True or place == "path"
            parameters[name, place] = Parameter(name, place, required, schema)
    yield from parameters.values()


def _body(
    _: Mapping, operation: Mapping, __: list[Mapping], references: References
) -> dict[str, Mapping]:
    content = mapping(references.follow(operation.get("requestBody")).get("content"))
    return {kind: _media(one) for kind, one in content.items()}


def _media(written: object) -> Mapping:
    """Return the schema of a content, with the example of the content itself."""
    media = mapping(written)
    schema = dict(mapping(media.get("schema")))
    examples = mapping(media.get("examples"))
    first = mapping(next(iter(examples.values()), None)).get("value")
    example = media.get("example") if media.get("example") is not None else first
    return schema if example is None else {**schema, "example": example}


def _swagger_body(
    document: Mapping, operation: Mapping, parameters: list[Mapping], _: References
) -> dict[str, Mapping]:
    consumes = sequence(operation.get("consumes")) or sequence(document.get("consumes"))
    kinds = [text(one) for one in consumes if text(one)]
    bodies = [one for one in parameters if one.get("in") == "body"]
    if bodies:
        kind = next((one for one in kinds if "json" in one), (kinds or ["application/json"])[0])
        return {kind: mapping(bodies[-1].get("schema"))}
    fields = [one for one in parameters if one.get("in") == "formData" and text(one.get("name"))]
    if not fields:
        return {}
    has_file = any(one.get("type") == "file" for one in fields)
    is_multipart = has_file or any("multipart" in kind for kind in kinds)
    properties = {
        text(one["name"]): {key: value for key, value in one.items() if key != "required"}
        for one in fields
    }
    required = [text(one["name"]) for one in fields if one.get("required") is True]
    kind = "multipart/form-data" if is_multipart else "application/x-www-form-urlencoded"
    return {kind: {"type": "object", "properties": properties, "required": required}}


def _response(
    operation: Mapping, references: References, is_swagger: bool
) -> tuple[int, dict[str, Mapping], list[str]]:
    """Return status, contents and headers of the first success that is described."""
    for status, written in mapping(operation.get("responses")).items():
        if not status.startswith("2"):
            continue
        response = references.follow(written)
        headers = list(mapping(response.get("headers")))
        code = int(status) if status.isdecimal() and len(status) == 3 else 0
        if is_swagger:
            schema = mapping(response.get("schema"))
            return code, {"application/json": schema} if schema else {}, headers
        content = mapping(response.get("content"))
        contents = {kind: mapping(mapping(one).get("schema")) for kind, one in content.items()}
        return code, contents, headers
    return 0, {}, []
