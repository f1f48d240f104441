"""The kept OpenAPI file: what the service is, with examples that are sent for real."""

from __future__ import annotations

import json
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
