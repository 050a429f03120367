"""Messages about faults in both languages: labels, descriptions, and limits of the engine."""

import pytest

from epreuve.audits.errors import Misuse
from epreuve.audits.messages.texts import error_text, label_text, message_text, recorded_text
from epreuve.faults.bandwidth import Bandwidth
from epreuve.faults.brown_out import BrownOut
from epreuve.faults.error_response import ErrorResponse
from epreuve.faults.errors import FaultError
from epreuve.faults.fault import Fault
from epreuve.faults.flapping import Flapping
from epreuve.faults.latency import Latency
from epreuve.faults.lossy_link import LossyLink
from epreuve.faults.message import Label, message
from epreuve.faults.message import message as of_probes
from epreuve.faults.partition import Partition
from epreuve.faults.refused import Refused
from epreuve.faults.silent import Silent
from epreuve.faults.slow import Slow
from epreuve.faults.slow_link import SlowLink
from epreuve.probes.evidence.errors import EvidenceError
from epreuve.reports.text import Text, untranslated

NO_RESET = "contains: 'reset' is missing"
NO_FIELD = "json_path: nothing at reset"
EDGE = {"latency": 0.42, "jitter": 0.15, "down": 15}


@pytest.mark.parametrize(
    ("fault", "french", "english"),
    [
        (Partition(lost="replies"), "réponses perdues", "replies lost"),
        (Slow(delay=1.5), "réponses en retard de 1,5 s", "replies 1.5 s late"),
        (Latency(latency=0.3), "300 ms de plus dans chaque sens", "300 ms more each way"),
        (
            Bandwidth(down=2_000, up=50),
            "2\u202f000 ko/s en descente, 50 ko/s en montée",
            "2,000 KB/s down, 50 KB/s up",
        ),
        (
            BrownOut(),
            "baisse de tension : 300 ms, 50 ko/s, refus 10\u202f%",
            "brown-out: 300 ms, 50 KB/s, refused 10%",
        ),
        (
            ErrorResponse(status=503),
            "erreur HTTP 503 à chaque requête",
            "HTTP error 503 to every request",
        ),
        (
            Flapping(down=0.5, up=3),
            "lien instable : coupé 500 ms, rétabli 3 s",
            "flapping link: 500 ms down, 3 s up",
        ),
        (SlowLink(), "0 ms ± 0 ms, débit sans limite", "0 ms ± 0 ms, no rate limit"),
        (
            LossyLink(**EDGE, every=14, lasts=1.2),
            "420 ms ± 150 ms dans chaque sens, 15/∞ ko/s, arrêt de 1,2 s toutes les 14 s environ",
            "420 ms ± 150 ms each way, 15/∞ KB/s, stalled for 1.2 s about every 14 s",
        ),
    ],
)
def test_a_description_has_its_values_in_both_languages(
    fault: Fault, french: str, english: str
) -> None:
    text = message_text(fault.describe())
    assert (text.fr, text.en) == (french, english)


@pytest.mark.parametrize(
    ("fault", "one", "several", "english"),
    [
        (Silent, "muet", "muets", "silent"),
        (Refused, "refuse", "refusent", "refusing"),
        (Slow, "lent", "lents", "slow"),
    ],
)
def test_a_label_agrees_with_the_number_of_dependencies(
    fault: type[Fault], one: str, several: str, english: str
) -> None:
    single, plural = label_text(fault.label), label_text(fault.label, 2)
    assert (single.fr, plural.fr) == (one, several)
    assert single.en == plural.en == english


def test_a_message_without_french_stays_in_english() -> None:
    assert label_text(Label("bitten"), 2).fr == "bitten"
    assert message_text(message("{teeth} teeth", teeth=7)).fr == "7 teeth"


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("contains: 'Merci' is missing", "contains : 'Merci' manque"),
        ("GET /page: lacks: 'a: b' is present", "GET /page : lacks : 'a: b' est présent"),
        ("status 404 where 2xx was expected", "statut 404 au lieu de 2xx"),
        ("no byte in time (waiting for: tls)", "aucun octet à temps (attente : tls)"),
        ("ValueError: bad", "ValueError: bad"),
        ("max_rate", "max_rate"),
        (
            "drill.destroy: `false` ended with 1; see logs/drill.log",
            "drill.destroy : `false` a fini avec le code 1 ; voir logs/drill.log",
        ),
        ("the journey has no `verify` steps", "le parcours n’a pas d’étapes `verify`"),
        ("GET /17: status 403", "GET /17 : statut 403"),
        (
            "`verify` fails for a receipt just made: GET /17: contains: 'Anna' is missing",
            "`verify` échoue pour un accusé de réception qui vient d’être délivré : "
            "GET /17 : contains : 'Anna' manque",
        ),
        (
            "json_path: nothing at 'id'; describe the response to a lost receipt in `missing:`",
            "json_path : rien à 'id' ; décrivez dans `missing:` la réponse à un accusé de "
            "réception perdu",
        ),
    ],
)
def test_a_recorded_detail_is_recognised(english: str, french: str) -> None:
    assert recorded_text(english) == Text(fr=french, en=english)


@pytest.mark.parametrize(
    ("recorded", "text"),
    [
        ("eof", Text(fr="fermée sans réponse", en="closed without a response")),
        (
            "GET http://[::1]:80/17: connect timeout",
            Text(
                fr="GET http://[::1]:80/17 : délai de connexion dépassé",
                en="GET http://[::1]:80/17: connect time-out",
            ),
        ),
        (
            "the journey did not give a receipt: POST /: gave up",
            Text(
                fr="le parcours n’a pas délivré d’accusé de réception : POST / : abandon",
                en="the journey did not give a receipt: POST /: gave up",
            ),
        ),
        # A value that is the code of an outcome by chance stays as it is.
        ("contains: 'reset' is missing", Text(fr="contains : 'reset' manque", en=NO_RESET)),
        ("json_path: nothing at reset", Text(fr="json_path : rien à reset", en=NO_FIELD)),
        ("error", untranslated("error")),
    ],
)
def test_a_failure_without_a_detail_has_the_name_of_its_outcome(recorded: str, text: Text) -> None:
    assert recorded_text(recorded) == text


TEXT = Text(fr="cassé", en="broken")


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (Misuse(TEXT), TEXT),
        (ValueError(TEXT), TEXT),
        (
            FaultError(
                message("{request}: {url} does not respond with JSON", request="GET", url="x")
            ),
            Text(fr="GET : x ne répond pas en JSON", en="GET: x does not respond with JSON"),
        ),
        (
            EvidenceError(
                of_probes("{path}: is damaged ({error}); take it from a copy", path="a", error="b")
            ),
            Text(
                fr="a : est endommagé (b) ; reprenez-le d’une copie",
                en="a: is damaged (b); take it from a copy",
            ),
        ),
        (OSError(2, "No such file"), untranslated("[Errno 2] No such file")),
        (LookupError(), untranslated("")),
    ],
)
def test_an_error_has_a_text_and_its_english(error: Exception, text: Text) -> None:
    assert error_text(error) == text
    assert str(error) == text.en
