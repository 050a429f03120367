"""Each fault: what it renders to, and how it is said."""

import importlib
import itertools
import pkgutil
import statistics
from dataclasses import FrozenInstanceError
from random import Random

import pytest

import epreuve.faults
from epreuve.faults.bandwidth import Bandwidth
from epreuve.faults.brown_out import BrownOut
from epreuve.faults.erring import Erring
from epreuve.faults.errors import ToxicInvalid
from epreuve.faults.fault import Fault
from epreuve.faults.flapping import Flapping
from epreuve.faults.half_open import HalfOpen
from epreuve.faults.latency import Latency
from epreuve.faults.lossy_link import LossyLink
from epreuve.faults.partition import Partition
from epreuve.faults.power_loss import PowerLoss
from epreuve.faults.refused import Refused
from epreuve.faults.resetting import Resetting
from epreuve.faults.silence import Silence
from epreuve.faults.slow import Slow
from epreuve.faults.slow_close import SlowClose
from epreuve.faults.slow_link import SlowLink
from epreuve.faults.truncation import Truncation

ONE_OF_EACH = [
    Bandwidth(100, 50),
    BrownOut(),
    Erring(),
    Flapping(1, 3),
    HalfOpen(),
    Latency(300, 20),
    LossyLink(SlowLink(420, 150, 15, 12), every=14, lasts=1.2),
    Partition(),
    Partition(refused=True),
    Partition(lost="requests"),
    Partition(lost="replies"),
    PowerLoss("dark"),
    PowerLoss("boot"),
    Refused(),
    Resetting(),
    Silence(),
    Slow(2000),
    SlowLink(420, 150, 15, 12),
    SlowLink(10),
    SlowLink(),
    SlowClose(900),
    Truncation(100),
]


def types(fault, stream):
    return [toxic.type for toxic in fault.toxics() if toxic.stream == stream]


def test_every_fault_is_tested_here():
    for module in pkgutil.iter_modules(epreuve.faults.__path__):
        importlib.import_module(f"epreuve.faults.{module.name}")
    assert {type(fault) for fault in ONE_OF_EACH} == set(Fault.__subclasses__())


@pytest.mark.parametrize("fault", ONE_OF_EACH, ids=repr)
def test_faults_are_values_that_say_themselves_in_two_languages(fault):
    assert fault.describe("fr") != fault.describe("en")
    assert "Stands for:" in type(fault).__doc__
    assert "Not faithful:" in type(fault).__doc__
    names = [toxic.name for toxic in fault.toxics()]
    assert len(set(names)) == len(names)
    assert all(name.startswith(fault.kind) for name in names)
    with pytest.raises(FrozenInstanceError):
        fault.anything = 1


def test_latency_is_added_each_way():
    assert types(Latency(1), "upstream") == types(Latency(1), "downstream") == ["latency"]


def test_slow_puts_off_replies_only():
    assert types(Slow(1), "upstream") == []
    assert types(Slow(1), "downstream") == ["latency"]


def test_a_slow_link_delays_before_it_caps():
    fault = SlowLink(latency=100, jitter=10, down=20, up=10)
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
    assert Partition(refused=True).toxics() == ()
    assert Partition(refused=True).disables()
    assert not Partition().disables()


def test_an_error_is_answered_in_place_of_the_other_end():
    assert Erring(500).answers() == 500
    assert Erring().toxics() == ()
    assert Refused().answers() is None


def test_a_power_loss_is_silence_then_refusal():
    assert types(PowerLoss("dark"), "upstream") == types(Silence(), "upstream")
    assert not PowerLoss("dark").disables()
    assert PowerLoss("boot").disables()


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: Latency(-1), "latency"),
        (lambda: Latency(10, 20), "jitter"),
        (lambda: Slow(10**12), "latency"),
        (lambda: Bandwidth(0, 10), "down"),
        (lambda: Bandwidth(10, 0), "up"),
        (lambda: LossyLink(SlowLink(), every=0, lasts=1), "every"),
        (lambda: LossyLink(SlowLink(), every=9, lasts=0.01), "lasts"),
        (lambda: SlowLink(down=0), "down"),
        (lambda: BrownOut(latency=-1), "latency"),
        (lambda: BrownOut(rate=0), "rate"),
        (lambda: BrownOut(share=0.9), "share"),
        (lambda: Erring(200), "status"),
        (lambda: Erring(600), "status"),
        (lambda: Resetting(-1), "timeout"),
        (lambda: Flapping(0.01, 1), "down"),
        (lambda: Flapping(1, float("nan")), "up"),
        (lambda: SlowClose(-1), "delay"),
        (lambda: Truncation(0), "bytes"),
        (lambda: Partition(lost="everything"), "lost"),
        (lambda: PowerLoss("dusk"), "stage"),
    ],
)
def test_wrong_figures_are_refused_at_once(make, field):
    with pytest.raises(ToxicInvalid, match=field):
        make()


def test_a_lossy_link_stalls_at_seeded_times_about_as_often_as_it_says():
    lossy = LossyLink(SlowLink(420, 150, 15, 12), every=14, lasts=1.2)
    stages = list(itertools.islice(lossy.stages(Random(1)), 400))
    assert stages == list(itertools.islice(lossy.stages(Random(1)), 400))
    assert [fault for _, fault in stages[:4]] == [None, Partition(), None, Partition()]
    assert {seconds for seconds, fault in stages if fault} == {1.2}
    assert 12 < statistics.mean(seconds for seconds, fault in stages if not fault) < 16
