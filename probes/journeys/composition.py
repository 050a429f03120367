"""HTTP requests of a journey's steps, with their placeholders filled."""

import hashlib
import json
from urllib.parse import urlencode

from epreuve.probes.http.request import HttpRequest
from epreuve.probes.journeys.journey import Step
from epreuve.probes.journeys.template import (
    PlaceholderError,
    Variables,
    render,
    render_bytes,
    render_target,
)


def compose(step: Step, variables: Variables) -> HttpRequest:
    """Return the request of a step. Raises PlaceholderError."""
    if step.locust is not None:
        raise PlaceholderError(f"{step.label}: the harness cannot run a `locust` step")
    headers = {name: render(text, variables) for name, text in step.headers.items()}
    target = render_target(step.path, variables)
    if step.get is not None:
        return HttpRequest("GET", target, headers, b"")
    if step.json_body is not None:
        body = json.dumps(_fill_json(step.json_body, variables), ensure_ascii=False).encode()
        return HttpRequest("POST", target, {"Content-Type": "application/json", **headers}, body)
    form = {name: render(text, variables) for name, text in step.form.items()}
    if step.files:
        files = {name: render_bytes(text, variables) for name, text in step.files.items()}
        kind, body = multipart(form, files)
    else:
        kind, body = "application/x-www-form-urlencoded", urlencode(form).encode()
    return HttpRequest("POST", target, {"Content-Type": kind, **headers}, body)


def _fill_json(value: object, variables: Variables) -> object:
    if isinstance(value, str):
        return render(value, variables)
    if isinstance(value, dict):
        return {key: _fill_json(inner, variables) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_fill_json(inner, variables) for inner in value]
    return value


def multipart(form: dict[str, str], files: dict[str, bytes]) -> tuple[str, bytes]:
    """Return content type and body of a form with files (RFC 7578), always the same bytes."""
    content = b"".join(files.values())
    boundary = "epreuve-" + hashlib.sha256(content).hexdigest()[:32]
    lines: list[bytes] = []
    for name, text in form.items():
        lines += [f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n'.encode()]
        lines += [text.encode()]
    for name, file in files.items():
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; '
        head += f'filename="{name}.txt"\r\nContent-Type: text/plain; charset=utf-8\r\n'
        lines += [head.encode(), file]
    lines += [f"--{boundary}--\r\n".encode()]
    return f"multipart/form-data; boundary={boundary}", b"\r\n".join(lines)
