"""`epreuve export`: convert a plan for another program."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from epreuve.audits.cli.shared.options import crisis_option, message_language_option, seed_option
from epreuve.audits.cli.shared.scale_options import scale_options
from epreuve.audits.execution.preparation import prepare
from epreuve.audits.messages.texts import message_text
from epreuve.audits.planning.plan import CONTROL_COHORT, Plan, Span
from epreuve.audits.planning.proxy_names import citizen_link, dependency_link
from epreuve.audits.runs.run_folder import RunFolder
from epreuve.faults.control_address import CONTROL
from epreuve.faults.fault import StagedFault
from epreuve.faults.toxic import Toxic
from epreuve.faults.toxiproxy.engine import VARIABLE


@click.command()
@click.argument("program", type=click.Choice(["chaostoolkit"]))
@click.argument("source", metavar="PROFILE|RUN", type=click.Path(path_type=Path))
@crisis_option
@seed_option
@scale_options
@message_language_option
def command(program: str, source: Path, crisis: str, seed: int | None, scale: float) -> None:
    """Print a plan as an experiment of another program, from a profile or a run.

    chaostoolkit: the faults of the plan as timed calls to a Toxiproxy server. Start one with
    `epreuve toxiproxy`, then: epreuve export chaostoolkit PROFILE > e.json; chaos run e.json
    """

    folder = RunFolder(source if source.is_dir() else source.parent)
    is_run = source.is_dir() or source == folder.plan
    plan = folder.read_plan() if is_run else prepare(source, crisis, seed, scale)
    click.echo(json.dumps(experiment(plan), indent=1, ensure_ascii=False))


Json = dict[str, Any]
TOXIPROXY = "${toxiproxy}"
FIRST_PORT = 18801  # of the proxies of cohorts, which have any free port in a run of epreuve
_HEADERS = {"Content-Type": "application/json"}
_TIMEOUT = 10  # seconds for an exchange with Toxiproxy


def experiment(plan: Plan) -> Json:
    """Return the experiment for `chaos run`."""
    proxies = dict(_proxies(plan))
    service = plan.profile.service
    return {
        "title": f"{service.name}: {plan.crisis.title.en}",
        "description": _description(plan),
        "tags": ["epreuve", plan.crisis.id],
        "runtime": {"rollbacks": {"strategy": "always"}},  # heal also after an interrupt
        "configuration": {
            "toxiproxy": {
                "type": "env", "key": VARIABLE, "default": f"http://{CONTROL}",
            },
            "service": {"type": "env", "key": "SERVICE", "default": service.address},
        },
        "steady-state-hypothesis": {
            "title": "The pages of the service are served",
            "probes": list(_probes(plan)),
        },
        "method": [*(_create(name, *ends) for name, ends in proxies.items()), *_faults(plan)],
        "rollbacks": [
            _call(f"delete {name}", "DELETE", f"/proxies/{name}") for name in proxies
        ],
    }  # fmt: skip


def _description(plan: Plan) -> str:
    errors = sum(span.fault.http_status() is not None for span in plan.spans)
    staged = sum(isinstance(span.fault, StagedFault) for span in plan.spans)
    proxies = [f"127.0.0.1:{FIRST_PORT + n} {name}" for n, name in enumerate(_cohorts(plan))]
    return (
        f"{plan.crisis.paragraph.en} Written by epreuve {plan.epreuve} from crisis "
        f"{plan.crisis.id}, seed {plan.seed}, scale {plan.scale:g}. Not included: the load "
        f"({len(plan.loads)} loads), the power cuts ({len(plan.cuts)}), the HTTP errors "
        f"({errors}), which need a server of epreuve, the changes over time of {staged} faults "
        "(such as flapping and lossy links), and the assessment. "
        f"Addresses of the users: {', '.join(proxies) or 'the service itself'}."
    )


def _cohorts(plan: Plan) -> list[str]:
    """Return the cohorts whose link has a fault, in the order of the plan."""
    links = {span.link for span in plan.spans}
    return [cohort.name for cohort in plan.cohorts if citizen_link(cohort.name) in links]


def _proxies(plan: Plan) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the name, the address and the upstream of each proxy."""
    for name, dependency in plan.profile.dependencies.items():
        yield dependency_link(name), (dependency.listen, dependency.upstream)
    for number, name in enumerate(_cohorts(plan)):
        addresses = (f"127.0.0.1:{FIRST_PORT + number}", plan.profile.service.authority)
        yield citizen_link(name), addresses


