"""What a person sees with each dependency silent: the truth for matrix and information pages."""

import json
import os
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

import yaml

from tests.field.leftovers import end_leftovers
from tests.field.relay import Address, Relay
from tests.field.service import Service, home
from tests.field.trial import ROOT, free_folder
from tests.field.visitor import Visit, Visitor

Sight = dict[str, dict[str, dict[str, Any]]]
"""Silent dependency ("none", "again" after the last silence) → page or journey → Visit."""


def look(service: Service) -> Sight:
    """Play pages and journeys with each dependency silent in turn. Keeps the result in a file."""
    profile = yaml.safe_load(service.profile.read_text("utf-8"))
    folder = free_folder(home() / "runs", f"{service.name}-by-hand")
    folder.mkdir(parents=True)
    sight: Sight = {}
    try:
        with _running(profile, folder) as relays:
            sight["none"] = _visits(profile, 1)
            for number, (name, relay) in enumerate(relays.items(), 2):
                relay.silence()
                sight[name] = _visits(profile, number)
                relay.speak()
                time.sleep(2.0)
            sight["again"] = _visits(profile, len(relays) + 2)
    finally:
        end_leftovers(folder)
    file_of(service).write_text(json.dumps(sight, indent=1, ensure_ascii=False) + "\n")
    return sight


def file_of(service: Service) -> Path:
    """Return the file that keeps what was seen."""
    return home() / f"{service.name}-by-hand.json"


def _visits(profile: dict[str, Any], number: int) -> dict[str, dict[str, Any]]:
    address = profile["service"]["address"]
    visits: dict[str, Visit] = {}
    for path in profile["information"]:
        visits[path] = Visitor(address, number).page(path)
    for name, journey in profile["journeys"].items():
        if journey.get("critical"):
            visits[name] = Visitor(address, number).journey(journey["steps"])
    return {name: asdict(visit) for name, visit in visits.items()}


def listed_dependencies(profile: dict[str, Any]) -> dict[str, Any]:
    """Return the dependencies of a profile; none for `dependencies: none`."""
    listed = profile["dependencies"]
    return listed if isinstance(listed, dict) else {}


@contextmanager
def _running(profile: dict[str, Any], folder: Path) -> Iterator[dict[str, Relay]]:
    """Run dependencies, relays and service."""
    with ExitStack() as stack:
        relays = {}
        for name, dependency in listed_dependencies(profile).items():
            if "start" in dependency:
                stack.enter_context(_process(dependency["start"], folder))
            relay = Relay(_address(dependency["listen"]), _address(dependency["upstream"]))
            stack.callback(relay.close)
            relays[name] = relay
        power = profile["power"]
        stack.enter_context(_process(power["start"], folder))
        _wait(profile["service"]["address"] + power["ready"])
        yield relays


@contextmanager
def _process(command: list[str], folder: Path) -> Iterator[None]:
    data = str(folder / "service")
    env = {**os.environ, "FIELD_DATA": data, "EPREUVE_FIELD_HOME": str(home())}
    with (folder / "processes.log").open("ab") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log)
    try:
        yield
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):  # end_leftovers ends what is slow to end
            process.wait(10.0)


def _wait(url: str, within: float = 60.0) -> None:
    end = time.monotonic() + within
    while True:
        try:
            urllib.request.urlopen(url, timeout=5.0).close()
        except (urllib.error.URLError, OSError):
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
        else:
            return


def _address(text: str) -> Address:
    host, _, port = text.rpartition(":")
    return host, int(port)
