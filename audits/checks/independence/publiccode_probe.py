"""Probe of `publiccode.yml`, where public administrations name their source code (IND-8)."""

from collections.abc import Iterator

import yaml

from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.probing.context import ProbeContext, probe
from epreuve.audits.planning.plan import Probe
from epreuve.audits.planning.probe_schedule import InCalm
from epreuve.probes.evidence.observation import Observation, Record, record_kind
from epreuve.probes.evidence.reader import Evidence

PATH = "/publiccode.yml"  # https://yml.publiccode.tools [G]


@record_kind("publiccode")
class PubliccodeObservation(Record):
    """Content of the service's `publiccode.yml`; the subject is its path."""

    licence: str
    """Licence of the code; empty when the file names none."""
    repository: str
    """Address of the code; empty when the file names none."""


@probe("publiccode", InCalm(0.6))
def send_publiccode(context: ProbeContext, request: Probe) -> Iterator[Observation[Record]]:
    """Read `publiccode.yml`, where the service has one."""
    session = context.read(PATH)
    content = _mapping(session.responses[-1].text if session.outcome == "success" else "")
    if "publiccodeYmlVersion" in content:
        record = PubliccodeObservation(
            licence=str(_mapping(content.get("legal")).get("license", "")),
            repository=str(content.get("url", "")),
        )
        yield Observation(context.now(), PATH, record)


def _mapping(content: object) -> dict[str, object]:
    """Return a mapping or the YAML text of one; empty for anything else, such as an error page."""
    try:
        mapping = yaml.safe_load(content) if isinstance(content, str) else content
    except (yaml.YAMLError, RecursionError, ValueError):
        return {}
    return mapping if isinstance(mapping, dict) else {}


@fact
def published(evidence: Evidence) -> str:
    """Licence and repository in the service's `publiccode.yml`; "" without one."""
    file = next(evidence.observations(PubliccodeObservation), None)
    return "" if file is None else f"{file.record.licence}, {file.record.repository}"
