"""Exchanges of recordings, and the drafts of these."""

import json
from pathlib import Path

from epreuve.probes.journeys.step import Step
from tests.audits.drafts.draft import draft

HERE = "http://127.0.0.1:8080"
PAGE = "<h1>Bonjour</h1>"
Entry = dict[str, object]


def exchange(
    method: str, path: str, text: str | None = PAGE, kind: str = "text/html", status: object = 200,
    posted: object = None, location: str = "",
) -> Entry:  # fmt: skip
    url = path if ":" in path else HERE + path
    content = {"mimeType": kind, "text": text}
    response = {"status": status, "content": content, "redirectURL": location}
    return {"request": {"method": method, "url": url, "postData": posted}, "response": response}


def form(*pairs: tuple[str, str]) -> object:
    params = [{"name": name, "value": value} for name, value in pairs]
    return {"mimeType": "application/x-www-form-urlencoded", "params": params}


def data(document: object) -> object:
    return {"mimeType": "application/json", "text": json.dumps(document)}


def steps_of(folder: Path, *entries: object) -> tuple[tuple[Step, ...], str]:
    path = folder / "recorded.har"
    path.write_text(json.dumps({"log": {"entries": entries}}), encoding="utf-8")
    profile, text = draft(folder, har=path)
    return profile.journeys["recorded-journey"].steps, text
