"""Bodies of the operations of an API."""

from typing import Any

from epreuve.audits.drafts.api_operation import Operation
from epreuve.audits.drafts.api_references import References
from epreuve.audits.drafts.draft import DraftStep, Guess
from epreuve.audits.drafts.lenient import Mapping, mapping, text
from epreuve.audits.drafts.note import to_check
from epreuve.audits.drafts.schema_sample import OMITTED, Sample
from epreuve.audits.drafts.translation import translate
from epreuve.audits.drafts.written_value import written

MOST_FIELDS = 100  # of a form


def add_body(step: DraftStep, operation: Operation, references: References) -> None:
    """Add the body of an operation: JSON, else a form; a note where it is neither."""
    sample = Sample(references)
    kinds = {kind.partition(";")[0].strip().lower(): kind for kind in operation.bodies}
    is_json = next((kind for kind in kinds if "json" in kind or kind in ("*/*", "")), None)
    is_form = next((kind for kind in kinds if "form" in kind), None)
    if is_json is not None:
        value = sample.of(operation.bodies[kinds[is_json]])
        if value is OMITTED:
            step.notes.append(to_check(translate("the file does not describe the body")))
        else:
            step.json = value
            step.notes.append(to_check(translate("values of the JSON body come from the schema")))
    elif is_form is not None:
        _add_form(step, sample, operation.bodies[kinds[is_form]], references)
    elif kinds:
        kind = next(iter(kinds))
        note = translate(
            "a body of the type {kind} was left out: write it as form or json", kind=kind[:60]
        )
        step.notes.append(to_check(note))
    elif operation.has_unknown_body:
        step.notes.append(to_check(translate("the file does not describe the body")))
    if sample.is_cut:
        note = translate(
            "a part of the body was left out: its schema is very large, or contains itself"
        )
        step.notes.append(to_check(note))


def _add_form(step: DraftStep, sample: Sample, schema: Mapping, references: References) -> None:
    merged = sample.merged(schema)
    properties = mapping(merged.get("properties"))
    values = mapping(sample.of(schema))
    for name in list(properties)[:MOST_FIELDS]:
        part = references.follow(properties[name])
        items = references.follow(part.get("items"))
        if _is_file(part) or _is_file(items):
            step.files[name] = [Guess("{citizen.file}")]
        elif name in values:
            for value in values[name] if isinstance(values[name], list) else [values[name]]:
                step.add(name, Guess(_field(value), translate("from the schema")))


def _is_file(schema: Mapping) -> bool:
    return (
        text(schema.get("format")) == "binary"
        or text(schema.get("type")) == "file"
        or "contentMediaType" in schema
    )


def _field(value: Any) -> str:
    """Return a value as a form sends it; a mapping as JSON."""
    return value if isinstance(value, str) else written(value)
