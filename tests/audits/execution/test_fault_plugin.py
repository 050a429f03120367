"""Fault of a plugin, from the crisis file to the embedded server."""

import json
from pathlib import Path

import pytest

from tests.harness.plugins import install, run_with

pytestmark = pytest.mark.process

GREMLIN = '''
from typing import ClassVar, Literal
from epreuve.faults.fault import Fault
from epreuve.faults.message import Label, message


class Gremlin(Fault):
    """A gremlin bites each reply."""

    label: ClassVar[Label] = Label("bitten")
    kind: Literal["gremlin"] = "gremlin"
    teeth: int = 2

    def toxics(self):
        """Limit the rate of replies."""
        return (self.toxic("bandwidth", "downstream", {"rate": self.teeth}),)

    def describe(self):
        """Return the number of teeth."""
        return message("{teeth} teeth", teeth=self.teeth)


FRENCH = """
msgid "{teeth} teeth"
msgstr "{teeth} dents"

msgid "bitten"
msgid_plural "bitten"
msgstr[0] "mordu"
msgstr[1] "mordus"
"""
'''
CRISIS = """
epreuve_crisis: 1
id: gremlins
title: {fr: Gremlins, en: Gremlins}
paragraph: {fr: Gremlins, en: Gremlins}
assumptions: [{fr: rien, en: nothing}]
lessons: [{fr: rien, en: nothing}]
stages:
  - id: a
    phase: during
    lasts: 10 min
    title: {fr: A, en: A}
    faults: [{sets: PAY, kind: gremlin, teeth: 7}]
"""
PLAY = """
import json, sys
from pathlib import Path
from epreuve.audits.execution.interpreter import Interpreter
from epreuve.audits.execution.clock import MonotonicClock
from epreuve.audits.execution.links import OpenLinks
from epreuve.audits.execution.preparation import prepare
from epreuve.faults.toxiproxy.engine import open_engine
import time

profile, crisis, folder = sys.argv[1:]
plan = prepare(Path(profile), crisis, 1, 60)
(span,) = [span for span in plan.spans if span.fault.kind == "gremlin"]
span = span.model_copy(update={"start": 0.0, "end": 0.2})
short = plan.model_copy(
    update={
        "spans": (span,), "windows": (), "probes": (), "cuts": (), "barriers": (), "duration": 0.3,
    }
)
with open_engine(None, Path(folder)) as engine:
    links = OpenLinks(engine)
    links.open(span.link, "127.0.0.1:0", "127.0.0.1:9", "dependencies.paiement")
    toxics = []

    class World:
        def begin(self, span):
            begun = links.begin(span)
            toxics.extend(
                [toxic.type, dict(toxic.attributes)]
                for toxic in engine.client.proxy(span.link).toxics
            )
            return begun

        def heal(self, span):
            return links.heal(span)

        def check(self):
            pass

    Interpreter(short, World(), MonotonicClock(time.monotonic()), lambda seen: None).play()
    after = len(engine.client.proxy(span.link).toxics)
    links.close()
title = short.span_title(span)
print(json.dumps({"title": [title.fr, title.en], "during": toxics, "after": after}))
"""
PROFILE = Path(__file__).parents[3] / "audits" / "demo" / "sobre.yaml"


def test_a_fault_of_a_plugin_is_planned_played_and_healed(tmp_path: Path) -> None:
    install(tmp_path, "epreuve.faults", "gremlin_fault:Gremlin", {"gremlin_fault.py": GREMLIN})
    crisis = tmp_path / "gremlins.yaml"
    crisis.write_text(CRISIS, encoding="utf-8")
    shown = run_with(tmp_path, "-c", PLAY, str(PROFILE), str(crisis), str(tmp_path / "logs"))
    played = json.loads(shown)
    assert played == {
        "title": ["mordu", "bitten"],
        "during": [["bandwidth", {"rate": 7}]],
        "after": 0,
    }
    schema = run_with(tmp_path, "-m", "epreuve.audits", "schema", "crisis")
    assert '"const": "gremlin"' in schema
