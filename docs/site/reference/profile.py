"""The profile, from its JSON Schema."""

from pathlib import Path

import epreuve.audits
from epreuve.audits.profile.model import Profile
from reference.schema import sections
from reference.sentences import Language, pair

EXAMPLE = Path(epreuve.audits.__file__).parent / "demo" / "sobre.yaml"


def pages(language: Language) -> dict[str, str]:
    """One page: a section a record."""
    lead = pair(
        """# Le profil

Un seul fichier YAML décrit le service. `epreuve init` en écrit un brouillon, `epreuve check` dit
ce qui ne va pas, et `epreuve schema profile` donne le schéma JSON à votre éditeur. Une durée
s'écrit `30 s`, `5 min`, `4h` ou `2 d` ; un débit, `90 journeys/min` ou `2/s`.

""",
        """# The profile

One YAML file describes the service. `epreuve init` drafts one, `epreuve check` says what is wrong,
and `epreuve schema profile` gives the JSON Schema to your editor. A duration is written `30 s`,
`5 min`, `4h` or `2 d`; a rate, `90 journeys/min` or `2/s`.

""",
        language,
    )
    title = pair("Un profil entier", "A whole profile", language)
    example = EXAMPLE.read_text(encoding="utf-8")
    told = sections(Profile, "profile", language)
    return {"profile": f"{lead}{told}\n## {title}\n\n```yaml\n{example}```\n"}
