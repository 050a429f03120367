"""Drafts from a recording, and refused sources."""

from pathlib import Path

import pytest

from epreuve.audits.cli.shared.group import main
from epreuve.audits.drafts.form import page_forms
from epreuve.audits.drafts.writer import draft_profile
from epreuve.audits.errors import Misuse
from epreuve.audits.profile.loading import prepare_profile
from tests.audits.drafts.draft import SERVICE, draft, entry, files_of, form_of, har

HAR_PAGE = (
    '<h1>Demande</h1><form method="post"><input type="hidden" name="csrf" value="s3cr3t-csrf">'
    '<select name="objet"><option value="acte">Acte</option></select></form>'
    '<a href="/suite?etape=2">Suite</a>'
)


def test_a_draft_from_a_recording(tmp_path: Path) -> None:
    here = "http://127.0.0.1:8080"
    fields = {
        "csrf": "s3cr3t-csrf", "objet": "acte", "nom": "Jeanne S3cr3t", "email": "s3cr3t@x.fr",
        "motif": "s3cr3t story", "password": "s3cr3t-password",
    }  # fmt: skip
    params = [{"name": name, "value": value} for name, value in fields.items()]
    params.append({"name": "piece", "value": "s3cr3t", "fileName": "s3cr3t.pdf"})
    path = har(
        tmp_path,
        entry(f"{here}/demande", HAR_PAGE),
        entry("https://cdn.example.org/a.png"),
        entry("https://cdn.example.org:8443/b.png"),
        entry(f"{here}/demande", "", "POST", mimeType="multipart/form-data", params=params),
        entry(f"{here}/suite?etape=2", "<h1>Merci</h1>"),
        entry(f"{here}/fin?token=s3cr3t-query", "<h1>Fin</h1>"),
        entry(
            f"{here}/api", "", "POST", mimeType="application/json",
            text='{"nom": "s3cr3t", "token": "s3cr3t", "n": 31415, "d": [{"lieu": "s3cr3t"}]}',
        ),
    )  # fmt: skip
    profile, text = draft(tmp_path, har=path)
    assert "s3cr3t" not in text.lower()
    assert "31415" not in text
    steps = profile.journeys["recorded-journey"].steps
    assert [step.label for step in steps] == [
        "GET /demande", "POST /demande", "GET /suite?etape=2", "GET /fin", "POST /api",
    ]  # fmt: skip
    assert steps[0].capture["csrf"].matches == 'name="csrf"[^>]*value="([^"]+)"'
    assert form_of(steps[1]) == {
        "csrf": "{csrf}", "objet": "acte", "nom": "{citizen.name}", "email": "{citizen.email}",
        "motif": "essai", "password": "{env.PASSWORD}",
    }  # fmt: skip
    assert files_of(steps[1]) == {"piece": "{citizen.file}"}
    assert steps[4].json_body == {
        "nom": "{citizen.name}", "token": "{env.TOKEN}", "n": 12, "d": [{"lieu": "essai"}],
    }  # fmt: skip
    assert "cdn-example-org: {set: CDN" in text
    assert "cdn-example-org-8443: {set: CDN" in text


def test_requests_under_another_name_of_this_machine_are_the_services_own(tmp_path: Path) -> None:
    form = '<h1>Demande</h1><form method="post" action="http://localhost:8080/depot"></form>'
    path = har(
        tmp_path,
        entry("http://127.0.0.1:8080/demande", form),
        entry("http://localhost:8080/depot", "<h1>Merci</h1>", "POST", params=[]),
    )
    profile, text = draft(tmp_path, har=path)
    steps = profile.journeys["recorded-journey"].steps
    assert [step.label for step in steps] == ["GET /demande", "POST /depot"]
    assert "localhost" not in text
    (found,) = page_forms(form, "http://127.0.0.1:8080/demande")
    assert found.journey.steps[-1].path == "/depot"


def test_a_draft_of_a_remote_service_has_no_authorisation(tmp_path: Path) -> None:
    path = har(tmp_path, entry("https://staging.example.fr/", "<h1>Bonjour</h1>"))
    file = tmp_path / "draft.yaml"
    draft_profile(None, path, None, file, "en")
    assert "# authorisation: {granted_by:" in file.read_text()
    with pytest.raises(Misuse, match="add `authorisation:`"):
        prepare_profile(file)


def test_hostile_text_is_quoted(tmp_path: Path) -> None:
    attack = '"]}\\n- x: {evil: 1}\n# \u202e\x1b[31m <h1>'
    page = f"<h1>{attack}</h1>"
    path = har(
        tmp_path, entry("http://127.0.0.1:8080/", page), entry('https://a"b\n.example/x.png')
    )
    profile, _ = draft(tmp_path, har=path)
    assert len(profile.journeys) == 1


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((None, None, None), "name one source"),
        (("http://127.0.0.1:1", Path("a.har"), None), "name one source"),
        (("127.0.0.1", None, None), "is not an address"),
        (("http://user:pass@127.0.0.1/", None, None), "contains a password"),
        ((None, Path("nothing.har"), None), "cannot be read"),
        ((None, SERVICE, None), "service.py:1: is not JSON"),
        ((None, None, SERVICE), "service.py:1: has text after the closing quote"),
    ],
)
def test_misuse(words: tuple[str | None, Path | None, Path | None], message: str) -> None:
    with pytest.raises(Misuse, match=message):
        draft_profile(*words, Path("-"), "en")


def test_no_file_is_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = har(tmp_path, entry("http://127.0.0.1:8080/", "<h1>Bonjour</h1>"))
    words = ["init", "--har", str(path), "--file", str(tmp_path / "x.yaml")]
    codes = []
    for _ in range(2):
        with pytest.raises(SystemExit) as end:
            main(words)
        codes.append(end.value.code)
    assert codes == [0, 2]
    assert "already exists" in capsys.readouterr().err
