"""Receipt of a recorded journey, from the response to its submission."""

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import unquote_plus

from epreuve.audits.drafts.draft import DraftJourney, DraftStep, Guess
from epreuve.audits.drafts.har_exchange import Exchange
from epreuve.audits.drafts.har_journey import RecordedStep
from epreuve.audits.drafts.receipt import find_receipt
from epreuve.audits.drafts.translation import translate


def add_receipt(journey: DraftJourney, steps: Sequence[RecordedStep]) -> None:
    """Add receipt and `verify`, where a later page was read by a value of a response."""
    ranks = [
        rank for rank, (step, exchange) in enumerate(steps) if step.sends and not exchange.logs_in
    ]
    for rank in reversed(ranks):
        _, exchange = steps[rank]
        sent = "\n".join(_sent(one) for _, one in steps[: rank + 1])
        later = [one.target for step, one in steps[rank + 1 :] if step.method == "GET"]
        receipt = find_receipt(exchange.text, later, sent)
        place = ""
        if receipt is None:  # in the address to which the response leads
            receipt, place = find_receipt(exchange.landing, [exchange.landing, *later], sent), "all"
        if receipt is None:
            continue
        reason = translate("is this the receipt?")
        steps[rank][0].capture["receipt"] = Guess(receipt.pattern, reason, place)
        journey.receipt = "receipt"
        for step, one in steps[rank + 1 :]:
            if receipt.value in one.target:
                before, _, after = one.target.rpartition(receipt.value)
                step.path = f"{before}{{receipt}}{after}"
                if receipt.value in step.contains:
                    step.contains = step.contains.replace(receipt.value, "{receipt}")
        journey.verify = [_reading(receipt.path, [step for step, _ in steps[rank + 1 :]])]
        return


def _reading(path: str, later: Sequence[DraftStep]) -> DraftStep:
    """Return the request that read the submission again, with its headers and its text."""
    for step in later:
        if step.method == "GET" and step.path == path:
            return replace(step, capture={}, notes=[])
    return DraftStep("GET", path)


def _sent(exchange: Exchange) -> str:
    fields = [field.value for field in exchange.fields]
    return "\n".join((unquote_plus(exchange.target), exchange.body, *fields))
