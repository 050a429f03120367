"""Draft as the text of a profile file. Guesses are marked, fields are explained."""

import json
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from epreuve.audits.drafts.draft import Draft, DraftJourney, DraftStep, Guess, slug
from epreuve.audits.drafts.third_party import likely_set
from epreuve.audits.grid.grid import load_grid
from epreuve.faults.addresses import is_local
from epreuve.probes.http.address import authority_of, host_of

FIRST_PORT = 19001  # of the proxy addresses of dependencies
_DECLARATION = "{level: documented, date: 2026-01-31, owner: DSI, evidence: proof.pdf}"
_END = """\
# Status page of the service, on another host; `status_page: none` if there is none:
# status_page: {address: "http://127.0.0.1:8081/"}
# Data export for users and for the administration; both are tested after the run:
# export:
#   citizen: [{get: "/dossiers/{receipt}.json"}]    # the last response is the file; or `none`
#   administrator: {command: [my_service, export]}  # writes to its standard output; or `none`
#   documentation: /formats                         # page that documents the format
# Bill of materials in CycloneDX JSON, a path relative to this file:
# components: my_service.cdx.json
# Objectives promised by the operator:
# objectives: {max_outage: 4h, max_data_loss: 5min, minimum_service: [/]}
gate: {floor: 0, no_knockouts: true}  # to check: raise the floor after the first audit
"""
_POWER = """\
# Without this block, no power is cut and recovery is not assessed:
# power:
#   level: process                     # SIGKILL to all processes of `start`
#   start: [python, -m, my_service]    # epreuve starts the service: stop it before
#   ready: /                           # responds with 2xx once the service is up
"""
_DATABASE = """\
# Dependencies. The service must call `listen`; epreuve forwards to `upstream` and adds faults:
# dependencies:
#   base: {set: DB, listen: "127.0.0.1:15432", upstream: "127.0.0.1:5432"}
"""
_AUTHORISATION = """\
# This host is not this machine: `epreuve check` requires an authorisation of its owner.
# authorisation: {granted_by: "name, role", until: 2026-12-31, hosts: [%s], max_rate: 5/s}
"""


def profile_text(draft: Draft) -> str:
    """Return the text of the profile file."""
    return "\n".join(_parts(draft))


def _parts(draft: Draft) -> Iterator[str]:
    yield f"# Drafted by `epreuve init` from {_one_line(draft.source)}. Lines marked “to check” are"
    yield "# guesses. Then: epreuve check, epreuve plan, epreuve audit."
    for note in draft.notes:
        yield f"# {_one_line(note)}"
    yield "epreuve: 1"
    yield "service:"
    yield f"  name: {_json(draft.name)}  # to check"
    yield '  operator: ""  # organisation that is responsible'
    yield '  supplier: ""  # supplier of the software'
    yield f"  address: {_json(draft.address)}"
    yield "  normal_peak: 30 journeys/min  # to check: usual peak hour; crises multiply it"
    yield "  environment_ratio: not declared  # size relative to production, such as 1/4"
    host = urlsplit(draft.address).hostname or ""
    if not is_local(host):
        yield _AUTHORISATION.rstrip("\n") % host
    yield "journeys:"
    for journey in draft.journeys:
        yield from _journey(journey)
    if draft.information:
        yield "information:  # pages that must always stay readable"
        for path, facts in draft.information.items():
            yield f"  - {_json(path)}  # {_one_line(facts)}"
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
        yield "    verify:  # to check: reads a receipt back after the power cut"
        for step in journey.verify:
            yield from _step(step)


def _step(step: DraftStep) -> Iterator[str]:
    yield f"      - {step.method.lower()}: {_json(step.path)}"
    for name, values in (("form", step.form), ("files", step.files), ("headers", step.headers)):
        yield from _block(name, values)
    if step.json is not None:
        yield f"        json: {_json(step.json)}  # to check"
    if step.contains:
        yield f"        expect: {{contains: {_json(step.contains)}}}"
    yield from _block("capture", step.capture)
    for note in step.notes:
        yield f"        # {_one_line(note)}"


def _block(name: str, values: Mapping[str, Guess]) -> Iterator[str]:
    if values:
        yield f"        {name}:"
    for key, guess in values.items():
        reason = f"  # to check: {_one_line(guess.reason)}" if guess.reason else ""
        yield f"          {_json(key)}: {_json(guess.value)}{reason}"


def _third_parties(hosts: Mapping[str, str]) -> Iterator[str]:
    """Yield third parties as comments: faults on an unused proxy would have no effect."""
    if not hosts:
        return
    yield "# Third parties of the pages. To test their failure, make pages use `listen` instead:"
    for number, (host, page) in enumerate(hosts.items()):
        upstream = authority_of(f"https://{host}")
        addresses = f'listen: "127.0.0.1:{FIRST_PORT + number}", upstream: "{upstream}"'
        entry = f"{slug(host)}: {{set: {likely_set(host_of(host))}, {addresses}}}"
        yield f"#   {entry}  # to check: on {_one_line(page)}"


def _declared() -> Iterator[str]:
    """Yield the criteria to declare: without declarations, few services get a letter."""
    yield "# Criteria that no probe can measure. Declare what is true, with its evidence: a file in"
    yield "# this folder. A declaration without its file gets no points:"
    yield "# declared:"
    for criterion in load_grid().criteria:
        if criterion.kind != "measured":
            yield f"#   {criterion.id}: {_DECLARATION}  # {criterion.title.en}"


def _json(value: object) -> str:
    """Return JSON, which is also YAML. Dates become text."""
    return json.dumps(value, ensure_ascii=False, default=str)


def _one_line(text: str) -> str:
    """Return one printable line: text of a service must not end a comment."""
    return "".join(character if character.isprintable() else " " for character in text)
