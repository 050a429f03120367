"""Journeys of an API: what creates something, then what can be read."""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

from epreuve.audits.drafts.api_body import add_body
from epreuve.audits.drafts.api_operation import Operation, Parameter
from epreuve.audits.drafts.api_references import References
from epreuve.audits.drafts.api_security import add_security
from epreuve.audits.drafts.draft import MISSING, DraftJourney, DraftStep, Guess, slug
from epreuve.audits.drafts.field import guess
from epreuve.audits.drafts.filing import weight_of_words
from epreuve.audits.drafts.lenient import Mapping, mapping
from epreuve.audits.drafts.note import first_names, to_check
from epreuve.audits.drafts.schema_sample import OMITTED, Sample
from epreuve.audits.drafts.translation import translate
from epreuve.probes.http.sender import HEADER_NAME
from epreuve.reports.text import Text

MOST_JOURNEYS = 40
MOST_READS = 20
_IDENTIFIERS = ("id", "uuid", "numero", "number", "reference", "ref", "_id", "key", "code")


class ApiJourneys:
    """Journeys of the operations of one document."""

    def __init__(
        self,
        operations: Sequence[Operation],
        document: Mapping,
        references: References,
        prefix: str,
    ) -> None:
        self._operations, self._document = operations, document
        self._references, self._prefix = references, prefix
        self._left_out: dict[str, list[str]] = {}

    def journeys(self) -> Iterator[DraftJourney]:
        """Yield one journey per operation that creates something, then one with all reads."""
        created = 0
        reads: list[DraftStep] = []
        for operation in self._operations:
            reason = self._reason(operation, created, len(reads))
            if reason:
                name = f"{operation.method} {operation.path}"
                self._left_out.setdefault(reason, []).append(name[:100])
            elif operation.method == "GET":
                reads.append(self._step(operation))
            else:
                created += 1
                yield self._create(operation)
        if reads:
            yield DraftJourney("read", reads)

    def notes(self) -> Iterator[Text]:
        """Yield a sentence per reason for which operations were left out."""
        reasons = {
            "identifier": translate("they need an identifier"),
            "method": translate("they change or delete what exists"),
            "many": translate("the file has many"),
        }
        for reason, names in self._left_out.items():
            yield translate(
                "operations left out, {reason}: {names}",
                reason=reasons[reason],
                names=first_names(names),
            )

    def _reason(self, operation: Operation, created: int, reads: int) -> str:
        """Return the reason to leave an operation out, empty for a step."""
        if operation.method not in ("GET", "POST", "PUT"):
            return "method"
        if "{" in self._path(operation):
            return "identifier"
        if operation.method == "GET":
            return "many" if reads >= MOST_READS else ""
        return "many" if created >= MOST_JOURNEYS else ""

    def _create(self, operation: Operation) -> DraftJourney:
        step = self._step(operation)
        add_body(step, operation, self._references)
        step.status = operation.status
        name = slug(operation.id or operation.path)
        journey = DraftJourney(name, [step])
        self._acknowledge(journey, operation, step)
        words = weight_of_words(f"{operation.id} {operation.path}")
        size = len(step.form) + len(step.files) + len(mapping(step.json))
        journey.weight = words + 2 * bool(journey.receipt) + 2 * bool(step.files) + min(size, 4)
        if operation.method == "PUT":
            journey.weight -= 2
        return journey

    def _step(self, operation: Operation) -> DraftStep:
        step = DraftStep(operation.method, self._prefix + self._path(operation))
        query: list[tuple[str, str]] = []
        for parameter in operation.parameters:
            if not parameter.required or parameter.place in ("path", "cookie"):
                continue
            value = self._sample(parameter)
            if parameter.place == "query":
                query.append((parameter.name, value))
            elif HEADER_NAME.fullmatch(parameter.name):
                step.headers[parameter.name] = Guess(value, translate("from the schema"))
        add_security(step, query, operation, self._document, self._references)
        if query:
            step.path += "?" + urlencode(query, safe="{}.")
            names = [name for name, _ in query]
            step.notes.append(to_check(translate("guessed in the query: {names}", names=names[:9])))
        if step.method == "GET" and operation.status not in range(200, 300):
            step.status = 0
        return step

    def _path(self, operation: Operation) -> str:
        """Return the path, with the examples and enumerations of its parameters."""
        path = operation.path
        for parameter in operation.parameters:
            if parameter.place == "path" and _has_value(parameter):
                path = path.replace(f"{{{parameter.name}}}", self._sample(parameter))
        return path

    def _sample(self, parameter: Parameter) -> str:
        value = Sample(self._references).of(parameter.schema, parameter.name)
        value = guess(parameter.name).value if value is OMITTED or value is None else value
        value = value[0] if isinstance(value, list) and value else value
        return str(value).lower() if isinstance(value, bool) else str(value)

    def _acknowledge(self, journey: DraftJourney, operation: Operation, step: DraftStep) -> None:
        """Add the receipt in the response, and the operation that reads it back."""
        read_back = next((one for one in self._operations if _reads(one, operation.path)), None)
        fields = self._members_of_response(operation)
        wanted = re.findall(r"\{([^{}]+)\}", read_back.path) if read_back else []
        sent = mapping(step.json).keys() | step.form.keys()
        names = [n for n in (*wanted, *_IDENTIFIERS) if n in fields and n not in sent]
        reason = translate("is this the receipt?")
        if names:
            one = Guess(rf'"{re.escape(names[0])}"\s*:\s*"?([\w-]+)', reason)
        elif operation.has_location:
            one = Guess(r"([\w-]+)/?$", reason, place="Location", kind="header")
        else:
            return
        journey.receipt, step.capture["receipt"] = "receipt", one
        if read_back is None:
            return
        verify = self._step(read_back)
        verify.path = re.sub(r"\{[^{}]+\}", "{receipt}", verify.path)
        self._expect_name(verify, read_back, step)
        journey.verify = [verify]

    def _members_of_response(self, operation: Operation) -> Mapping:
        schema = next((s for kind, s in operation.contents.items() if "json" in kind), {})
        return self._members(schema)

    def _members(self, schema: Mapping, depth: int = 3) -> Mapping:
        """Return the properties of a response, those of an envelope such as `data` too."""
        properties = mapping(Sample(self._references).merged(schema).get("properties"))
        found = dict(properties)
        for inner in properties.values() if depth else ():
            if mapping(self._references.follow(inner).get("properties")):
                found = {**self._members(inner, depth - 1), **found}
        return found

    def _expect_name(self, verify: DraftStep, read_back: Operation, step: DraftStep) -> None:
        """Expect a value of the user, where the response has a member that was sent."""
        shown = self._members_of_response(read_back)
        sent = mapping(step.json) if step.json is not MISSING else {}
        for name, value in sent.items():
            if name in shown and isinstance(value, str) and value.startswith("{citizen."):
                verify.contains = value
                return


def _has_value(parameter: Parameter) -> bool:
    schema = parameter.schema
    has_example = any(schema.get(key) is not None for key in ("example", "default", "const"))
    return has_example or bool(schema.get("enum"))


def _reads(operation: Operation, path: str) -> bool:
    """Return whether an operation reads an item of a path: `/actes/{id}` of `/actes`."""
    rest = operation.path.removeprefix(path.rstrip("/"))
    return (
        operation.method == "GET"
        and rest != operation.path
        and re.fullmatch(r"/\{[^{}/]+\}/?", rest) is not None
    )
