"""Draft from a HAR file, recorded by a browser.

A recording holds names, cookies and passwords of a person. They are not copied: typed values are
replaced by placeholders or guesses, values from responses are captured again by each user.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from epreuve.audits.drafts.draft import Draft, DraftJourney
from epreuve.audits.drafts.har_exchange import Exchange, read_recording
from epreuve.audits.drafts.har_journey import recorded_steps
from epreuve.audits.drafts.har_receipt import add_receipt
from epreuve.audits.drafts.har_selection import Selection, select
from epreuve.audits.drafts.note import first_names
from epreuve.audits.drafts.translation import translate
from epreuve.audits.errors import Misuse
from epreuve.reports.text import Text


def from_har(path: Path) -> Draft:
    """Return the recording as one journey. Raises Misuse for another file, or an empty one."""
    recording = read_recording(path)
    selection = select(recording.exchanges)
    if selection is None:
        raise Misuse(
            translate(
                "{path}: contains no page and no request to an API; start the recording before "
                "you type the address",
                path=str(path),
            )
        )
    first = selection.kept[0]
    draft = Draft(path.name, first.origin, first.url.hostname or "service")
    steps = recorded_steps(selection.kept)
    journey = DraftJourney("recorded-journey", [step for step, _ in steps])
    add_receipt(journey, steps)
    draft.add(journey)
    draft.notes += recording.notes
    draft.notes.append(
        translate("typed values, cookies and other headers of the recording were left out")
    )
    draft.notes += selection.notes
    draft.notes += _left_out(selection)
    for exchange in recording.exchanges:
        host = exchange.url.netloc.rpartition("@")[2]
        leads_here = exchange.location.startswith(f"{first.origin}/")
        if exchange.service != first.service and host and not leads_here:
            draft.third_parties.setdefault(host, translate("the recording"))
    return draft.complete()


def _left_out(selection: Selection) -> Iterator[Text]:
    """Yield a sentence for each reason for which requests of the service were left out."""
    for reason, exchanges in selection.left_out.items():
        counted = Counter(f"{one.method} {one.url.path or '/'}" for one in exchanges)
        names = [_times(name, number) for name, number in counted.most_common()]
        yield translate(
            "left out, {reason}: {requests}",
            reason=_reason(reason, exchanges), requests=first_names(names),
        )  # fmt: skip


def _times(name: str, number: int) -> str:
    return f"{name[:100]} ×{number}" if number > 1 else name[:100]


def _reason(reason: str, exchanges: list[Exchange]) -> Text:
    match reason:
        case "failed":
            statuses = sorted({str(one.status) for one in exchanges if one.status > 0})
            return translate("answered with an error ({statuses})", statuses=statuses or ["–"])
        case "repeated":
            return translate("sent several times")
        case "preflight":
            return translate("sent by the browser itself")
        case "elsewhere":
            return translate("redirects to another host")
        case "many":
            return translate("the recording is too long")
        case "unknown":
            return translate("recorded without a type of content")
    return translate("images, styles, scripts, streams, other files and measurements")
