"""The sampler on this machine: it starts, records, and stops."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from epreuve.probes.evidence.observation import Observation
from epreuve.probes.machine.records import BenchPressure
from epreuve.probes.machine.sampler import PressureSampler

LISTEN = """
import socket, sys
server = socket.create_server(("127.0.0.1", 0))
print(server.getsockname()[1], flush=True)
sys.stdin.read()
"""


@pytest.fixture
def service(processes: None) -> Iterator[tuple[int, str]]:
    """A process that listens; its number and its address."""
    command = [sys.executable, "-c", LISTEN]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        yield process.pid, f"127.0.0.1:{int(process.stdout.readline())}"


def test_the_sampler_records_until_it_is_closed(service: tuple[int, str]) -> None:
    pid, address = service
    observations: list[Observation[BenchPressure]] = []
    three = threading.Event()

    def record(observation: Observation[BenchPressure]) -> None:
        observations.append(observation)
        if len(observations) == 3:
            three.set()

    sampler = PressureSampler(lambda: [pid], [address], lambda: 7.0, record, every=0.01)
    sampler.start()
    assert three.wait(60)
    sampler.close()
    number = len(observations)
    assert "pressure" not in {thread.name for thread in threading.enumerate()}
    assert len(observations) == number
    first = observations[0]
    assert (first.time, first.subject) == (7.0, "machine")
    assert first.record.service_identified
    assert first.record.cores >= 1


def test_a_machine_that_hides_its_counters_has_no_record(tmp_path: Path) -> None:
    read = threading.Event()

    def pids() -> list[int]:
        read.set()
        return []

    sampler = PressureSampler(pids, [], lambda: 0.0, pytest.fail, every=0.01, proc=tmp_path)
    sampler.start()
    assert read.wait(60)
    sampler.close()


def test_a_sampler_that_never_started_can_be_closed() -> None:
    PressureSampler(list, [], lambda: 0.0, pytest.fail).close()
