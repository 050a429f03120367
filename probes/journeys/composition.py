"""HTTP requests of a journey's steps, with their placeholders filled."""

import hashlib
import json
import random
import re
import string
from urllib.parse import urlencode

from epreuve.probes.http.browser import Engine
from epreuve.probes.http.browser_headers import Use
from epreuve.probes.http.request import HttpRequest
from epreuve.probes.journeys.journey import Step
from epreuve.probes.journeys.template import (
    PlaceholderError,
    Variables,
    render,
    render_bytes,
    render_target,
)


def compose(step: Step, variables: Variables, engine: Engine = "chromium") -> HttpRequest:
    """Return the request of a step. Raises PlaceholderError.

    `engine` is that of the user's browser: each writes files in its own form.
    """
    if step.locust is not None:
        raise PlaceholderError(f"{step.label}: the harness cannot run a `locust` step")
    headers = {name: render(text, variables) for name, text in step.headers.items()}
    target = render_target(step.path, variables)
    if step.get is not None:
        return HttpRequest("GET", target, headers, b"", _use(step))
    if step.json_body is not None:
        body = _json(_fill_json(step.json_body, variables))
        headers = {"Content-Type": "application/json", **headers}
        return HttpRequest("POST", target, headers, body, _use(step))
    form = {name: render(text, variables) for name, text in step.form.items()}
    if step.files:
        files = {name: render_bytes(text, variables) for name, text in step.files.items()}
        kind, body = multipart(form, files, engine)
    else:
        kind, body = "application/x-www-form-urlencoded", _urlencoded(form)
    return HttpRequest("POST", target, {"Content-Type": kind, **headers}, body, _use(step))


def _use(step: Step) -> Use:
    """Return whether the address bar or a script of a page sends the request: JSON is for it."""
    return "empty" if step.json_body is not None or step.expect.json_path else "document"


def _json(value: object) -> bytes:
    """Return JSON as scripts of pages write it: without spaces between its parts."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _urlencoded(form: dict[str, str]) -> bytes:
    """Return a form as browsers write it: `*` stays, `~` does not, and lines end with CRLF."""
    lines = {name: re.sub(r"\r\n|\r|\n", "\r\n", text) for name, text in form.items()}
    return urlencode(lines, safe="*").replace("~", "%7E").encode()


def _fill_json(value: object, variables: Variables) -> object:
    if isinstance(value, str):
        return render(value, variables)
    if isinstance(value, dict):
        return {key: _fill_json(inner, variables) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_fill_json(inner, variables) for inner in value]
    return value


def multipart(
    form: dict[str, str], files: dict[str, bytes], engine: Engine = "chromium"
) -> tuple[str, bytes]:
    """Return content type and body of a form with files (RFC 7578), always the same bytes."""
    boundary = _boundary(b"".join(files.values()), engine)
    lines: list[bytes] = []
    for name, text in form.items():
        lines += [f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n'.encode()]
        lines += [text.encode()]
    for name, file in files.items():
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; '
        head += f'filename="{name}.txt"\r\nContent-Type: text/plain\r\n'
        lines += [head.encode(), file]
    lines += [f"--{boundary}--\r\n".encode()]
    return f"multipart/form-data; boundary={boundary}", b"\r\n".join(lines)


def _boundary(content: bytes, engine: Engine) -> str:
    """Return the boundary of the parts, in the form of the browser's own."""
    digest = hashlib.sha256(content).hexdigest()
    if engine == "firefox":
        return f"----geckoformboundary{digest[:32]}"
    letters = string.ascii_letters + string.digits
    draw = random.Random(digest)
    return "----WebKitFormBoundary" + "".join(draw.choices(letters, k=16))
