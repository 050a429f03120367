"""HTTP requests of a journey's steps, with their placeholders filled."""

import json

from epreuve.probes.http.browser import Engine
from epreuve.probes.http.browser_headers import Use
from epreuve.probes.http.request import HttpRequest
from epreuve.probes.http.response import HttpResponse
from epreuve.probes.journeys.form_encoding import URLENCODED, Field, multipart, urlencoded
from epreuve.probes.journeys.given_values import given_files, given_texts
from epreuve.probes.journeys.step import Step
from epreuve.probes.journeys.template import PlaceholderError, Variables, render, render_target
from epreuve.probes.journeys.verdict import judge


def compose(step: Step, variables: Variables, engine: Engine = "chromium") -> HttpRequest:
    """Return the request of a step.

    `engine` is that of the user's browser: each writes files in its own form. Raises
    PlaceholderError, and ExchangeError where the page before has no such form or link.
    """
    if step.locust is not None:
        raise PlaceholderError(f"{step.label}: the harness cannot run a `locust` step")
    headers = {name: render(text, variables) for name, text in step.headers.items()}
    if (request := _of_page(step, variables, engine)) is not None:
        return request._replace(headers={**request.headers, **headers})
    target = render_target(step.path, variables)
    use: Use = "document" if step.is_navigation else "empty"
    method = step.method
    if method in ("GET", "HEAD"):
        request = HttpRequest(method, target, headers, b"", use)
        return _until_met(request, step, variables) if step.reads_events else request
    kind, body = _content(step, variables, engine)
    if kind:
        headers = {"Content-Type": kind, **headers}
    return HttpRequest(method, target, headers, body, use)


def _until_met(request: HttpRequest, step: Step, variables: Variables) -> HttpRequest:
    """Return a request whose stream of events is read until they meet the expectations."""

    def is_enough(events: HttpResponse) -> bool:
        return judge(step, events, variables).outcome == "success"

    return request._replace(is_enough=is_enough)


def _of_page(step: Step, variables: Variables, engine: Engine) -> HttpRequest | None:
    """Return the request of a form or a link of the page before; None for another step."""
    if step.submit is None and step.follow is None:
        return None
    # slow to import, rarely needed
    from epreuve.probes.journeys.page_request import link_request, submission_request

    if step.submit is not None:
        return submission_request(step.submit, variables, engine)
    return None if step.follow is None else link_request(step.follow, variables)


def _content(step: Step, variables: Variables, engine: Engine) -> tuple[str, bytes]:
    """Return content type and body of a request; ("", b"") without any."""
    if step.sends_json:
        return "application/json", _json(_fill_json(step.json_body, variables))
    texts = given_texts(step.form, variables).items()
    fields: list[Field] = [(name, text) for name, several in texts for text in several]
    if step.files:
        files = given_files(step.files, variables).items()
        fields += ((name, file) for name, several in files for file in several)
        return multipart(fields, engine)
    if fields or step.method == "POST":
        return URLENCODED, urlencoded(fields).encode()
    return "", b""


def _json(value: object) -> bytes:
    """Return JSON as scripts of pages write it: without spaces between its parts."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


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
