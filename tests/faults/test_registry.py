"""The registry of fault kinds, and the pydantic type of any fault."""

import subprocess
import sys

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from epreuve.audits.reading.schema import json_schema
from epreuve.faults.flapping import Flapping
from epreuve.faults.lossy_link import LossyLink
from epreuve.faults.registry import AnyFault, fault_kinds, parse_fault
from epreuve.faults.silent import Silent


class Span(BaseModel, frozen=True):
    fault: AnyFault


def test_a_mapping_becomes_the_fault_of_its_kind():
    parsed = parse_fault({"kind": "flapping", "down": "2 s", "up": 0.5})
    assert parsed == Flapping(down=2, up=0.5)
    assert parse_fault({"kind": "silent"}) == Silent()


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"kind": "flaping", "down": 1, "up": 1}, "kind: 'flaping' is not a fault; did you mean"),
        ({"kind": "zzz"}, "kind: 'zzz' is not a fault; known are: bandwidth, brown_out,"),
        ({"kind": 3}, "kind: 3 is not a fault; known are:"),
        ({"down": 1}, "kind: is missing; known are:"),
        ({"kind": "flapping", "down": "soon", "up": 1}, "down\n .*is not a duration; write for"),
        ({"kind": "slow_close"}, "delay\n .*Field required"),
        ({"kind": "silent", "for": 3}, "for\n .*Extra inputs"),
    ],
)
def test_an_invalid_fault_is_refused_with_a_remedy(values, message):
    with pytest.raises(ValueError, match=message):
        parse_fault(values)
    with pytest.raises(ValidationError, match=message):
        Span(fault=values)


def test_any_fault_is_read_and_written_as_a_mapping_with_its_kind():
    values = {"kind": "lossy_link", "latency": "420 ms", "down": 15, "every": 14, "lasts": 1.2}
    span = Span(fault=values)
    assert span.fault == LossyLink(latency=0.42, down=15, every=14, lasts=1.2)
    assert span.model_dump()["fault"]["kind"] == "lossy_link"
    assert Span.model_validate_json(span.model_dump_json()) == span
    assert Span(fault=span.fault) == span
    assert {span: 1}[Span(fault=values)] == 1


def test_the_schema_is_the_union_of_all_kinds():
    schema = TypeAdapter(AnyFault).json_schema()
    assert sorted(schema["discriminator"]["mapping"]) == list(fault_kinds())
    assert len(schema["oneOf"]) == len(fault_kinds())
    assert {"type": "string"} in schema["$defs"]["Flapping"]["properties"]["down"]["anyOf"]


@pytest.mark.process
def test_only_the_faults_that_are_read_are_built():
    program = (
        "from pydantic import TypeAdapter\n"
        "from epreuve.faults.registry import AnyFault, fault_kinds\n"
        "TypeAdapter(AnyFault).validate_python({'kind': 'silent'})\n"
        "print([kind for kind, f in fault_kinds().items() if f.__pydantic_complete__])\n"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (result.stdout, result.stderr) == ("['silent']\n", "")


PLUGIN = '''
from typing import Literal
from epreuve.faults.fault import Fault
from epreuve.faults.message import message

class Gremlin(Fault):
    """Bites."""

    kind: Literal["gremlin"] = "gremlin"
    teeth: int = 32

    def describe(self):
        return message("gremlin")
'''
PROGRAM = """
import sys
sys.path.insert(0, sys.argv[1])
from pydantic import TypeAdapter
from epreuve.faults.registry import AnyFault, fault_kinds, parse_fault

print("gremlin" in fault_kinds(), parse_fault({"kind": "gremlin", "teeth": 3}).teeth)
print("gremlin" in TypeAdapter(AnyFault).json_schema()["discriminator"]["mapping"])
"""


def with_plugin(folder, source, value):
    """Run PROGRAM with an installed distribution that offers one fault class."""
    (folder / "epreuve_gremlin.py").write_text(source)
    info = folder / "epreuve_gremlin-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: epreuve-gremlin\nVersion: 1\n")
    (info / "entry_points.txt").write_text(f"[epreuve.faults]\ngremlin = {value}\n")
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, str(folder)], capture_output=True, text=True, check=False
    )


@pytest.mark.process
def test_a_plugin_offers_a_fault(tmp_path):
    result = with_plugin(tmp_path, PLUGIN, "epreuve_gremlin:Gremlin")
    assert (result.stdout, result.stderr) == ("True 3\nTrue\n", "")


@pytest.mark.process
@pytest.mark.parametrize(
    ("source", "value", "message"),
    [
        (PLUGIN, "epreuve_gremlin:Nobody", "epreuve_gremlin:Nobody"),
        (PLUGIN, "epreuve_nowhere:Gremlin", "No module named 'epreuve_nowhere'"),
        (PLUGIN, "epreuve_gremlin:Literal", "is not a subclass of Fault"),
        (PLUGIN.replace('Literal["gremlin"]', "str"), "epreuve_gremlin:Gremlin", "(a Literal)"),
        (PLUGIN.replace('"gremlin"', '"silent"'), "epreuve_gremlin:Gremlin", "exists already"),
    ],
)
def test_a_plugin_that_cannot_be_used_is_named(tmp_path, source, value, message):
    result = with_plugin(tmp_path, source, value)
    last = result.stderr.strip().splitlines()[-1]
    assert last.startswith(
        "epreuve.faults.errors.PluginUnusable: epreuve.faults gremlin (package epreuve-gremlin 1): "
    )
    assert message in last


def test_every_field_of_a_fault_has_a_description():
    for kind, fault in fault_kinds().items():
        properties = json_schema(fault)["properties"]
        for name in properties.keys() - {"kind"}:
            assert properties[name].get("description"), f"{kind}: {name}"
