"""The profile, from its JSON Schema."""

from epreuve.audits.profile import Profile
from reference.schema import sections
from reference.sentences import Language, pair


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
    return {"profile": lead + sections(Profile, "profile", language)}
