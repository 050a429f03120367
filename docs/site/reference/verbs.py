"""Page of the verbs and their options, from the command line."""

import inspect
from collections.abc import Iterator

import click

from epreuve.audits.cli.shared.group import epreuve
from epreuve.reports.language import Language
from reference.sentences import pair, table, translated


def pages(language: Language) -> dict[str, str]:
    """Return one page, with one section per verb."""
    title = pair("Les verbes", "The verbs", language)
    lead = pair(
        "Chaque verbe est une étape, du profil au rapport, et peut être répété seul. "
        "`epreuve VERBE --help` affiche le même texte.",
        "Each verb is one step from a profile to a report, and can be repeated alone. "
        "`epreuve VERB --help` prints the same text.",
        language,
    )
    verbs = _verbs(epreuve, "")
    text = "\n".join("\n".join(_verb(name, verb, language)) for name, verb in verbs)
    return {"verbs": f"# {title}\n\n{lead}\n\n{text}"}


def _verbs(group: click.Group, before: str) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        verb = group.get_command(context, name)
        if verb is None:
            continue
        yield f"{before}{name}", verb
        if isinstance(verb, click.Group):
            yield from _verbs(verb, f"{before}{name} ")


def _verb(name: str, verb: click.Command, language: Language) -> Iterator[str]:
    context = click.Context(
        verb, info_name=name, parent=click.Context(epreuve, info_name="epreuve")
    )
    yield f"(verb-{name.replace(' ', '-')})=\n## {name}\n"
    yield f"```text\n{context.command_path} {' '.join(verb.collect_usage_pieces(context))}\n```\n"
    for paragraph in inspect.cleandoc(verb.help or "").split("\n\n"):
        yield _paragraph(paragraph, language)
    rows = [
        (f"`{record[0]}`", _meaning(record[1], language))
        for option in verb.params
        if isinstance(option, click.Option) and (record := option.get_help_record(context))
    ]
    if rows:
        yield table(("option", pair("sens", "meaning", language)), rows)


def _meaning(text: str, language: Language) -> str:
    """Return the help of an option, then the default and the range that click adds."""
    sentence, bracket, extra = text.partition("[")
    return f"{translated(sentence, language)} {f'`{bracket}{extra}`' if bracket else ''}".strip()


def _paragraph(text: str, language: Language) -> str:
    """Return a paragraph; indented lines that click keeps become a list."""
    first, *others = text.strip("\b\n").splitlines()
    if not text.startswith("\b") or not all(line.startswith(" ") for line in others):
        return translated(text.strip("\b"), language) + "\n"
    items = [f"- {translated(line, language)}" for line in others]
    return "\n".join([translated(first, language), "", *items, ""])
