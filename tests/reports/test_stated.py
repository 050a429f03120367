"""First screen: what the profile states beside the evidence."""

import pytest

from epreuve.reports import html, markdown, terminal
from epreuve.reports.assessment import Assessment, Exemption
from epreuve.reports.language import Language
from epreuve.reports.text import Text
from tests.reports.specimen import bad

ACCEPTED = Exemption(
    criterion="IND-4", title=Text(fr="Paiement", en="Payment"), reason="aucun <b>paiement</b>",
    refused=False, effect=Text(fr="Seul le profil le dit.", en="Only the profile says so."),
)  # fmt: skip
REFUSED = Exemption(
    criterion="DAT-1", title=Text(fr="Aucune perte", en="No loss"), reason="sans objet",
    refused=True, effect=Text(fr="Dispense refusée.", en="Exemption refused."),
)  # fmt: skip


@pytest.fixture(scope="module")
def exempted() -> Assessment:
    return bad().model_copy(update={"exemptions": (ACCEPTED, REFUSED)})


SENTENCES: dict[Language, tuple[str, str]] = {
    "en": ("DAT-1 No loss, “sans objet”: Exemption refused.", "IND-4 Payment, “"),
    "fr": ("DAT-1 Aucune perte, « sans objet » : Dispense refusée.", "IND-4 Paiement, « "),
}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_each_report_lists_the_refused_exemptions_first(
    exempted: Assessment, language: Language
) -> None:
    page = html.render(exempted, language)
    first_screen = page[: page.index('id="phases"')]
    for text in (
        first_screen, markdown.render(exempted, language), terminal.render(exempted, language)
    ):  # fmt: skip
        words = " ".join(text.split())
        places = [words.index(" ".join(sentence.split())) for sentence in SENTENCES[language]]
        assert places == sorted(places)


def test_words_of_the_profile_are_escaped(exempted: Assessment) -> None:
    assert "<b>paiement" not in html.render(exempted, "en")
    assert "<b>paiement" not in markdown.render(exempted, "en")
