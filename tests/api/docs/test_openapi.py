"""The kept OpenAPI file: what the service is, with examples that are sent for real."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
import jsonschema_rs
import pytest
import schemathesis

from api.cli.exchange_player import play_exchanges
from api.cli.record_openapi import OPENAPI, describe_api
from api.docs.recorded_exchanges import Exchange, recorded_exchanges

ANEW = "write it anew with `make openapi`, and look at what has changed"
DOCUMENT = json.loads(OPENAPI.read_text(encoding="utf-8"))
JSON = "application/json"


OPERATIONS: dict[str, dict[str, Any]] = {
    f"{method.upper()} {path}": operation
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
}


def test_that_the_kept_file_is_what_the_service_says() -> None:
    """Tests that the file in the repository and the application describe the same."""
    assert OPENAPI.read_text(encoding="utf-8") == describe_api(), ANEW


def test_that_the_examples_are_real() -> None:
    """Tests that every example, sent, is answered as it stands there and as its schema says."""
    schema = schemathesis.openapi.from_dict(DOCUMENT)

    def check(exchange: Exchange, answer: httpx.Response) -> None:
        assert answer.status_code == exchange.status, (exchange, answer.text)
        method, path = exchange.operation.split(" ")
        schema[path][method].validate_response(answer)

    exchanges = recorded_exchanges()
    for was, made in zip(exchanges, play_exchanges(exchanges, check), strict=True):
        assert was.varies or made == was, f"{was.operation} ({was.summary}): {ANEW}"


def test_that_every_address_has_an_example() -> None:
    """Tests that no operation is described without a request that succeeds."""
    shown = {exchange.operation for exchange in recorded_exchanges() if exchange.status < 300}
    assert sorted(OPERATIONS.keys() - shown) == []


@pytest.mark.parametrize(("name", "operation"), list(OPERATIONS.items()), ids=list(OPERATIONS))
def test_that_bodies_have_examples_that_fit(name: str, operation: dict[str, Any]) -> None:
    """Tests that JSON that is sent or comes back is shown, and is as the schema beside it says."""
    contents = [operation["requestBody"]["content"]] if "requestBody" in operation else []
    contents += [
        answer["content"]
        for status, answer in operation["responses"].items()
        if JSON in answer.get("content", {}) and status != "default"
    ]
    for content in contents:
        examples = [one["value"] for one in content[JSON].get("examples", {}).values()]
        assert examples, name
        schema = {**content[JSON]["schema"], "components": DOCUMENT["components"]}
        check = jsonschema_rs.Draft202012Validator(schema)
        assert [error.message for one in examples for error in check.iter_errors(one)] == [], name


def _schemas(node: object, at: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every object of the file with where it stands, examples left out."""
    if isinstance(node, dict):
        yield at, node
        for name, part in node.items():
            if name not in {"example", "examples"}:
                yield from _schemas(part, f"{at}/{name}")
    elif isinstance(node, list):
        for number, part in enumerate(node):
            yield from _schemas(part, f"{at}/{number}")


def test_that_every_list_says_what_its_items_are() -> None:
    """Tests that rows of fixed length, too, have `items`: makers of clients ask for it."""
    lists = [(at, one) for at, one in _schemas(DOCUMENT) if one.get("type") == "array"]
    assert len(lists) > 100
    assert [at for at, one in lists if "items" not in one] == []


def test_that_every_parameter_is_explained() -> None:
    """Tests that each parameter of each address has a description."""
    parameters = [
        (name, parameter)
        for name, operation in OPERATIONS.items()
        for parameter in operation.get("parameters", ())
    ]
    assert [
        (name, parameter["name"])
        for name, parameter in parameters
        if not parameter.get("description")
    ] == []


def test_that_every_operation_says_who_may_call_it() -> None:
    """Tests that `security` stands at each operation, empty for health and for what we send."""
    ours = DOCUMENT["paths"]["/v1/jobs"]["post"]["callbacks"]["jobEnded"]
    told = [one for path in ours.values() for one in path.values()]
    open_ones = {name for name, operation in OPERATIONS.items() if operation["security"] == []}
    assert open_ones == {"GET /health/live", "GET /health/ready"}
    assert [one["security"] for one in told] == [[]]


def test_that_no_default_is_what_its_schema_forbids() -> None:
    """Tests that a default of null stands only where null may be sent."""
    wrong = [
        at
        for at, one in _schemas(DOCUMENT["components"]["schemas"])
        if "default" in one
        and one["default"] is None
        and not any(kind.get("type") == "null" for kind in one.get("anyOf", ()))
    ]
    assert wrong == []
