"""Findings of a rehearsal, from literal records."""

from pathlib import Path
from typing import Any

import pytest

from epreuve.audits.execution.unready import Unready
from epreuve.audits.profile.model import Profile
from epreuve.audits.rehearsal import findings, page_findings
from epreuve.audits.rehearsal.dependency_findings import of_dependencies
from epreuve.audits.rehearsal.finding import ProfileFinding
from epreuve.audits.rehearsal.part_records import (
    RehearsedChannel,
    RehearsedCut,
    RehearsedDependency,
    RehearsedExport,
    RehearsedStatusPage,
)
from epreuve.probes.pages.receipt_records import ReceiptControl, ReceiptMistake, UniqueControl
from epreuve.reports.text import Text

SENDS: dict[str, Any] = {
    "critical": True,
    "steps": [{"post": "/depot", "capture": {"receipt": r"n° (\w+)"}}],
    "acknowledged_by": "receipt",
    "verify": [{"get": "/dossiers/{receipt}", "expect": {"contains": "{citizen.name}"}}],
}
GOOD = ReceiptControl(positive=True, negative=True, reason="", proof="content")
Kind = tuple[str, tuple[str | int, ...]]  # severity and place


def profile(**more: Any) -> Profile:
    service = {"name": "s", "address": "http://127.0.0.1:9", "normal_peak": "15/min"}
    return Profile.model_validate(
        {"epreuve": 1, "service": service, "journeys": {"deposer": SENDS}, **more}
    )


def kinds(found: Any) -> list[Kind]:
    return [(one.severity, one.at) for one in found]


def test_a_start_that_fails_has_its_place() -> None:
    text = Text(fr="power.start : fini", en="power.start: ended")
    problem = findings.not_ready(Unready(text, ("power", "start")))
    assert kinds([problem]) == [("problem", ("power", "start"))]
    assert problem.sentence == Text(fr="fini", en="ended")


def test_the_last_line_of_a_log_follows_without_its_folder(tmp_path: Path) -> None:
    line = f"\n  last line of {tmp_path}/service.log: no database"
    text = Text(fr=f"power.start : fini{line}", en=f"power.start: ended{line}")
    problem = findings.not_ready(Unready(text, ("power", "start"))).without_folder(tmp_path)
    assert problem.sentence.en == "ended — last line of service.log: no database"
    assert problem.sentence.fr.startswith("fini — ")


def test_a_good_journey_has_no_finding() -> None:
    assert list(findings.of_journeys(profile(), [])) == []


def test_a_locust_journey_and_a_weak_one_are_warnings() -> None:
    weak = {"critical": True, "steps": [{"get": "/"}, {"get": "/a", "expect": {"css": "h1"}}]}
    journeys = {"charge": {"critical": True, "locustfile": "file.py:User"}, "lire": weak}
    found = list(findings.of_journeys(profile(journeys=journeys), []))
    assert kinds(found) == [
        ("warning", ("journeys", "charge")), ("warning", ("journeys", "lire")),
    ]  # fmt: skip
    assert "does not play" in found[0].sentence.en
    assert found[1].sentence.en.startswith("step “GET /” has no `expect:`")
    assert found[1].sentence.fr.startswith("l’étape « GET /")


UNIQUE = GOOD.model_copy(update={"unique": UniqueControl(made=2, forged=0)})
SHARED = GOOD.model_copy(update={"unique": UniqueControl(made=1, forged=0, shared="by Ann")})
UNREADABLE = ReceiptControl(
    positive=False, negative=False, reason="r", detail="GET /dossiers/{receipt}: status 404",
    excerpt="Aucun dossier",
)  # fmt: skip


@pytest.mark.parametrize(
    ("control", "field", "words"),
    [
        (GOOD.model_copy(update={"negative": False}), "verify", "never given"),
        (GOOD.model_copy(update={"proof": "nothing"}), "verify", "shows nothing"),
        (UNIQUE, "unique", "counted 2"),
        (SHARED, "unique", "the same match of `unique`, 'by Ann'"),
        (GOOD.model_copy(update={"processed_forged": True}), "processed", "never given"),
    ],
)
def test_steps_that_prove_nothing_are_problems(
    control: ReceiptControl, field: str, words: str
) -> None:
    [problem] = findings.of_receipts(profile(), {"deposer": control}, [], {})
    assert kinds([problem]) == [("problem", ("journeys", "deposer", field))]
    assert words in problem.sentence.en
    assert problem.remedy is not None


def test_a_receipt_that_cannot_be_read_has_the_place_of_the_step() -> None:
    [problem] = findings.of_receipts(profile(), {"deposer": UNREADABLE}, [], {})
    assert kinds([problem]) == [("problem", ("journeys", "deposer", "verify", 0))]
    assert "`verify` fails for a receipt just made" in problem.sentence.en


def test_a_good_receipt_has_no_finding() -> None:
    assert list(findings.of_receipts(profile(), {"deposer": GOOD}, [], {"deposer": True})) == []


def test_a_value_that_is_no_receipt_is_one_problem() -> None:
    mistake = ReceiptMistake(journey="deposer", holders=1, on_form=True, calm=True)
    control = ReceiptControl(positive=False, negative=False, reason="r", form_values=("12",))
    [problem] = findings.of_receipts(profile(), {"deposer": control}, [mistake], {})
    assert kinds([problem]) == [("problem", ("journeys", "deposer", "acknowledged_by"))]


