"""Cross-field validation of a profile, run before planning.

The profile inside a finished plan is not validated again: its authorisation may have expired.
"""

import datetime
import re
from collections.abc import Iterator

from epreuve.audits.grid.grid import Grid, load_grid
from epreuve.audits.messages.texts import error_text
from epreuve.audits.profile import authorisation
from epreuve.audits.profile.declaration import DeclarationError, check
from epreuve.audits.profile.gate import GateRules
from epreuve.audits.profile.model import Profile
from epreuve.audits.profile.placeholders import unknown_placeholders
from epreuve.audits.profile.steps_without_page import steps_without_page
from epreuve.audits.profile.translation import translate
from epreuve.audits.profile.written_paths import wrong_paths
from epreuve.audits.reading.suggestion import with_suggestion
from epreuve.audits.reading.yaml_file import Problem
from epreuve.probes.http.sender import ADDRESS, HEADER_NAME
from epreuve.probes.journeys.expectation import Expect
from epreuve.probes.journeys.template import names_in
from epreuve.probes.pages.emergency_number import is_emergency
from epreuve.reports.translation import Number

LARGEST_SHARE = 1e6  # of the arrivals, relative to another journey: more is a typing error
HIGHEST_PEAK = 10_000.0  # journeys per second, more than those of a nation
_ANY = Expect()
_OWN_NUMBER = re.compile(r"(?!19|20)\d{4}|\d{6,}")  # no year, no postal code
_SHORTEST_COUNTER = 8  # characters
# Headers that describe the message itself, or the user.
_OWN_HEADERS = (
    "connection",
    "content-length",
    "content-type",
    "cookie",
    "host",
    "te",
    "transfer-encoding",
)


def problems(profile: Profile) -> Iterator[Problem]:
    """Yield each cross-field problem with its location in the file."""
    if not profile.critical():
        yield (
            ("journeys",),
            translate("no journey has `critical: true`; mark at least one: it decides the score"),
        )
    yield from _without_proof(profile)
    yield from _headers(profile)
    yield from _human_channel(profile)
    yield from unknown_placeholders(profile)
    yield from wrong_paths(profile)
    yield from steps_without_page(profile)
    yield from _shares(profile)
    if profile.service.normal_peak > HIGHEST_PEAK:
        yield (
            ("service", "normal_peak"),
            translate(
                "is more than {highest} a second; write the rate of the busiest hour, as {example}",
                highest=Number(HIGHEST_PEAK, 0), example="`90 journeys/min`",
            ),
        )  # fmt: skip
    yield from _shared_addresses(profile)
    yield from _weak_power(profile)
    yield from authorisation.problems(profile, datetime.date.today())
    grid = load_grid()
    yield from _criteria(profile, grid)
    for block, rules in (("gate",), profile.gate), (("gate", "warn"), profile.gate.warn):
        yield from _thresholds(profile, grid, block, rules)


def _without_proof(profile: Profile) -> Iterator[Problem]:
    """Yield the critical journeys in which no response can be wrong: each status 2xx succeeds."""
    for name, journey in profile.critical().items():
        if not any(step.locust or step.capture or step.expect != _ANY for step in journey.steps):
            yield (
                ("journeys", name),
                translate(
                    "no step has `expect:` or `capture:`: an error page would be a success; name "
                    "a text that only a success shows, as `expect: {example}`",
                    example="{contains: Registered}",
                ),
            )


def _headers(profile: Profile) -> Iterator[Problem]:
    service = profile.service
    if (service.address_header or "").lower() in _OWN_HEADERS:
        problem = translate("browsers send it themselves; write for example `X-Forwarded-For`")
        yield ("service", "address_header"), problem
    for name, value in service.headers.items():
        if not HEADER_NAME.fullmatch(name) or name.lower() in _OWN_HEADERS:
            problem = translate("this header cannot be set; write another name, as `X-Audit`")
            yield ("service", "headers", name), problem
        elif "\n" in value or "\r" in value:
            yield ("service", "headers", name), translate("a header has no line break; remove it")
        elif unknown := [f"{{{one}}}" for one in names_in(value) if f"{{{one}}}" != ADDRESS]:
            problem = translate(
                "{name}: not known here; only {known} is", name=unknown[0], known=ADDRESS
            )
            yield ("service", "headers", name), problem


