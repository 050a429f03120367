"""`assessment.json`: the Assessment on disk; the same run gives the same bytes."""

import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from epreuve.reports.assessment import FORMAT, Assessment
from epreuve.reports.language import Language
from epreuve.reports.report import Report

REMEDY = "write it again with `epreuve assess RUN`"
_PROBLEMS = {"missing": "is missing", "extra_forbidden": "is an unknown field"}


class UnreadableAssessment(ValueError):
    """An assessment.json that is absent, is not JSON, or does not follow the schema."""

    def __init__(self, path: Path, field: str, reason: str) -> None:
        super().__init__(": ".join(part for part in (str(path), field, reason) if part))
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
    except OSError as error:
        raise UnreadableAssessment(path, "", f"cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise UnreadableAssessment(path, "", f"is not JSON ({error}); {REMEDY}") from error
    _check_format(path, document)
    try:
        return Assessment.model_validate(document)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        problem = _PROBLEMS.get(first["type"], f"{first['input']!r:.80}: is not a valid value")
        raise UnreadableAssessment(path, field, f"{problem}; {REMEDY}") from error


def schema() -> dict[str, Any]:
    """Return the JSON Schema of assessment.json."""
    return Assessment.model_json_schema()


def _check_format(path: Path, document: Any) -> None:
    if not isinstance(document, dict):
        raise UnreadableAssessment(path, "", f"is not a JSON object; {REMEDY}")
    version = document.get("format", FORMAT)
    if version != FORMAT:
        reason = f"{version!r}: this version of epreuve reads {FORMAT}; {REMEDY}"
        raise UnreadableAssessment(path, "format", reason)


REPORT = Report("json", "assessment.json", render)