def test_a_slow_back_office_is_a_warning() -> None:
    found = findings.of_receipts(profile(), {"deposer": GOOD}, [], {"deposer": False})
    assert kinds(found) == [("warning", ("journeys", "deposer", "processed"))]


@pytest.mark.parametrize(
    ("cut", "kept", "expected"),
    [
        ({}, {"deposer": True}, []),
        ({"survivors": ("12 nginx",)}, {}, [("problem", ("power", "start"))]),
        ({"responded": "http://s/"}, {}, [("problem", ("power", "start"))]),
        ({}, {"deposer": False}, [("warning", ("journeys", "deposer", "verify"))]),
    ],
)
def test_a_cut(cut: dict[str, Any], kept: dict[str, bool], expected: list[Kind]) -> None:
    record = {"level": "process", "survivors": (), "responded": None, "boot": 1.0, **cut}
    assert kinds(findings.of_cut(RehearsedCut.model_validate(record), kept)) == expected


def dependency(**more: Any) -> RehearsedDependency:
    record = {"dependency": "d", "listen": "127.0.0.1:1", "upstream": "127.0.0.1:2"}
    counts = {"counted": True, "received_in": (), "bypassed": False}
    return RehearsedDependency.model_validate({**record, **counts, **more})


@pytest.mark.parametrize(
    ("kind", "counts", "expected"),
    [
        ("DB", {"received_in": ("start",)}, []),
        ("DB", {}, ["problem"]),
        ("DB", {"received_in": ("start",), "bypassed": True}, ["problem"]),
        ("DB", {"counted": False}, ["warning"]),
        ("MAP", {}, ["warning"]),
        ("AGENT", {}, []),
    ],
)
def test_dependencies(kind: str, counts: dict[str, Any], expected: list[str]) -> None:
    declared = {"set": kind, "listen": "127.0.0.1:1", "upstream": "127.0.0.1:2"}
    found = list(of_dependencies(profile(dependencies={"d": declared}), [dependency(**counts)]))
    assert kinds(found) == [(one, ("dependencies", "d", "listen")) for one in expected]


def channel(phone: bool, counter: bool, path: str = "/") -> RehearsedChannel:
    return RehearsedChannel(path=path, phone=phone, counter=counter, unreadable=None)


def test_a_declared_number_that_no_page_shows() -> None:
    declared = profile(human_channel={"phone": "01 02", "counter": "rue du Port"})
    [problem] = page_findings.of_channel(declared, [channel(False, True), channel(False, True)])
    assert kinds([problem]) == [("problem", ("human_channel", "phone"))]


def test_a_page_without_a_channel_is_a_warning() -> None:
    pages = [channel(True, True), channel(False, False, "/aide")]
    [warning] = page_findings.of_channel(profile(), pages)
    assert kinds([warning]) == [("warning", ())]
    assert "/aide" in warning.sentence.en
    assert list(page_findings.of_channel(profile(), pages[:1])) == []


def test_pages_that_scripts_build_are_named() -> None:
    shell = channel(False, False).model_copy(update={"unreadable": "script"})
    [warning] = page_findings.of_channel(profile(), [shell])
    assert kinds([warning]) == [("warning", ())]
    assert "no readable content without scripts: /" in warning.sentence.en
    assert warning.remedy is not None
    assert "--browser" in warning.remedy.en


@pytest.mark.parametrize(
    ("export", "expected"),
    [
        ({"works": True, "format": "JSON"}, []),
        ({"works": False, "detail": "status 500"}, ["it fails: status 500"]),
        ({"works": False}, ["no file in a known open format"]),
        ({"works": False, "format": "CSV", "missing": ("receipt",)}, ["it lacks receipt"]),
    ],
)
def test_exports(export: dict[str, Any], expected: list[str]) -> None:
    record = {"export": "citizen", "journey": "deposer", **export}
    exports = [RehearsedExport.model_validate(record)]
    found = list(page_findings.of_exports(profile(), exports, tried=True))
    assert kinds(found) == [("problem", ("export", "citizen"))] * len(expected)
    for problem, words in zip(found, expected, strict=True):
        assert words in problem.sentence.en


def test_exports_that_could_not_be_tried() -> None:
    declared = profile(export={"citizen": "none", "administrator": "none"})
    assert kinds(page_findings.of_exports(declared, [], tried=False)) == [("warning", ("export",))]


@pytest.mark.parametrize(
    ("served", "says", "while_off", "expected"),
    [
        (True, True, False, []),
        (False, False, False, ["problem"]),
        (False, False, True, ["problem"]),
        (True, False, False, ["warning"]),
    ],
)
def test_the_status_page(served: bool, says: bool, while_off: bool, expected: list[str]) -> None:
    page = RehearsedStatusPage(
        address="http://e/", while_off=while_off, served=served, states_availability=says,
        human_channel=True, other_host=True,
    )  # fmt: skip
    found: list[ProfileFinding] = list(page_findings.of_status_page([page]))
    assert kinds(found) == [(one, ("status_page", "address")) for one in expected]