def _human_channel(profile: Profile) -> Iterator[Problem]:
    """Yield what other texts of a page would show too: a year, a number of an emergency service."""
    channel = profile.human_channel
    if channel is None:
        return
    number = re.sub(r"\D", "", channel.phone)
    if is_emergency(number) or not _OWN_NUMBER.fullmatch(number):
        problem = translate(
            "no telephone number of a service; write it as the pages show it, `{number}`",
            number="02 99 12 34 56",
        )
        yield ("human_channel", "phone"), problem
    if len(channel.counter) < _SHORTEST_COUNTER or not re.search(r"\d", channel.counter):
        problem = translate(
            "neither an address nor opening hours; write them as the pages show them, `{counter}`",
            counter="de 9 h à 12 h",
        )
        yield ("human_channel", "counter"), problem


def _shares(profile: Profile) -> Iterator[Problem]:
    for name, journey in profile.journeys.items():
        if journey.share > LARGEST_SHARE:
            problem = translate(
                "{share}: is more than {largest}; shares are relative: write for example 3",
                share=repr(journey.share), largest=Number(LARGEST_SHARE, 0),
            )  # fmt: skip
            yield ("journeys", name, "share"), problem


def _weak_power(profile: Profile) -> Iterator[Problem]:
    """Yield level `proxy` where the run can stop the processes of the service itself."""
    if profile.power.level == "proxy" and profile.power.start is not None:
        yield (
            ("power", "level"),
            translate(
                "level `proxy` cuts connections only, and no process stops; `start:` allows a "
                "stronger level: write `process` or `unsynced`"
            ),
        )


def _shared_addresses(profile: Profile) -> Iterator[Problem]:
    owners = {profile.service.authority: "service.address"}
    for name, dependency in profile.dependencies.items():
        for field in ("listen", "upstream"):
            address = getattr(dependency, field)
            if address in owners:
                problem = translate(
                    "{address} is also {owner}; each needs an address of its own",
                    address=address,
                    owner=owners[address],
                )
                yield ("dependencies", name, field), problem
            owners.setdefault(address, f"dependencies.{name}.{field}")


def _criteria(profile: Profile, grid: Grid) -> Iterator[Problem]:
    criteria = {criterion.id: criterion for criterion in grid.criteria}
    for block in ("declared", "not_applicable"):
        for id in getattr(profile, block):
            if id not in criteria:
                yield (block, id), with_suggestion(translate("no such criterion."), id, criteria)
    for id, declaration in profile.declared.items():
        if id in criteria:
            try:
                check(criteria[id], declaration)
            except DeclarationError as error:
                yield ("declared", id), error_text(error)
    for id, reason in profile.not_applicable.items():
        if not reason.strip():
            problem = translate("the reason is empty; write it, reports show it")
            yield ("not_applicable", id), problem


def _thresholds(
    profile: Profile, grid: Grid, block: tuple[str, ...], rules: GateRules
) -> Iterator[Problem]:
    """Yield the thresholds of unknown or not applicable criteria: they can never be met."""
    families = {family.code for family in grid.families}
    criteria = {criterion.id for criterion in grid.criteria}
    for code in rules.families:
        if code not in families:
            problem = with_suggestion(translate("no such family."), code, families)
            yield (*block, "families", code), problem
    for id in rules.criteria:
        if id not in criteria:
            problem = with_suggestion(translate("no such criterion."), id, criteria)
            yield (*block, "criteria", id), problem
        elif id in profile.not_applicable:
            yield (
                (*block, "criteria", id),
                translate("is also in not_applicable; remove it from one of the two"),
            )
