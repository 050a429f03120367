"""Remedies for a step that does not succeed in calm, as sentences. Pure functions."""

from collections.abc import Mapping
from functools import cache

from epreuve.audits.execution.step_player import PlayedStep
from epreuve.audits.execution.translation import translate
from epreuve.probes.http.response import HttpResponse
from epreuve.probes.journeys.comparison import compare
from epreuve.probes.pages.receipt_records import ReceiptControl
from epreuve.probes.pages.submission import asks_to_log_in
from epreuve.reports.text import Text


def step_remedy(played: PlayedStep) -> Text:
    """Return what to do about a step of a journey that did not succeed."""
    result = played.result
    if not result.responses:
        return _without_response(played)
    response = result.responses[-1]
    if (remedy := _by_status().get(response.status)) is not None:
        return remedy
    if response.status >= 500:
        return translate("Read the log of the service: it fails by itself.")
    if 300 <= response.status < 400:
        return translate("Let the step follow redirects, or write the expected status.")
    if asks_to_log_in(response):
        return translate("This page asks to log in: write the steps that log in before this one.")
    return _by_condition(played, response)


def verify_remedy(control: ReceiptControl) -> Text:
    """Return what to do about a receipt that `verify` does not find."""
    if control.detail:
        return translate(
            "Correct the path or `expect` of `verify`. It has no cookies of the journey: if its "
            "page asks to log in, let `verify` begin with the steps that log in."
        )
    if control.excerpt:
        return translate("Let `missing` expect a text that only the page of a lost one shows.")
    return translate("Let `capture` accept only the receipt of a stored request.")


def _without_response(played: PlayedStep) -> Text:
    match played.result.outcome:
        case "error":
            return translate("Correct the placeholders of the step.")
        case "wrong content" if played.step.submit or played.step.follow:
            return translate(
                "Correct the form or the link: the page received before has no such one."
            )
        case "wrong content" if any(one.location for one in played.result.exchanges):
            return translate(
                "Let the step request the page where the service responds itself, or write "
                "`redirects: false`."
            )
        case "refused" | "connect timeout" | "tls timeout":
            return translate("Start the service, or correct `service.address`.")
        case _:
            return translate("Read the log of the service, or correct the request of the step.")


@cache
def _by_status() -> Mapping[int, Text]:
    fields = translate("Correct the fields that the step sends: this page says which is missing.")
    path = translate("Correct the path of the step.")
    return {
        400: fields,
        401: translate("Write the steps that log in before this one."),
        403: translate(
            "Write the steps that log in before this one, or capture the hidden token of the form "
            "and send it."
        ),
        404: path,
        405: translate("Use another method, such as `post:`."),
        409: translate("Send other values for each user, such as {field}.", field="{citizen.name}"),
        410: path,
        415: translate("Send what the service accepts: `form:`, `json:` or `files:`."),
        422: fields,
        429: translate("Raise the limit of requests of the service for the test."),
    }


def _by_condition(played: PlayedStep, response: HttpResponse) -> Text:
    conditions = compare(played.step, response, played.variables)
    at = next((one.at for one in conditions if one.unmet), ("expect",))
    if at[0] == "capture":
        return translate(
            "Let `capture` name a place of this response, or correct the request of the step."
        )
    if at == ("expect", "status"):
        return translate(
            "Write `status: {status}` if this is a success, or correct the request of the step.",
            status=str(response.status),
        )
    return translate(
        "Write under `{field}` what this page shows after a success, or correct the request of the "
        "step.",
        field=str(at[1]) if len(at) > 1 else "expect",
    )  # fmt: skip
