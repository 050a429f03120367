"""Drafts from a running service."""

import re
from pathlib import Path

import pytest

from epreuve.audits.drafts.writer import draft_profile
from epreuve.audits.errors import NotMeasurable
from epreuve.audits.grid.grid import load_grid
from epreuve.audits.profile.loading import prepare_profile
from tests.audits.drafts.draft import draft, text_of

SAMPLE = re.compile(r"# (?: |\w+: *(\{address: .*|\S*\.json)?$|objectives: )")  # of YAML alone


def test_a_draft_from_a_running_service(service: tuple[str, list[str]], tmp_path: Path) -> None:
    url, requests = service
    profile, text = draft(tmp_path, url)
    assert profile.service.name == "Voirie de Saint-Exemple"
    assert profile.service.address == url
    assert set(profile.journeys) == {"information", "signaler", "urgence"}
    journey = profile.journeys["signaler"]
    assert journey.critical
    view, submit = journey.steps
    assert text_of(view) == "Signaler un nid-de-poule"
    assert submit.submit is not None
    assert {name: value[0] for name, value in submit.submit.fields.items()} == {
        "nom": "{citizen.name}", "lieu": "essai", "gravite": "forte",
        "code_agent": "{env.CODE_AGENT}",
    }  # fmt: skip
    assert profile.information == ("/", "/urgence")
    assert "tile-openstreetmap-org: {set: MAP" in text
    assert "robots.txt excludes: /prive/" in text
    assert "security.txt: inform mailto:securite@example.org" in text
    assert " B, requests: 2, third parties: 1" in text
    # No form was sent, no forbidden page was read, no user was logged out.
    assert {request.split()[0] for request in requests} == {"GET"}
    assert not [path for path in requests if "/prive" in path or "/deconnexion" in path]


def test_a_draft_lists_the_criteria_to_declare(
    service: tuple[str, list[str]], tmp_path: Path
) -> None:
    _, text = draft(tmp_path, service[0])
    expected = {row.id for row in load_grid().criteria if row.kind != "measured"}
    assert set(re.findall(r"^#   (\w+-\d+): ", text, re.MULTILINE)) == expected


def test_every_guess_is_marked(service: tuple[str, list[str]], tmp_path: Path) -> None:
    _, text = draft(tmp_path, service[0])
    for field in ("normal_peak", "critical", '"lieu"', '"nom"', '"gravite"', '"code_agent"'):
        [line] = [line for line in text.splitlines() if line.strip().startswith(field)]
        assert "# to check" in line
    assert "to check: expect:" in text


def test_a_draft_has_comments_in_the_language_of_the_user(
    service: tuple[str, list[str]], tmp_path: Path
) -> None:
    french_profile, french = draft(tmp_path, service[0], "fr")
    profile, english = draft(tmp_path, service[0])
    assert french_profile == profile
    assert french.count("# à vérifier") == english.count("# to check")
    comments = [
        {line for line in text.splitlines() if "# " in line and not SAMPLE.match(line)}
        for text in (french, english)
    ]
    assert comments[0].isdisjoint(comments[1])


def test_a_service_that_does_not_respond() -> None:
    with pytest.raises(NotMeasurable, match="the page cannot be read"):
        draft_profile("http://127.0.0.1:9/", None, None, Path("-"), "en")


def test_the_drafted_export_is_valid_without_the_comment_marks(
    service: tuple[str, list[str]], tmp_path: Path
) -> None:
    _, text = draft(tmp_path, service[0])
    block = text.partition("# export:\n")[2].partition("# Bill of")[0]
    whole = text + "export:\n" + block.replace("#  ", "  ").replace("my_service", "sh")
    file = tmp_path / "whole.yaml"
    file.write_text(whole, encoding="utf-8")
    export = prepare_profile(file).export
    assert export is not None
    assert export.documentation == "/formats"
    assert export.administrator != "none"
    assert export.administrator.command == ("sh", "export")
