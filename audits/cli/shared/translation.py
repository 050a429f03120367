"""Translator of the sentences of the command line."""

from pathlib import Path

from epreuve.reports.translation import Translator

translate = Translator(Path(__file__).parents[1] / "fr.po")
