"""Draft as the text of a profile file. Guesses are marked, fields are explained."""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from epreuve.audits.drafts import samples
from epreuve.audits.drafts.draft import MISSING, Draft, DraftJourney, DraftStep, Guess, slug
from epreuve.audits.drafts.note import commented, to_check
from epreuve.audits.drafts.third_party import likely_set
from epreuve.audits.drafts.translation import translate
from epreuve.audits.drafts.written_value import written
from epreuve.faults.addresses import is_local
from epreuve.probes.http.address import authority_of, host_of
from epreuve.reports.language import Language
from epreuve.reports.text import SEMICOLON, Text, join

FIRST_PORT = 19001  # of the proxy addresses of dependencies
_PLAIN = re.compile(r"(?!(?:true|false|null|yes|no|on|off|y|n)$)[a-z][a-z0-9-]*")
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
            yield commented(f"  - {written(path)}", facts)
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
    verbs = ["epreuve check", "epreuve rehearse", "epreuve audit"]
    yield commented("", translate("Next: {commands}.", commands=verbs))
    for note in (*draft.alerts, *draft.notes):
        yield commented("", note)


def _service(draft: Draft) -> Iterator[Line]:
    yield "epreuve: 1"
    yield "service:"
    yield commented(f"  name: {written(draft.name)}", to_check())
    yield commented('  operator: ""', translate("organisation that is responsible"))
    yield commented('  supplier: ""', translate("supplier of the software"))
    yield f"  address: {written(draft.address)}"
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
    name = journey.name
    yield f"  {name if _PLAIN.fullmatch(name) else written(name)}:"
    for note in journey.notes:
        yield commented("    ", note)
    if journey.critical:
        critical = to_check(translate("the journeys that decide the score"))
        yield commented("    critical: true", critical)
    yield "    steps:"
    has_proof = any(step.contains or step.capture or step.status for step in journey.steps)
    for step in journey.steps:
        yield from _step(step, needs_proof=not has_proof and step is journey.steps[-1])
    if journey.receipt:
        yield commented(f"    acknowledged_by: {journey.receipt}", to_check())
    if journey.verify:
        verify = to_check(translate("reads a receipt back after the power cut"))
        yield commented("    verify:", verify)
        for step in journey.verify:
            yield from _step(step)


def _step(step: DraftStep, *, needs_proof: bool = False) -> Iterator[Line]:
    if step.selector is None:
        yield f"      - {step.method.lower()}: {written(step.path)}"
        for name, values in (("form", step.form), ("files", step.files)):
            yield from _lists(name, values)
    else:
        yield from _submit(step, step.selector)
    yield from _block("headers", step.headers)
    if step.json is not MISSING:
        yield commented(f"        json: {written(step.json)}", to_check())
    conditions = [f"status: {step.status}"] if step.status else []
    conditions += [f"contains: {written(step.contains)}"] if step.contains else []
    if conditions:
        yield f"        expect: {{{', '.join(conditions)}}}"
    elif needs_proof:
        proof = to_check(translate("name a text that only a success shows"))
        yield commented("        expect: {lacks: [Internal Server Error, Traceback]}", proof)
    yield from _block("capture", step.capture)
    for note in step.notes:
        yield commented("        ", note)


def _submit(step: DraftStep, selector: str) -> Iterator[Line]:
    """Yield a form of the page before, with the fields that a user fills in."""
    request = translate("sends {request}", request=f"{step.method} {step.path}")
    if not (selector or step.form or step.files):
        yield commented("      - submit: {}", request)
        return
    yield commented("      - submit:", request)
    if selector:
        yield f"          form: {written(selector)}"
    for name, values in (("fields", step.form), ("files", step.files)):
        yield from _lists(name, values, "          ")


def _lists(
    name: str, values: Mapping[str, list[Guess]], indent: str = "        "
) -> Iterator[Line]:
    """Yield fields with their values; several values of a field make a list."""
    if values:
        yield f"{indent}{name}:"
    for key, guesses in values.items():
        texts = [_captured(guess) if guess.place else guess.value for guess in guesses]
        line = f"{indent}  {written(key)}: {written(texts[0] if len(texts) == 1 else texts)}"
        reasons = dict.fromkeys(guess.reason for guess in guesses if guess.reason.en)
        yield commented(line, to_check(join(reasons, SEMICOLON))) if reasons else line


def _captured(guess: Guess) -> dict[str, str]:
    """Return the place of a captured value, with its pattern."""
    return {guess.kind: guess.place, **({"matches": guess.value} if guess.value else {})}


def _block(name: str, values: Mapping[str, Guess]) -> Iterator[Line]:
    yield from _lists(name, {key: [guess] for key, guess in values.items()})


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
