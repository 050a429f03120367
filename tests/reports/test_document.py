"""assessment.json: round trip and errors."""

import json
from pathlib import Path

import pytest

from epreuve.reports.assessment import Assessment
from epreuve.reports.document import UnreadableAssessment, read_assessment, render, schema
from epreuve.reports.text import untranslated


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "assessment.json"


@pytest.mark.parametrize("name", ["good", "bad", "unranked", "hostile"])
def test_round_trip(name: str, path: Path, request: pytest.FixtureRequest) -> None:
    assessment: Assessment = request.getfixturevalue(name)
    path.write_text(render(assessment))
    assert read_assessment(path) == assessment
    assert render(read_assessment(path)) == path.read_text()


def test_the_variation_seed_of_version_0_1_is_read(path: Path, good: Assessment) -> None:
    document = json.loads(render(good))
    document["crisis"]["held_out"] = 42
    del document["crisis"]["variation_seed"]
    path.write_text(json.dumps(document))
    assert read_assessment(path).crisis.variation_seed == 42


def test_the_reason_of_an_interruption_in_version_0_1_is_read(path: Path, good: Assessment) -> None:
    document = json.loads(render(good))
    document["run"]["interrupted"] = "stopped by the user"
    path.write_text(json.dumps(document))
    assert read_assessment(path).run.interrupted == untranslated("stopped by the user")


def test_the_evidence_of_a_finding_in_english_only_is_read(path: Path, good: Assessment) -> None:
    document = json.loads(render(good))
    document["findings"][0]["evidence"] = "observation: `receipt`"
    path.write_text(json.dumps(document))
    assert read_assessment(path).findings[0].evidence == untranslated("observation: `receipt`")


def test_ascii_and_sorted(hostile: Assessment) -> None:
    text = render(hostile)
    assert text.isascii()
    assert list(json.loads(text)) == sorted(json.loads(text))


def test_absent(path: Path) -> None:
    with pytest.raises(
        UnreadableAssessment, match=r"assessment\.json: no such file; give the folder"
    ):
        read_assessment(path)


def test_a_folder_in_place_of_the_file(path: Path) -> None:
    path.mkdir()
    with pytest.raises(UnreadableAssessment, match=r"cannot be read \(Is .*; check its perm"):
        read_assessment(path)


def test_not_json(path: Path) -> None:
    path.write_text("{")
    with pytest.raises(UnreadableAssessment, match="is not JSON"):
        read_assessment(path)


def test_not_text(path: Path) -> None:
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UnreadableAssessment, match="is not JSON"):
        read_assessment(path)


def test_not_an_object(path: Path) -> None:
    path.write_text("[]")
    with pytest.raises(UnreadableAssessment, match="is not a JSON object; write it again"):
        read_assessment(path)


def test_names_the_field_and_the_value(path: Path, good: Assessment) -> None:
    document = json.loads(render(good))
    document["result"]["families"][2]["coverage"] = "a lot"
    path.write_text(json.dumps(document))
    with pytest.raises(UnreadableAssessment) as caught:
        read_assessment(path)
    assert caught.value.field == "result.families.2.coverage"
    assert str(caught.value) == (
        f"{path}: result.families.2.coverage: 'a lot': is not a valid value; "
        "write it again with `epreuve assess RUN`"
    )


def test_names_a_missing_field(path: Path, good: Assessment) -> None:
    document = json.loads(render(good))
    del document["service"]
    path.write_text(json.dumps(document))
    with pytest.raises(UnreadableAssessment, match="json: service: is missing; write it again"):
        read_assessment(path)


def test_other_format(path: Path, good: Assessment) -> None:
    document = json.loads(render(good)) | {"format": 99}
    path.write_text(json.dumps(document))
    with pytest.raises(
        UnreadableAssessment, match="format: 99: this version of epreuve reads 1; write it again"
    ):
        read_assessment(path)


def test_schema_has_every_field() -> None:
    published = schema()
    assert set(published["properties"]) == set(Assessment.model_fields)
    assert published["additionalProperties"] is False
