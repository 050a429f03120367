"""Translator of the sentences about a rehearsal."""

from pathlib import Path

from epreuve.reports.translation import Translator

translate = Translator(Path(__file__).with_name("fr.po"))
