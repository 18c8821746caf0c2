"""Examples of the API's description: what the site was sent and answered.

`./dev assure api-examples` records them; a test holds each against the description.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

PATH = "careersite/common/api_examples.json"
JSON = "application/json"
METHODS = ("get", "post", "put", "patch", "delete")


class Operation(NamedTuple):
    """A method at a path; `body` and `answer` name what it takes and answers."""

    id: str
    path: str
    method: str
    body: str
    answer: str
    described: dict[str, Any]


def operations(description: dict[str, Any]) -> list[Operation]:
    """Return every operation of an OpenAPI document, in its order."""
    return [
        Operation(
            described["operationId"],
            path,
            method,
            _name(_json_of(described.get("requestBody", {}))),
            _name(_json_of(answer_of(described))),
            described,
        )
        for path, item in description["paths"].items()
        for method, described in item.items()
        if method in METHODS
    ]


def answer_of(described: dict[str, Any]) -> dict[str, Any]:
    """Return the main answer of an operation: the first that is no error."""
    good = sorted(code for code in described["responses"] if code.startswith("2"))
    return described["responses"][good[0]] if good else {}


def add_examples(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Put the recorded examples into the description.

    Where an action was not possible when they were recorded, it shows an answer of
    the same kind that another operation gave.
    """
    kept = examples()
    known = operations(result)
    by_answer = {
        one.answer: kept[one.id]["response"]
        for one in known
        if "response" in kept.get(one.id, {})
    }
    for one in known:
        example = kept.get(one.id, {})
        if "request" in example:
            _json_of(one.described["requestBody"])["example"] = example["request"]
        answer = example.get("response", by_answer.get(one.answer))
        if one.answer and answer is not None:
            _json_of(answer_of(one.described))["example"] = answer
    return result


@cache
def examples() -> dict[str, dict[str, Any]]:
    """Return the recorded examples: operation -> what was sent and answered."""
    return json.loads(Path(__file__).with_suffix(".json").read_text())


def _json_of(described: dict[str, Any]) -> dict[str, Any]:
    return described.get("content", {}).get(JSON, {})


def _name(content: dict[str, Any]) -> str:
    """Return what a schema is called; one without a name is called by its type."""
    schema = content.get("schema", {})
    named = schema.get("items", schema).get("$ref", "").rpartition("/")[2]
    many = "[]" if "items" in schema else ""
    return (named or str(schema.get("type", ""))) + many
