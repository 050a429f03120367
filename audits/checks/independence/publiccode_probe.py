"""Does the service show where its code is, by the standard of public administrations?"""

from collections.abc import Iterator

import yaml

from epreuve.audits.checks.probing.context import ProbeContext, probe
from epreuve.audits.planning.plan import Probe
from epreuve.audits.planning.probe_schedule import AtStart
from epreuve.probes.evidence.records import Observation

PATH = "/publiccode.yml"  # https://yml.publiccode.tools [G]


@probe("publiccode", AtStart(1.4))
def publiccode(context: ProbeContext, request: Probe) -> Iterator[Observation]:
    """The licence and the repository that `publiccode.yml` names; "" for what it does not."""
    seen = context.read(PATH)
    found = _mapping(seen.responses[-1].text if seen.outcome == "success" else "")
    if "publiccodeYmlVersion" in found:
        licence = _mapping(found.get("legal")).get("license", "")
        value = {"licence": str(licence), "repository": str(found.get("url", ""))}
        yield Observation(context.now(), "publiccode", PATH, value)


def _mapping(content: object) -> dict[str, object]:
    """A table, or the text of one; empty for anything else: a page that says it is not there."""
    try:
        found = yaml.safe_load(content) if isinstance(content, str) else content
    except (yaml.YAMLError, RecursionError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
