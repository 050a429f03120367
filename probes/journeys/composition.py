"""HTTP requests of a journey's steps, with their placeholders filled."""

import hashlib
import json
import random
import re
import string
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from epreuve.probes.http.browser import Engine
from epreuve.probes.http.browser_headers import Use
from epreuve.probes.http.request import HttpRequest
from epreuve.probes.journeys.form_values import Upload, Uploads, listed
from epreuve.probes.journeys.step import Step
from epreuve.probes.journeys.template import (
    PlaceholderError,
    Variables,
    render,
    render_bytes,
    render_target,
)

_LINE_END = re.compile(r"\r\n|\r|\n")
Field = tuple[str, str]
"""Name and value of a form field."""


class FilePart(NamedTuple):
    """A file of a form: its field, its name, its type and its content."""

    field: str
    name: str
    kind: str
    content: bytes


def compose(step: Step, variables: Variables, engine: Engine = "chromium") -> HttpRequest:
    """Return the request of a step. Raises PlaceholderError.

    `engine` is that of the user's browser: each writes files in its own form.
    """
    if step.locust is not None:
        raise PlaceholderError(f"{step.label}: the harness cannot run a `locust` step")
    headers = {name: render(text, variables) for name, text in step.headers.items()}
    target = render_target(step.path, variables)
    method = step.method
    if method in ("GET", "HEAD"):
        return HttpRequest(method, target, headers, b"", _use(step))
    kind, body = _content(step, variables, engine)
    if kind:
        headers = {"Content-Type": kind, **headers}
    return HttpRequest(method, target, headers, body, _use(step))


def _use(step: Step) -> Use:
    """Return whether the address bar or a script of a page sends the request.

    Pages navigate with GET and POST; JSON is for scripts.
    """
    if step.sends_json or step.expect.json_path or step.method not in ("GET", "POST"):
        return "empty"
    return "document"


def _content(step: Step, variables: Variables, engine: Engine) -> tuple[str, bytes]:
    """Return content type and body of a request; ("", b"") without any."""
    if step.sends_json:
        return "application/json", _json(_fill_json(step.json_body, variables))
    form = [
        (name, render(text, variables))
        for name, texts in step.form.items()
        for text in listed(texts)
    ]
    if step.files:
        return multipart(form, _files(step.files, variables), engine)
    if form or step.method == "POST":
        return "application/x-www-form-urlencoded", _urlencoded(form)
    return "", b""


def _files(written: Mapping[str, Uploads], variables: Variables) -> list[FilePart]:
    files: list[FilePart] = []
    for name, uploads in written.items():
        several: tuple[str | Upload, ...] = listed(uploads)
        files += (_file(name, upload, variables) for upload in several)
    return files


def _file(field: str, written: str | Upload, variables: Variables) -> FilePart:
    upload = Upload(content=written) if isinstance(written, str) else written
    return FilePart(
        field,
        render(upload.name, variables) or f"{field}.txt",
        render(upload.type, variables),
        render_bytes(upload.content, variables),
    )


def _json(value: object) -> bytes:
    """Return JSON as scripts of pages write it: without spaces between its parts."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _urlencoded(fields: Sequence[Field]) -> bytes:
    """Return a form as browsers write it: `*` stays, `~` does not, and lines end with CRLF."""
    lines = [(name, _LINE_END.sub("\r\n", text)) for name, text in fields]
    return urlencode(lines, safe="*").replace("~", "%7E").encode()


def _fill_json(value: object, variables: Variables) -> object:
    if isinstance(value, str):
        return render(value, variables)
    if isinstance(value, dict):
        return {
            render(str(key), variables): _fill_json(inner, variables)
            for key, inner in value.items()
        }
    if isinstance(value, list | tuple):
        return [_fill_json(inner, variables) for inner in value]
    return value


def multipart(
    fields: Sequence[Field], files: Sequence[FilePart], engine: Engine = "chromium"
) -> tuple[str, bytes]:
    """Return content type and body of a form with files (RFC 7578), always the same bytes."""
    boundary = _boundary(b"".join(file.content for file in files), engine)
    lines: list[bytes] = []
    for name, text in fields:
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{_quoted(name)}"\r\n'
        lines += [head.encode(), _LINE_END.sub("\r\n", text).encode()]
    for field, name, kind, content in files:
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{_quoted(field)}"; '
        head += f'filename="{_quoted(name)}"\r\nContent-Type: {kind}\r\n'
        lines += [head.encode(), content]
    lines += [f"--{boundary}--\r\n".encode()]
    return f"multipart/form-data; boundary={boundary}", b"\r\n".join(lines)


def _quoted(name: str) -> str:
    """Return a name as browsers write it between quotes (WHATWG HTML, multipart form data)."""
    return name.replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22")


def _boundary(content: bytes, engine: Engine) -> str:
    """Return the boundary of the parts, in the form of the browser's own."""
    digest = hashlib.sha256(content).hexdigest()
    if engine == "firefox":
        return f"----geckoformboundary{digest[:32]}"
    letters = string.ascii_letters + string.digits
    draw = random.Random(digest)
    return "----WebKitFormBoundary" + "".join(draw.choices(letters, k=16))
