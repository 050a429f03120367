"""Draft from an OpenAPI 3 or Swagger 2.0 file: one journey per operation that creates something."""

from pathlib import Path

from epreuve.audits.drafts.api_journey import ApiJourneys
from epreuve.audits.drafts.api_operation import operations
from epreuve.audits.drafts.api_references import References
from epreuve.audits.drafts.api_server import server_of
from epreuve.audits.drafts.draft import Draft
from epreuve.audits.drafts.lenient import Mapping, member, text
from epreuve.audits.drafts.note import first_names, to_check
from epreuve.audits.drafts.source_file import parse_json, parse_yaml, read_text
from epreuve.audits.drafts.translation import translate
from epreuve.audits.errors import Misuse

LONGEST_NAME = 120  # characters


def from_openapi(path: Path) -> Draft:
    """Return the operations as journeys. Raises Misuse for another file."""
    source = read_text(path)
    document = _document(path, source.text)
    server = server_of(document)
    name = " ".join(text(member(document, "info", "title")).split())[:LONGEST_NAME]
    draft = Draft(path.name, server.address, name or path.stem)
    draft.notes += [source.guess] if source.guess.en else []
    draft.notes += server.notes
    references = References(document)
    api = ApiJourneys(list(operations(document, references)), document, references, server.prefix)
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
    draft.notes += api.notes()
    if references.unknown:
        draft.notes.append(
            to_check(
                translate(
                    "references to other files or to nothing were left out, and no host was "
                    "contacted: {references}",
                    references=first_names(list(references.unknown)),
                )
            )
        )
    return draft.complete()


def _document(path: Path, written: str) -> Mapping:
    looks_like_json = written.lstrip().startswith("{")
    is_json = path.suffix.lower() == ".json" or (looks_like_json and written.rstrip()[-1:] == "}")
    content = parse_json(path, written) if is_json else parse_yaml(path, written)
    document: Mapping = content if isinstance(content, dict) else {}
    version = text(document.get("openapi")) or text(document.get("swagger"))
    if not version.startswith(("3", "2")) or not isinstance(document.get("paths"), dict):
        raise Misuse(
            translate(
                "{path}: is neither OpenAPI 3 nor Swagger 2.0; it needs `openapi: 3…` or "
                "`swagger: 2.0`, and `paths:`",
                path=str(path),
            )
        )
    return document
