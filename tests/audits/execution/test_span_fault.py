"""Each way to suffer is a fault, with its figures."""

from typing import get_args

import pytest

from epreuve.audits.crises.ailment import AILMENTS, Way
from epreuve.audits.crises.network import networks
from epreuve.audits.execution.span_fault import fault_of
from epreuve.audits.planning.plan import Span, Suffering
from epreuve.faults.error_response import ErrorResponse
from epreuve.faults.fault import Fault
from epreuve.faults.refused import Refused
from epreuve.faults.silent import Silent
from epreuve.faults.slow import Slow
from epreuve.faults.slow_link import SlowLink

FAULTS: dict[str, tuple[Suffering, Fault]] = {
    "silent": (Suffering(kind="silent"), Silent()),
    "slow": (Suffering(kind="slow", latency=900), Slow(delay=0.9)),
    "erring": (Suffering(kind="erring", status=502), ErrorResponse(status=502)),
    "refused": (Suffering(kind="refused"), Refused()),
}


def test_every_way_has_words_and_a_fault() -> None:
    assert set(AILMENTS) == set(get_args(Way)) == set(FAULTS)
    assert len({each.mark for each in AILMENTS.values()}) == len(AILMENTS)


@pytest.mark.parametrize(("suffers", "fault"), FAULTS.values(), ids=FAULTS)
def test_a_way_is_its_fault(suffers: Suffering, fault: Fault) -> None:
    assert fault_of(Span(link="l", subject="s", suffers=suffers, start=0, end=1)) == fault


def test_a_network_is_a_slow_link() -> None:
    edge = networks()["edge"]
    suffers = Suffering(kind="network", network="edge")
    assert fault_of(Span(link="l", subject="s", suffers=suffers, start=0, end=1)) == SlowLink(
        latency=edge.latency / 1000, jitter=edge.jitter / 1000, down=edge.down, up=edge.up
    )
