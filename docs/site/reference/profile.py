"""Page of the profile, from its JSON Schema."""

from pathlib import Path

import epreuve.audits
from epreuve.audits.profile.model import Profile
from epreuve.reports.language import Language
from reference.schema import sections
from reference.sentences import pair

EXAMPLE = Path(epreuve.audits.__file__).parent / "demo" / "sobre.yaml"


def pages(language: Language) -> dict[str, str]:
    """Return one page, with one section per record."""
    lead = pair(
        """# Le profil

Un seul fichier YAML décrit le service. `epreuve init` en écrit une ébauche, `epreuve check` le
vérifie, et `epreuve schema profile` affiche son schéma JSON, pour votre éditeur. Une durée
s’écrit `30 s`, `5 min`, `4h` ou `2 d` ; un débit, `90 journeys/min` ou `2/s`.

""",
        """# The profile

One YAML file describes the service. `epreuve init` drafts it, `epreuve check` validates it, and
`epreuve schema profile` prints its JSON Schema, for your editor. A duration is written `30 s`,
`5 min`, `4h` or `2 d`; a rate, `90 journeys/min` or `2/s`.

""",
        language,
    )
    title = pair("Exemple de profil", "Example profile", language)
    example = EXAMPLE.read_text(encoding="utf-8")
    text = sections(Profile, "profile", language)
    return {"profile": f"{lead}{text}\n## {title}\n\n```yaml\n{example}```\n"}
