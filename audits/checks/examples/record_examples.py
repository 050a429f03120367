"""Examples of the records that the evidence text of a finding names."""

import re
from collections.abc import Iterator

from epreuve.audits.checks.examples.example import Example
from epreuve.probes.evidence.observation import record_kinds
from epreuve.probes.evidence.reader import Evidence
from epreuve.reports.text import Text

MOST = 4  # records of one kind
_NAME = re.compile(r"`([^`]+)`")
_OWN_SOURCE = frozenset({"receipt"})  # receipt_examples shows them with their requests


def record_examples(evidence: Evidence, named: Text) -> Iterator[Example]:
    """Yield the first records of each kind in a text such as "`observation`: kind `page`"."""
    kinds = record_kinds()
    for name in dict.fromkeys(_NAME.findall(named.en)):
        if name not in kinds or name in _OWN_SOURCE:
            continue
        for row in list(evidence.observations(kinds[name]))[:MOST]:
            fields = row.record.model_dump(mode="json", exclude_none=True)
            yield Example(row.time, row.subject, kind=name, fields=fields)
