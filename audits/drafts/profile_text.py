"""A draft as a profile file: every guess marked, every field explained where it stands."""

import json
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from epreuve.audits.drafts.draft import Draft, DraftJourney, DraftStep, Guess, slug
from epreuve.audits.drafts.third_party import likely_set
from epreuve.audits.grid.grid import load_grid

FIRST_PORT = 19001  # where the proxies of dependencies would listen
_DECLARATION = "{level: documented, date: 2026-01-31, owner: DSI, evidence: proof.pdf}"
_END = """\
# The page, on another host, that tells how the service is; `status_page: none` when there is none:
# status_page: {address: "http://127.0.0.1:8081/"}
# How citizens, and the administration, take their data away; both are done after the run:
# export:
#   citizen: [{get: "/dossiers/{receipt}.json"}]    # the last answer is the file; or `none`
#   administrator: {command: [my_service, export]}  # writes it on its output; or `none`
#   documentation: /formats                         # the page that tells the format
# Its bill of materials in CycloneDX, beside this file:
# components: my_service.cdx.json
# What the operator promised:
# objectives: {max_outage: 4h, max_data_loss: 5min, minimum_service: [/]}
gate: {floor: 0, no_knockouts: true}  # to check: raise the floor after the first audit
"""
_POWER = """\
# Without this, no power is cut and recovery stays unassessed:
# power:
#   level: process                     # SIGKILL to all that `start` started
#   start: [python, -m, my_service]    # run by us, so stop yours before
#   ready: /                           # answers 2xx once the service is up
"""
_DATABASE = """\
# What the service calls. Make it call `listen`; we forward to `upstream` and put faults between:
# dependencies:
#   base: {set: DB, listen: "127.0.0.1:15432", upstream: "127.0.0.1:5432"}
"""
_AUTHORISATION = """\
# This host is not this machine: `epreuve check` wants the authorisation of whoever answers for it.
# authorisation: {granted_by: "name, role", until: 2026-12-31, hosts: [%s], max_rate: 5/s}
"""


def written(draft: Draft) -> str:
    """The text of the file."""
    return "\n".join(_parts(draft))


def _parts(draft: Draft) -> Iterator[str]:
    yield f"# Drafted by `epreuve init` from {_plain(draft.source)}. Lines marked “to check” are"
    yield "# guesses. Then: epreuve check, epreuve plan, epreuve audit."
    for note in draft.notes:
        yield f"# {_plain(note)}"
    yield "epreuve: 1"
    yield "service:"
    yield f"  name: {_quoted(draft.name)}  # to check"
    yield '  operator: ""  # who runs it'
    yield '  supplier: ""  # who made it'
    yield f"  address: {_quoted(draft.address)}"
    yield "  normal_peak: 30 journeys/min  # to check: the usual peak hour; crises multiply it"
    yield "  environment_ratio: not declared  # this bench against production, such as 1/4"
    host = urlsplit(draft.address).hostname or ""
    if host != "localhost" and not host.startswith("127."):
        yield _AUTHORISATION.rstrip("\n") % host
    yield "journeys:"
    for journey in draft.journeys:
        yield from _journey(journey)
    if draft.information:
        yield "information:  # pages that must stay readable whatever happens"
        for path, seen in draft.information.items():
            yield f"  - {_quoted(path)}  # {_plain(seen)}"
    yield _DATABASE.rstrip("\n")
    yield from _third_parties(draft.third_parties)
    yield _POWER.rstrip("\n")
    yield from _declared()
    yield _END


def _journey(journey: DraftJourney) -> Iterator[str]:
    yield f"  {slug(journey.name)}:"
    if journey.critical:
        yield "    critical: true  # to check: the journeys that decide the score"
    yield "    steps:"
    for step in journey.steps:
        yield from _step(step)
    if journey.receipt:
        yield f"    acknowledged_by: {journey.receipt}  # to check"
    if journey.verify:
        yield "    verify:  # to check: how a receipt is read again after the power cut"
        for step in journey.verify:
            yield from _step(step)


def _step(step: DraftStep) -> Iterator[str]:
    yield f"      - {step.method.lower()}: {_quoted(step.path)}"
    for name, values in (("form", step.form), ("files", step.files), ("headers", step.headers)):
        yield from _block(name, values)
    if step.json is not None:
        yield f"        json: {_quoted(step.json)}  # to check"
    if step.contains:
        yield f"        expect: {{contains: {_quoted(step.contains)}}}"
    yield from _block("capture", step.capture)
    for note in step.notes:
        yield f"        # {_plain(note)}"


def _block(name: str, values: Mapping[str, Guess]) -> Iterator[str]:
    if values:
        yield f"        {name}:"
    for key, each in values.items():
        why = f"  # to check: {_plain(each.why)}" if each.why else ""
        yield f"          {_quoted(key)}: {_quoted(each.value)}{why}"


def _third_parties(hosts: Mapping[str, str]) -> Iterator[str]:
    """As comments: a proxy that nothing calls would only seem to show that a failure is borne."""
    if not hosts:
        return
    yield "# Seen in the pages. To try their failure, serve the pages with `listen` in their place:"
    for number, (host, page) in enumerate(hosts.items()):
        name, _, port = host.partition(":")
        where = f'listen: "127.0.0.1:{FIRST_PORT + number}", upstream: "{name}:{port or 443}"'
        entry = f"{slug(host)}: {{set: {likely_set(name)}, {where}}}"
        yield f"#   {entry}  # to check: on {_plain(page)}"


def _declared() -> Iterator[str]:
    """What no probe can see, by name: without some of it, few services get a letter."""
    yield "# What no probe can see. Say what is true, with its proof; the rest stays unassessed:"
    yield "# declared:"
    for each in load_grid().criteria:
        if each.kind != "measured":
            yield f"#   {each.id}: {_DECLARATION}  # {each.title.en}"


def _quoted(value: object) -> str:
    """JSON, which is YAML too; a date that YAML read is text again."""
    return json.dumps(value, ensure_ascii=False, default=str)


def _plain(text: str) -> str:
    """One printable line: what a service says must not end a comment."""
    return "".join(each if each.isprintable() else " " for each in text)
