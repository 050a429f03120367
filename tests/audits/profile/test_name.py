"""Names of the profile: an id for programs, a title for readers."""

from pathlib import Path
from typing import Any

import pytest
import yaml

import epreuve.audits.demo
from epreuve.audits.crises.crisis import FOLDER, read_crisis
from epreuve.audits.errors import Misuse
from epreuve.audits.profile.model import Profile
from epreuve.audits.profile.name import Name, name_in, title_of
from epreuve.reports.text import Text, untranslated
from epreuve.reports.translation import Translator

TITLE = Text(fr="Demander un acte", en="Ask for a deed")
PROFILE = Path(epreuve.audits.demo.__path__[0]) / "fragile.yaml"


def profile(**titles: object) -> Profile:
    """Return the demonstration profile with these titles of its first journey and dependency."""
    document: dict[str, Any] = yaml.safe_load(PROFILE.read_text())
    document["journeys"]["demander-acte"] |= titles
    document["dependencies"]["base"] |= titles
    return Profile.model_validate(document)


def test_a_name_is_its_id_for_programs_and_its_title_in_sentences() -> None:
    name = Name("demander-acte", TITLE)
    assert name == "demander-acte"
    assert {name: 1}["demander-acte"] == 1
    assert f"{name}:silent" == "demander-acte:silent"
    translate = Translator("")
    assert translate("{journey}: lost.", journey=name).en == "Ask for a deed: lost."
    assert translate("Lost: {journeys}.", journeys=[name, "x"]).fr == "Lost: Demander un acte et x."


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ({"fr": "Demander un acte", "en": "Ask for a deed"}, TITLE),
        ("Demander un acte", untranslated("Demander un acte")),
        (None, None),
    ],
)
def test_a_title_has_two_languages_one_text_or_is_missing(
    written: object, title: Text | None
) -> None:
    made = profile(title=written)
    for names, id in ((made.journeys, "demander-acte"), (made.dependencies, "base")):
        assert title_of(name_in(names, id)) == (title or untranslated(id))


def test_titles_survive_the_file_of_a_plan() -> None:
    again = Profile.model_validate_json(profile(title=TITLE).model_dump_json(by_alias=True))
    assert title_of(name_in(again.dependencies, "base")) == TITLE


def crisis_with(cohorts: str, folder: Path) -> Path:
    """Write the reference crisis with names of cohorts; return the file."""
    text = (FOLDER / "tous-risques.yaml").read_text(encoding="utf-8")
    file = folder / "crisis.yaml"
    file.write_text(text.replace("stages:\n", f"cohorts: {cohorts}\nstages:\n", 1))
    return file


def test_a_crisis_names_the_users_of_a_network(tmp_path: Path) -> None:
    file = crisis_with("{slow4g: {title: {fr: La vallée, en: The valley}}}", tmp_path)
    crisis = read_crisis(str(file))
    assert crisis.cohort_title("slow4g") == Text(fr="La vallée", en="The valley")
    assert crisis.cohort_title("3g") == untranslated("3G")


def test_an_unknown_network_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="is not a network"):
        read_crisis(str(crisis_with("{valley: {title: x}}", tmp_path)))
