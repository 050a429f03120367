"""Credentials that an API requires: read from the environment, never written."""

from collections.abc import MutableSequence

from epreuve.audits.drafts.api_operation import Operation
from epreuve.audits.drafts.api_references import References
from epreuve.audits.drafts.draft import DraftStep, Guess
from epreuve.audits.drafts.field import secret
from epreuve.audits.drafts.lenient import Mapping, mapping, member, sequence, text
from epreuve.probes.http.sender import HEADER_NAME


def add_security(
    step: DraftStep,
    query: MutableSequence[tuple[str, str]],
    operation: Operation,
    document: Mapping,
    references: References,
) -> None:
    """Add the credentials of the first way to authenticate to a step, or to its query."""
    options = [mapping(one) for one in sequence(operation.security)]
    if not options or {} in options:  # no way, or none is a way too
        return
    schemes = mapping(member(document, "components", "securitySchemes"))
    schemes = schemes or mapping(document.get("securityDefinitions"))
    for name in options[0]:
        scheme = references.follow(schemes.get(name))
        key = text(scheme.get("name"))
        match text(scheme.get("in")):
            case "header" if HEADER_NAME.fullmatch(key):
                step.headers[key] = secret(key)
            case "query" if key:
                query.append((key, secret(key).value))
            case "cookie" if HEADER_NAME.fullmatch(key):
                token = secret(key)
                step.headers["Cookie"] = Guess(f"{key}={token.value}", token.reason)
            case _:
                is_basic = "basic" in (scheme.get("type"), text(scheme.get("scheme")).lower())
                token = secret("API_BASIC" if is_basic else "API_TOKEN")
                prefix = "Basic" if is_basic else "Bearer"
                step.headers["Authorization"] = Guess(f"{prefix} {token.value}", token.reason)
