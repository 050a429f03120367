"""Row of an evidence file."""

from epreuve.probes.evidence.observation import Observation, Record
from epreuve.probes.evidence.records import Attempt, Request

Row = Request | Attempt | Observation[Record]
