"""`epreuve check`: validate a profile."""

from collections.abc import Iterator
from pathlib import Path

import click

from epreuve.audits.cli.shared.options import language_option, profile_argument
from epreuve.audits.cli.shared.translation import translate
from epreuve.audits.profile.documents import problem_text, read_documents
from epreuve.audits.profile.loading import prepare_profile
from epreuve.audits.profile.model import Profile
from epreuve.audits.profile.weaknesses import weaknesses
from epreuve.reports.language import Language
from epreuve.reports.text import Text, join, untranslated


@click.command()
@profile_argument
@language_option
def command(profile: Path, language: Language) -> None:
    """Check a profile. Each problem has file, line, field, value and remedy."""
    for line in summary(profile, prepare_profile(profile)):
        click.echo(line.of(language))


def summary(path: Path, profile: Profile) -> Iterator[Text]:
    """Yield the content of a valid profile, one sentence per line."""
    yield translate(
        "{path}: OK. {name}, {address}",
        path=str(path), name=profile.service.name, address=profile.service.address,
    )  # fmt: skip
    journeys = (
        translate("{name} (critical)", name=str(name)) if journey.critical else untranslated(name)
        for name, journey in profile.journeys.items()
    )
    yield translate("  journeys: {names}", names=join(journeys, untranslated(", ")))
    names = ", ".join(profile.dependencies) or translate("none")
    yield translate("  dependencies: {names}", names=names)
    power = profile.power.level
    yield translate.plural(
        "  power: {level}; declared: {n} criterion", "  power: {level}; declared: {n} criteria",
        len(profile.declared), level=power if power != "none" else translate("none"),
    )  # fmt: skip
    yield from _documents(path, profile)
    for weakness in weaknesses(profile):
        yield translate("  warning: {weakness}", weakness=weakness)


def _documents(path: Path, profile: Profile) -> Iterator[Text]:
    """Yield a warning for each declaration whose evidence is missing."""
    documents = read_documents(profile.declared, path)
    for id, declaration in profile.declared.items():
        document = documents.get(declaration.document or "")
        if document is not None and (problem := problem_text(document)) is not None:
            yield translate(
                "  warning: declared.{id}: {file}: {problem}. It counts as claimed: no points.",
                id=id, file=str(declaration.evidence), problem=problem,
            )  # fmt: skip


FRENCH = """
msgid "Check a profile. Each problem has file, line, field, value and remedy."
msgstr ""
"Vérifier un profil. Chaque problème a son fichier, sa ligne, son champ, sa valeur et son remède."

msgid "  warning: {weakness}"
msgstr "  avertissement : {weakness}"

msgid "  warning: declared.{id}: {file}: {problem}. It counts as claimed: no points."
msgstr ""
"  avertissement : declared.{id} : {file} : {problem}. La déclaration compte comme « claimed » : "
"aucun point."
"""
