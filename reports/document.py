"""`assessment.json`: the Assessment on disk, byte for byte the same for the same run."""

import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from epreuve.reports.assessment import FORMAT, Assessment
from epreuve.reports.report import Report
from epreuve.reports.text import Language


class UnreadableAssessment(ValueError):
    """An assessment.json that is absent, is not JSON, or does not follow the schema."""

    def __init__(self, path: Path, field: str, reason: str) -> None:
        where = f"{path}, field {field}" if field else str(path)
        super().__init__(f"{where}: {reason}")
        self.path, self.field, self.reason = path, field, reason


def render(assessment: Assessment, language: Language = "en") -> str:
    """Return the canonical JSON: sorted keys, ASCII, no clock; `language` changes nothing."""
    # ASCII, so that no control or bidi character of a service reaches a reader's terminal as is.
    document = assessment.model_dump(mode="json")
    return json.dumps(document, sort_keys=True, indent=1, allow_nan=False) + "\n"


def read_assessment(path: Path) -> Assessment:
    """Return the Assessment in `path`; UnreadableAssessment says which field and why."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UnreadableAssessment(path, "", f"cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise UnreadableAssessment(path, "", f"is not JSON: {error}") from error
    _refuse_other_format(path, document)
    try:
        return Assessment.model_validate(document)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        seen = repr(first["input"])[:80]
        raise UnreadableAssessment(path, field, f"{first['msg']} (found {seen})") from error


def schema() -> dict[str, Any]:
    """Return the JSON Schema of assessment.json."""
    return Assessment.model_json_schema()


def _refuse_other_format(path: Path, document: Any) -> None:
    if not isinstance(document, dict):
        raise UnreadableAssessment(path, "", "must be a JSON object")
    found = document.get("format", FORMAT)
    if found != FORMAT:
        reason = (
            f"is {found!r}, this version reads {FORMAT}: assess the run again from its evidence"
        )
        raise UnreadableAssessment(path, "format", reason)


REPORT = Report("json", "assessment.json", render)