def _probes(plan: Plan) -> Iterator[Json]:
    """Yield the pages that need no user data: information, and the first page of each journey."""
    pages: dict[str, str] = dict.fromkeys(plan.profile.information, "")
    for journey in plan.profile.journeys.values():
        first = journey.steps[0]
        if first.get is not None and "{" not in first.get:
            pages[first.get] = next((t for t in first.expect.contains if "{" not in t), "")
    for path, text in pages.items():
        content: Json = {"type": "regex", "pattern": re.escape(text), "target": "body"}
        yield {
            "type": "probe",
            "name": f"GET {path}",
            "tolerance": content if text else 200,
            "provider": {
                "type": "http", "url": "${service}" + path,
                "timeout": plan.patience_of(CONTROL_COHORT),
            },
        }  # fmt: skip


def _faults(plan: Plan) -> Iterator[Json]:
    """Yield the beginning and the end of each fault in order of time, with pauses between them."""
    proxies = dict(_proxies(plan))
    timed: list[tuple[float, int, Json]] = []
    for number, span in enumerate(plan.spans):
        if span.link in proxies:
            fault = span.fault
            for toxic in fault.toxics():
                timed.append((span.start, 1, _add(span, toxic, number)))
                timed.append((span.end, 0, _remove(span, toxic, number)))
            if fault.disables():
                timed.append((span.start, 1, _enable(span, False)))
                timed.append((span.end, 0, _enable(span, True)))
    now = 0.0
    for at, _, action in sorted(timed, key=lambda entry: entry[:2]):  # ends before beginnings
        if at > now:
            action["pauses"] = {"before": round(at - now, 3)}
            now = at
        yield action


def _create(name: str, listen: str, upstream: str) -> Json:
    document = {"name": name, "listen": listen, "upstream": upstream, "enabled": True}
    return _call(f"create {name}", "POST", "/proxies", document)


def _add(span: Span, toxic: Toxic, number: int) -> Json:
    document = {
        "name": f"{toxic.name}-{number}", "type": toxic.type, "stream": toxic.stream,
        "toxicity": 1.0, "attributes": dict(toxic.attributes),
    }  # fmt: skip
    name = (
        f"{span.subject}: {message_text(span.fault.describe()).en} ({toxic.type}, {toxic.stream})"
    )
    return _call(name, "POST", f"/proxies/{span.link}/toxics", document)


def _remove(span: Span, toxic: Toxic, number: int) -> Json:
    name = f"{span.subject}: healed ({toxic.type}, {toxic.stream})"
    return _call(name, "DELETE", f"/proxies/{span.link}/toxics/{toxic.name}-{number}")


def _enable(span: Span, enabled: bool) -> Json:
    name = f"{span.subject}: " + ("healed" if enabled else message_text(span.fault.describe()).en)
    return _call(name, "POST", f"/proxies/{span.link}", {"enabled": enabled})


def _call(name: str, method: str, path: str, document: Json | None = None) -> Json:
    provider: Json = {
        "type": "http", "url": TOXIPROXY + path, "method": method, "timeout": _TIMEOUT,
    }  # fmt: skip
    if document is not None:
        provider |= {"headers": _HEADERS, "arguments": document}
    return {"type": "action", "name": name, "provider": provider}


FRENCH = """
msgid "Print a plan as an experiment of another program, from a profile or a run."
msgstr "Afficher un plan comme expérience d’un autre programme, à partir d’un profil ou d’un essai."

msgid ""
"chaostoolkit: the faults of the plan as timed calls to a Toxiproxy server. Start one with "
"`epreuve toxiproxy`, then: epreuve export chaostoolkit PROFILE > e.json; chaos run e.json"
msgstr ""
"chaostoolkit : les pannes du plan, en appels datés à un serveur Toxiproxy. Lancez-en un par "
"`epreuve toxiproxy`, puis : epreuve export chaostoolkit PROFIL > e.json ; chaos run e.json"
"""
