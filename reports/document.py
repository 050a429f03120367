"""`assessment.json`: the Assessment on disk; the same run gives the same bytes."""

import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from epreuve.reports.assessment import FORMAT, Assessment
from epreuve.reports.language import Language
from epreuve.reports.report import Report
from epreuve.reports.text import Text, untranslated
from epreuve.reports.translation import translate


class UnreadableAssessment(ValueError):
    """An assessment.json that is absent, is not JSON, or does not follow the schema."""

    def __init__(self, path: Path, field: str, reason: Text) -> None:
        place = untranslated(": ".join(part for part in (str(path), field) if part))
        super().__init__(translate("{place}: {reason}", place=place, reason=reason))
        self.path, self.field, self.reason = path, field, reason


def render(assessment: Assessment, language: Language = "en") -> str:
    """Return the canonical JSON: sorted keys, ASCII, no clock; `language` changes nothing."""
    # ASCII: no control or bidi character of a service reaches a terminal unescaped.
    document = assessment.model_dump(mode="json")
    return json.dumps(document, sort_keys=True, indent=1, allow_nan=False) + "\n"


def read_assessment(path: Path) -> Assessment:
    """Return the Assessment in `path`. Raises UnreadableAssessment with the field and reason."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        reason = translate("no such file; give the folder of a run, or its assessment.json")
        raise UnreadableAssessment(path, "", reason) from error
    except OSError as error:
        reason = translate(
            "cannot be read ({error}); check its permissions", error=str(error.strerror)
        )
        raise UnreadableAssessment(path, "", reason) from error
    except ValueError as error:
        reason = translate("is not JSON ({error})", error=str(error))
        raise UnreadableAssessment(path, "", _remedied(reason)) from error
    _check_format(path, document)
    try:
        return Assessment.model_validate(document)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise UnreadableAssessment(path, field, _remedied(_problem(first))) from error


def schema() -> dict[str, Any]:
    """Return the JSON Schema of assessment.json."""
    return Assessment.model_json_schema()


def _check_format(path: Path, document: Any) -> None:
    if not isinstance(document, dict):
        raise UnreadableAssessment(path, "", _remedied(translate("is not a JSON object")))
    version = document.get("format", FORMAT)
    if version != FORMAT:
        reason = translate(
            "{version}: this version of epreuve reads {own}", version=repr(version), own=str(FORMAT)
        )
        raise UnreadableAssessment(path, "format", _remedied(reason))


def _problem(error: ErrorDetails) -> Text:
    match error["type"]:
        case "missing":
            return translate("is missing")
        case "extra_forbidden":
            return translate("is an unknown field")
        case _:
            return translate("{value}: is not a valid value", value=f"{error['input']!r:.80}")


def _remedied(reason: Text) -> Text:
    return translate("{reason}; write it again with `epreuve assess RUN`", reason=reason)


REPORT = Report("json", "assessment.json", render)
