"""Drafts of a profile, and the recordings that they are made from."""

import json
from collections.abc import Sequence
from pathlib import Path

from epreuve.audits.drafts.writer import draft_profile
from epreuve.audits.profile.loading import prepare_profile
from epreuve.audits.profile.model import Profile
from epreuve.probes.journeys.step import Step
from epreuve.reports.language import Language

SERVICE = Path(__file__).parents[2] / "first_hour" / "service.py"


def draft(
    folder: Path, url: str | None = None, language: Language = "en", **sources: Path
) -> tuple[Profile, str]:
    """Return a draft as a profile and as text."""
    file = folder / f"draft.{language}.epreuve.yaml"
    file.unlink(missing_ok=True)
    draft_profile(url, sources.get("har"), sources.get("openapi"), file, language)
    return prepare_profile(file), file.read_text(encoding="utf-8")


def entry(url: str, page: str = "", method: str = "GET", **body: object) -> dict[str, object]:
    content = {"mimeType": "text/html; charset=utf-8" if page else "image/png", "text": page}
    headers = [{"name": "Cookie", "value": "sid=s3cr3t-cookie"}]
    request: dict[str, object] = {"method": method, "url": url, "headers": headers}
    return {
        "request": request | ({"postData": body} if body else {}),
        "response": {"content": content},
    }


def har(tmp_path: Path, *entries: dict[str, object]) -> Path:
    path = tmp_path / "recorded.har"
    path.write_text(json.dumps({"log": {"entries": list(entries)}}))
    return path


def form_of(step: Step) -> dict[str, object]:
    """Return the fields of a step: a text, or a list of several."""
    return {name: _single(value) for name, value in step.form.items()}


def files_of(step: Step) -> dict[str, object]:
    """Return the contents of the files of a step."""
    return {
        name: _single([getattr(one, "content", one) for one in _listed(value)])
        for name, value in step.files.items()
    }


def text_of(step: Step) -> object:
    """Return the text that a step expects."""
    return _single(step.expect.contains)


def _single(value: object) -> object:
    values = _listed(value)
    return values[0] if len(values) == 1 else list(values)


def _listed(value: object) -> Sequence[object]:
    return value if isinstance(value, list | tuple) else [value]
