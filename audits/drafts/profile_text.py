"""Draft as the text of a profile file. Guesses are marked, fields are explained."""

import json
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from epreuve.audits.drafts import samples
from epreuve.audits.drafts.draft import Draft, DraftJourney, DraftStep, Guess, slug
from epreuve.audits.drafts.note import commented, to_check
from epreuve.audits.drafts.third_party import likely_set
from epreuve.audits.drafts.translation import translate
from epreuve.faults.addresses import is_local
from epreuve.probes.http.address import authority_of, host_of
from epreuve.reports.language import Language
from epreuve.reports.text import Text

FIRST_PORT = 19001  # of the proxy addresses of dependencies
Line = Text | str
"""A line of the profile; a string is the same in both languages."""


def profile_text(draft: Draft, language: Language) -> str:
    """Return the text of the profile file, with comments in one language."""
    lines = (line if isinstance(line, str) else line.of(language) for line in _lines(draft))
    return "".join(f"{line}\n" for line in lines)


def _lines(draft: Draft) -> Iterator[Line]:
    yield from _head(draft)
    yield from _service(draft)
    yield "journeys:"
    for journey in draft.journeys:
        yield from _journey(journey)
    if draft.information:
        yield commented("information:", translate("pages that must always stay readable"))
        for path, facts in draft.information.items():
            yield commented(f"  - {_json(path)}", facts)
    yield from samples.database()
    yield from _third_parties(draft.third_parties)
    yield from samples.power()
    yield from samples.declared()
    yield from samples.operation()


def _head(draft: Draft) -> Iterator[Line]:
    drafted = translate(
        "Drafted by `{command}` from {source}.", command="epreuve init", source=draft.source
    )
    yield commented("", drafted)
    yield commented("", translate("Lines marked “{mark}” are guesses.", mark=to_check()))
    verbs = ["epreuve check", "epreuve plan", "epreuve audit"]
    yield commented("", translate("Next: {commands}.", commands=verbs))
    for note in draft.notes:
        yield commented("", note)


def _service(draft: Draft) -> Iterator[Line]:
    yield "epreuve: 1"
    yield "service:"
    yield commented(f"  name: {_json(draft.name)}", to_check())
    yield commented('  operator: ""', translate("organisation that is responsible"))
    yield commented('  supplier: ""', translate("supplier of the software"))
    yield f"  address: {_json(draft.address)}"
    peak = to_check(translate("usual peak hour; crises multiply it"))
    yield commented("  normal_peak: 30 journeys/min", peak)
    source = translate("statistics from which the peak comes, such as an access log with its day")
    yield commented('  peak_source: ""', source)
    size = translate("size relative to production, such as 1/4")
    yield commented("  environment_ratio: not declared", size)
    host = urlsplit(draft.address).hostname or ""
    if not is_local(host):
        yield from samples.authorisation(host)


def _journey(journey: DraftJourney) -> Iterator[Line]:
    yield f"  {slug(journey.name)}:"
    if journey.critical:
        critical = to_check(translate("the journeys that decide the score"))
        yield commented("    critical: true", critical)
    yield "    steps:"
    for step in journey.steps:
        yield from _step(step)
    if not any(step.contains or step.capture for step in journey.steps):
        yield "        expect: {status: 200}  # to check: name a text that only a success shows"
    if journey.receipt:
        yield commented(f"    acknowledged_by: {journey.receipt}", to_check())
    if journey.verify:
        verify = to_check(translate("reads a receipt back after the power cut"))
        yield commented("    verify:", verify)
        for step in journey.verify:
            yield from _step(step)


def _step(step: DraftStep) -> Iterator[Line]:
    yield f"      - {step.method.lower()}: {_json(step.path)}"
    for name, values in (("form", step.form), ("files", step.files), ("headers", step.headers)):
        yield from _block(name, values)
    if step.json is not None:
        yield commented(f"        json: {_json(step.json)}", to_check())
    if step.contains:
        yield f"        expect: {{contains: {_json(step.contains)}}}"
    yield from _block("capture", step.capture)
    for note in step.notes:
        yield commented("       ", note)


def _block(name: str, values: Mapping[str, Guess]) -> Iterator[Line]:
    if values:
        yield f"        {name}:"
    for key, guess in values.items():
        line = f"          {_json(key)}: {_json(guess.value)}"
        yield commented(line, to_check(guess.reason)) if guess.reason.en else line


def _third_parties(hosts: Mapping[str, Text]) -> Iterator[Line]:
    """Yield third parties as comments: faults on an unused proxy would have no effect."""
    if not hosts:
        return
    yield commented(
        "",
        translate(
            "Third parties of the pages. To test their failure, make pages use `{listen}` instead:",
            listen="listen",
        ),
    )
    for number, (host, page) in enumerate(hosts.items()):
        upstream = authority_of(f"https://{host}")
        addresses = f'listen: "127.0.0.1:{FIRST_PORT + number}", upstream: "{upstream}"'
        entry = f"{slug(host)}: {{set: {likely_set(host_of(host))}, {addresses}}}"
        yield commented(f"#   {entry}", to_check(translate("on {page}", page=page)))


def _json(value: object) -> str:
    """Return JSON, which is also YAML. Dates become text."""
    return json.dumps(value, ensure_ascii=False, default=str)
