"""Reading of bills of materials, and messages for invalid ones."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from epreuve.audits.checks.facts.facts import Facts
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.errors import Misuse
from epreuve.audits.execution.preparation import prepare
from epreuve.audits.planning.plan import Plan
from epreuve.audits.profile.bill_of_materials import BillError, Components, read_components
from epreuve.audits.profile.loading import prepare_profile
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.recorder import Recorder

PROFILE = """\
epreuve: 1
service: {name: Guichet, address: "http://127.0.0.1:8080", normal_peak: 30 journeys/min}
journeys:
  demander: {critical: true, steps: [{get: /, expect: {status: 200}}]}
components: made.cdx.json
"""


def component(name: str, *licences: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "library", "name": name, "licenses": list(licences), **more}


def of(id: str) -> dict[str, Any]:
    return {"license": {"id": id}}


BILL = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "metadata": {"component": component("guichet", of("EUPL-1.2"), type="application")},
    "components": [
        component("a", of("MIT"), version="1.2"),
        component("b", of("MIT"), components=[component("c", {"expression": "MIT OR ISC"})]),
        component("d", of("MIT"), of("SSPL-1.0")),
        component("e", {"license": {"name": "Licence Maison"}}),
        component("g", of("ISC"), {"license": {"name": "License :: OSI Approved :: ISC (ISCL)"}}),
        component("h", {"license": {"name": "License :: OSI Approved :: BSD License"}}),
        {"type": "library", "name": "f"},
        component("readme", of("MIT"), type="file"),
    ],
}


@pytest.fixture
def bill(tmp_path: Path) -> Path:
    path = tmp_path / "made.cdx.json"
    path.write_text(json.dumps(BILL))
    (tmp_path / "profile.yaml").write_text(PROFILE)
    return path


def test_components_of_any_depth_are_grouped_by_licence(bill: Path) -> None:
    components = read_components(bill)
    assert components.file == "made.cdx.json"
    assert components.sha256 == hashlib.sha256(bill.read_bytes()).hexdigest()
    assert components.licences == {
        "": ("f",),
        "(MIT) AND (SSPL-1.0)": ("d",),
        "EUPL-1.2": ("guichet",),
        "ISC": ("g",),
        "Licence Maison": ("e",),
        "License :: OSI Approved :: BSD License": ("h",),
        "MIT": ("a 1.2", "b"),
        "MIT OR ISC": ("c",),
    }


def facts(plan: Plan, path: Path) -> Facts:
    with Recorder(path) as recorder:
        recorder.flush()
    return Facts(plan, Evidence(path))


def test_the_plan_holds_the_components(bill: Path, tmp_path: Path) -> None:
    plan = prepare(tmp_path / "profile.yaml", "tous-risques", 1, 60)
    bill.unlink()
    again = Plan.model_validate_json(plan.model_dump_json(by_alias=True))
    again_facts = facts(again, tmp_path / "evidence.db")
    assert again_facts.components.licences["EUPL-1.2"] == ("guichet",)
    again_facts.evidence.close()


def test_the_bill_is_read_once(bill: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = []

    def read(path: Path) -> Components:
        paths.append(path)
        return read_components(path)

    monkeypatch.setattr("epreuve.audits.profile.loading.read_components", read)
    assert prepare(tmp_path / "profile.yaml", "tous-risques", 1, 60).components is not None
    assert paths == [bill]


def test_a_profile_without_components_gives_no_evidence(plan: Plan, tmp_path: Path) -> None:
    run_facts = facts(plan, tmp_path / "evidence.db")
    with pytest.raises(NoEvidence, match="names no bill of materials"):
        _ = run_facts.components
    run_facts.evidence.close()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "is not CycloneDX in JSON; export the bill in that"),
        ('{"spdxVersion": "SPDX-2.3"}', "is not CycloneDX in JSON; export the bill in that"),
        ("[]", "is not CycloneDX in JSON"),
        ('{"bomFormat": "CycloneDX", "components": []}', "lists no component; export it again"),
        ('{"bomFormat": "CycloneDX", "components": 3}', "lists no component; export it again"),
    ],
)
def test_an_invalid_bill_is_reported_at_its_line_of_the_profile(
    bill: Path, content: str, message: str
) -> None:
    bill.write_text(content)
    with pytest.raises(Misuse) as raised:
        prepare_profile(bill.with_name("profile.yaml"))
    assert str(raised.value).startswith(f"{bill.with_name('profile.yaml')}:5: components: {bill}: ")
    assert message in str(raised.value)


def test_a_missing_bill_is_reported(bill: Path) -> None:
    bill.unlink()
    with pytest.raises(Misuse, match=r"cannot be read \(No such file .*relative to the profile"):
        prepare_profile(bill.with_name("profile.yaml"))


def test_invalid_components_are_skipped(bill: Path) -> None:
    odd = {"components": ["x", None, {"name": "a", "licenses": ["MIT", None, {"license": 3}]}]}
    bill.write_text(json.dumps({"bomFormat": "CycloneDX", **odd}))
    assert read_components(bill).licences == {"() AND () AND ()": ("a",)}


def test_a_deeply_nested_file_is_not_a_bill(bill: Path) -> None:
    bill.write_text("[" * 200_000)
    with pytest.raises(BillError, match="is not CycloneDX"):
        read_components(bill)
