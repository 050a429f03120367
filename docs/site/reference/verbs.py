"""The verbs and their options, from the command line itself."""

import inspect
from collections.abc import Iterator

import click

from epreuve.audits.cli.shared.group import epreuve
from reference.sentences import Language, pair, said, table


def pages(language: Language) -> dict[str, str]:
    """One page: a section a verb."""
    title = pair("Les verbes", "The verbs", language)
    lead = pair(
        "Chaque verbe est une flèche des données ; `epreuve VERBE --help` dit la même chose.",
        "Each verb is an arrow of the data; `epreuve VERB --help` says the same.",
        language,
    )
    told = "\n".join("\n".join(_verb(name, each, language)) for name, each in _verbs(epreuve, ""))
    return {"verbs": f"# {title}\n\n{lead}\n\n{told}"}


def _verbs(group: click.Group, before: str) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        if found is None:
            continue
        yield f"{before}{name}", found
        if isinstance(found, click.Group):
            yield from _verbs(found, f"{before}{name} ")


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
        for each in verb.params
        if isinstance(each, click.Option) and (record := each.get_help_record(context))
    ]
    if rows:
        yield table(("option", pair("sens", "meaning", language)), rows)


def _meaning(text: str, language: Language) -> str:
    """The help of an option, then what click adds of default and range."""
    words, bracket, extra = text.partition("[")
    return f"{said(words, language)} {f'`{bracket}{extra}`' if bracket else ''}".strip()


def _paragraph(text: str, language: Language) -> str:
    """Running text; or, where click is told to keep the lines, its indented ones as a list."""
    first, *others = text.strip("\b\n").splitlines()
    if not text.startswith("\b") or not all(each.startswith(" ") for each in others):
        return said(text.strip("\b"), language) + "\n"
    items = [f"- {said(each, language)}" for each in others]
    return "\n".join([said(first, language), "", *items, ""])
