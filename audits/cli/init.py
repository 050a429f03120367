"""`epreuve init`: draft a profile."""

from pathlib import Path

import click

from epreuve.audits.cli.shared.options import language_option
from epreuve.audits.drafts.writer import draft_profile
from epreuve.reports.language import Language
from epreuve.reports.translation import Translator


@click.command()
@click.argument("url", required=False)
@click.option(
    "--har", type=click.Path(path_type=Path), metavar="FILE",
    help="Draft from a recording of a browser (network tab, “save all as HAR with content”).",
)  # fmt: skip
@click.option(
    "--openapi", type=click.Path(path_type=Path), metavar="FILE",
    help="Draft from the description of an API (OpenAPI 3 or Swagger 2.0, YAML or JSON).",
)  # fmt: skip
@click.option(
    "--file", type=click.Path(path_type=Path), default="service.epreuve.yaml", show_default=True,
    help="Profile to write; `-` prints it.",
)  # fmt: skip
@language_option
def command(
    url: str | None, har: Path | None, openapi: Path | None, file: Path, language: Language
) -> None:  # fmt: skip
    """Draft a commented profile from a running service at URL, or from a file.

    Reads at most thirty pages, one after the other, as robots.txt allows; submits no form.
    Passwords, tokens and typed values are left out. Each guess is marked "# to check".
    """
    click.echo(draft_profile(url, har, openapi, file, language).of(language))
    if str(file) != "-":
        translate, verb = Translator(FRENCH), f"epreuve rehearse {file}"
        sentence = translate("Then try each journey once: {command}", command=verb)
        click.echo(sentence.of(language))


FRENCH = r"""
msgid "Draft from a recording of a browser (network tab, “save all as HAR with content”)."
msgstr ""
"Ébaucher à partir de l’enregistrement d’un navigateur (onglet réseau, « tout enregistrer en HAR "
"avec le contenu »)."

msgid "Draft from the description of an API (OpenAPI 3 or Swagger 2.0, YAML or JSON)."
msgstr "Ébaucher à partir de la description d’une API (OpenAPI 3 ou Swagger 2.0, YAML ou JSON)."

msgid "Profile to write; `-` prints it."
msgstr "Profil à écrire ; `-` l’affiche."

msgid "Then try each journey once: {command}"
msgstr "Puis essayez chaque parcours une fois : {command}"

msgid "Draft a commented profile from a running service at URL, or from a file."
msgstr "Ébaucher un profil commenté à partir d’un service en marche à l’URL, ou d’un fichier."

msgid ""
"Reads at most thirty pages, one after the other, as robots.txt allows; submits no form. "
"Passwords, tokens and typed values are left out. Each guess is marked \"# to check\"."
msgstr ""
"Lit trente pages au plus, l’une après l’autre, dans les limites de robots.txt ; n’envoie aucun "
"formulaire. Les mots de passe, les jetons et les valeurs saisies sont omis. Chaque supposition "
"est marquée « # à vérifier »."
"""
