"""Each fault: the toxics that simulate it, its descriptions and its validation."""

import itertools
import statistics
from random import Random

import pytest
from pydantic import ValidationError

from epreuve.faults.bandwidth import Bandwidth
from epreuve.faults.brown_out import BrownOut
from epreuve.faults.error_response import ErrorResponse
from epreuve.faults.fault import Fault
from epreuve.faults.flapping import Flapping
from epreuve.faults.half_open import HalfOpen
from epreuve.faults.latency import Latency
from epreuve.faults.lossy_link import LossyLink
from epreuve.faults.message import Delay, Label, message
from epreuve.faults.partition import Partition
from epreuve.faults.power_loss import PowerLoss
from epreuve.faults.refused import Refused
from epreuve.faults.registry import fault_kinds
from epreuve.faults.resetting import Resetting
from epreuve.faults.silent import Silent
from epreuve.faults.slow import Slow
from epreuve.faults.slow_close import SlowClose
from epreuve.faults.slow_link import SlowLink
from epreuve.faults.toxiproxy.validation import validate_toxic
from epreuve.faults.truncation import Truncation
from tests.translation import placeholders

EDGE = {"latency": 0.42, "jitter": 0.15, "down": 15, "up": 12}
EXAMPLES = [
    Bandwidth(down=100, up=50),
    BrownOut(),
    ErrorResponse(),
    Flapping(down=1, up=3),
    HalfOpen(),
    Latency(latency=0.3, jitter=0.02),
    LossyLink(**EDGE, every=14, lasts=1.2),
    Partition(),
    Partition(lost="requests"),
    Partition(lost="replies"),
    PowerLoss(stage="dark"),
    PowerLoss(stage="boot"),
    Refused(),
    Resetting(),
    Silent(),
    Slow(delay=2),
    SlowLink(**EDGE),
    SlowLink(latency=0.01),
    SlowLink(),
    SlowClose(delay=0.9),
    Truncation(bytes=100),
]


def types(fault, stream):
    return [toxic.type for toxic in fault.toxics() if toxic.stream == stream]


def test_every_fault_has_an_example_here():
    assert {type(fault) for fault in EXAMPLES} == set(fault_kinds().values())


@pytest.mark.parametrize("fault", EXAMPLES, ids=repr)
def test_faults_are_documented_values(fault):
    assert placeholders(fault.describe().template) == set(fault.describe().values)
    assert "Stands for:" in type(fault).__doc__
    assert "ot faithful:" in type(fault).__doc__.replace("Not\n    f", "Not f")
    names = [toxic.name for toxic in fault.toxics()]
    assert len(set(names)) == len(names)
    assert all(name.startswith(fault.kind) for name in names)
    assert [validate_toxic(toxic) for toxic in fault.toxics()] == list(fault.toxics())
    with pytest.raises(ValidationError, match="frozen"):
        fault.kind = "other"
    assert {fault: 1}[type(fault).model_validate(fault.model_dump())] == 1


def test_every_kind_is_the_name_of_its_file():
    for kind, fault in fault_kinds().items():
        assert fault.__module__ == f"epreuve.faults.{kind}"


def test_labels_and_marks_differ_by_kind():
    kinds = list(fault_kinds().values())
    assert all(len(fault.mark) == 1 for fault in kinds)
    assert len({fault.mark for fault in kinds}) == len(kinds)
    assert len({fault.label for fault in kinds}) == len(kinds)
    assert all(fault.label != Fault.label for fault in kinds)
    assert Silent.label == Label("silent")


def test_latency_is_added_each_way():
    fault = Latency(latency="1 s")
    assert types(fault, "upstream") == types(fault, "downstream") == ["latency"]
    assert fault.toxics()[0].attributes == {"latency": 1000, "jitter": 0}
    assert fault.describe() == message("{latency} more each way", latency=Delay(1))


def test_slow_delays_replies_only():
    fault = Slow(delay=1.5)
    assert types(fault, "upstream") == []
    assert types(fault, "downstream") == ["latency"]
    assert fault.describe() == message("replies {delay} late", delay=Delay(1.5))


def test_a_slow_link_delays_before_it_limits():
    fault = SlowLink(latency=0.1, jitter=0.01, down=20, up=10)
    assert types(fault, "upstream") == types(fault, "downstream") == ["latency", "bandwidth"]
    rates = {toxic.stream: dict(toxic.attributes).get("rate") for toxic in fault.toxics()}
    assert rates == {"upstream": 10, "downstream": 20}
    assert SlowLink().toxics() == ()
    assert types(SlowLink(down=5), "upstream") == []


def test_partitions():
    stall = ["bandwidth", "slow_close"]
    assert types(Partition(), "upstream") == types(Partition(), "downstream") == stall
    assert types(Partition(lost="replies"), "upstream") == []
    assert types(Partition(lost="requests"), "downstream") == []
    assert not Partition().disables()
    assert Refused().disables()


def test_an_error_response_replaces_the_answer_of_the_upstream():
    assert ErrorResponse(status=500).http_status() == 500
    assert ErrorResponse().toxics() == ()
    assert Refused().http_status() is None


def test_a_power_loss_is_silence_then_refusal():
    assert types(PowerLoss(stage="dark"), "upstream") == types(Silent(), "upstream")
    assert not PowerLoss(stage="dark").disables()
    assert PowerLoss(stage="boot").disables()


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: Latency(latency=-1), "latency"),
        (lambda: Latency(latency=0.01, jitter=0.02), "jitter"),
        (lambda: Slow(delay=10**9), "delay"),
        (lambda: Slow(delay="2 weeks"), "delay"),
        (lambda: Slow(delay=float("nan")), "delay"),
        (lambda: Bandwidth(down=0, up=10), "down"),
        (lambda: Bandwidth(down=10, up="12 kbit/s"), "up"),
        (lambda: LossyLink(every=0, lasts=1), "every"),
        (lambda: LossyLink(every=9, lasts=0.01), "lasts"),
        (lambda: SlowLink(down=0), "down"),
        (lambda: SlowLink(latency=1, jitter=2), "jitter"),
        (lambda: BrownOut(latency=-1), "latency"),
        (lambda: BrownOut(rate=0), "rate"),
        (lambda: BrownOut(share=0.9), "share"),
        (lambda: ErrorResponse(status=200), "status"),
        (lambda: ErrorResponse(status=600), "status"),
        (lambda: Resetting(after=-1), "after"),
        (lambda: Flapping(down=0.01, up=1), "down"),
        (lambda: Flapping(down=1, up=float("nan")), "up"),
        (lambda: SlowClose(delay=-1), "delay"),
        (lambda: Truncation(bytes=0), "bytes"),
        (lambda: Partition(lost="everything"), "lost"),
        (lambda: PowerLoss(stage="dusk"), "stage"),
        (lambda: Refused(status=503), "status"),
    ],
)
def test_wrong_values_are_refused_with_their_field(make, field):
    with pytest.raises(ValidationError) as caught:
        make()
    assert [error["loc"] for error in caught.value.errors()] == [(field,)]


def test_a_lossy_link_stalls_at_seeded_times_and_at_its_rate():
    lossy = LossyLink(**EDGE, every=14, lasts=1.2)
    stages = list(itertools.islice(lossy.stages(Random(1)), 400))
    assert stages == list(itertools.islice(lossy.stages(Random(1)), 400))
    assert [fault for _, fault in stages[:4]] == [None, Partition(), None, Partition()]
    assert {seconds for seconds, fault in stages if fault} == {1.2}
    assert 12 < statistics.mean(seconds for seconds, fault in stages if not fault) < 16
