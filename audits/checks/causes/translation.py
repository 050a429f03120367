"""Translator of the sentences about causes."""

from pathlib import Path

from epreuve.reports.translation import Translator

translate = Translator(Path(__file__).with_name("fr.po"))
