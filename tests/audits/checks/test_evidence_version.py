"""Records of evidence change only together with the version of evidence.

After a change that old files cannot bear, raise `VERSION` in probes/evidence/schema.py, say why in
docs/decisions/evidence-version.md, and write the list again:

    python -m tests.audits.checks.test_evidence_version
"""

import json
from pathlib import Path

from epreuve.audits.checks.evidence_schema import evidence_schema
from epreuve.probes.evidence.schema import VERSION

FIELDS = Path(__file__).with_name("evidence_fields.json")


def described() -> dict[str, dict[str, bool]]:
    """Return the fields of each view and record: whether a file must have the field."""
    definitions = evidence_schema()["$defs"]
    return {
        name: {
            field: field in definition.get("required", ())
            for field in sorted(definition.get("properties", ()))
        }
        for name, definition in sorted(definitions.items())
    }


def test_a_file_of_this_version_is_still_read() -> None:
    listed = json.loads(FIELDS.read_text())
    assert listed["version"] == VERSION, "write the list again: see the top of this file"
    now = described()
    for name, fields in listed["fields"].items():
        assert name in now, f"{name} was removed: raise VERSION"
        removed = fields.keys() - now[name].keys()
        assert not removed, f"{name} lost {removed}: raise VERSION"
        needed = {field for field, required in now[name].items() if required}
        new = needed - {field for field, required in fields.items() if required}
        assert not new, f"{name} now needs {new}, which files of this version lack: raise VERSION"


if __name__ == "__main__":
    document = {"version": VERSION, "fields": described()}
    FIELDS.write_text(json.dumps(document, indent=1) + "\n")
