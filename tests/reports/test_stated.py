"""First screen: what the profile states beside the evidence."""

import pytest

from epreuve.reports import html, markdown, terminal
from epreuve.reports.assessment import Assessment, Document, Exemption
from epreuve.reports.comparison import compare
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


NONE = Text(fr="ce fichier n’existe pas", en="there is no such file")
DOCUMENTS = (
    Document(file="a<b>.pdf", criteria=("HUM-2", "TER-3"), problem=NONE),
    Document(file="sites.pdf", criteria=("TER-2",), sha256="0a" * 32, size=1234),
    Document(file="c.pdf", criteria=("GOV-1",), problem=NONE),
)


@pytest.mark.parametrize(
    ("language", "sentence", "size"),
    [
        ("en", "There is no such file: a&lt;b&gt;.pdf (HUM-2, TER-3), c.pdf (GOV-1)", "1,234"),
        (
            "fr",
            "Ce fichier n’existe pas : a&lt;b&gt;.pdf (HUM-2, TER-3), c.pdf (GOV-1)",
            "1\u202f234",
        ),
    ],
)
def test_missing_documents_are_on_the_first_screen_and_hashes_below(
    language: Language, sentence: str, size: str
) -> None:
    page = html.render(bad().model_copy(update={"documents": DOCUMENTS}), language)
    words = " ".join(page.replace("\xa0", " ").replace("\u202f:", " :").split())
    assert sentence in words[: words.index('id="phases"')]
    table = page[page.index('id="documents"') :]
    assert "0a" * 32 in table
    assert size in table


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_comparison_names_them_too(exempted: Assessment, language: Language) -> None:
    both = compare([bad(), exempted])
    for module in (html, markdown, terminal):
        words = " ".join(module.render_comparison(both, language).split())
        assert " ".join(SENTENCES[language][0].split()) in words
