"""The server as an assistant meets it: by the SDK's own client, over standard input and output."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from mcp import Client, StdioServerParameters
from mcp.types import TextContent

from tests.optimizer.output.earth_village import request
from tests.web.service import serving

TOOLS = {"scenarios", "plan", "read_plan", "explain", "compare", "budget", "replan"}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("mcp")) as found:
        yield found


@asynccontextmanager
async def connected(address: str, *options: str, key: str = "") -> AsyncIterator[Client]:
    """Start ``liengia mcp`` as an assistant does."""
    program = "from api.cli.entry import main; main()"
    server = StdioServerParameters(
        command=sys.executable,
        args=["-c", program, "mcp", "--url", address, *options],
        env={"LIENGIA_KEY": key, "PYTHONPATH": str(Path(__file__).parents[3])},
    )
    async with Client(server, read_timeout_seconds=100) as client:
        yield client


async def ask(client: Client, tool: str, **arguments: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    answer = await client.call_tool(tool, arguments)
    assert not answer.is_error, answer.content
    found: dict[str, Any] = answer.structured_content or {}
    return found


async def refusal(client: Client, tool: str, **arguments: Any) -> str:  # noqa: ANN401 - JSON
    answer = await client.call_tool(tool, arguments)
    assert answer.is_error
    assert isinstance(answer.content[0], TextContent)
    return answer.content[0].text


def everybody() -> set[str]:
    """Return the ids of all households and members of the sample."""
    return {
        one["id"]
        for village in request()["villages"]
        for table in ("households", "members")
        for one in village[table]
    }


def test_that_a_village_is_planned_explained_and_planned_again(address: str) -> None:
    """Tests that every tool does its work, and that no answer names anybody or says where."""

    async def run() -> None:
        async with connected(address) as client:
            assert {tool.name for tool in (await client.list_tools()).tools} == TOOLS
            answers = [planned := await ask(client, "plan", request=request())]
            assert planned["status"] == "succeeded"
            assert planned["summary"]["recruits_needed"] == 1
            assert planned["summary"]["unserved_today"] == 3
            assert [row["id"] for row in planned["villages"]] == ["O6uvpzGd5pu", "b"]
            said = await ask(client, "explain", result=planned["result"], village="O6uvpzGd5pu")
            answers.append(said)
            assert said["figures"]["recruitment"]["needed"] == 1
            assert said["figures"]["recruitment"]["pockets"][0]["recruits_at_least"] == 1
            assert said["figures"]["today"]["unserved_by_reason"]
            assert said["village"]["message"]["vi"]
            wider = await ask(
                client, "plan", scenario=planned["scenario"], rules={"max_households": 8}
            )
            answers.append(wider)
            compared = await ask(client, "compare", first=planned["result"], second=wider["result"])
            answers.append(compared)
            assert compared["summary"]["unserved"] == [3, wider["summary"]["unserved_today"]]
            spent = await ask(client, "budget", scenario=planned["scenario"], recruits=1)
            answers.append(spent)
            assert (spent["served"], spent["households"]) == (10, 10)
            event = {"kind": "member_left", "village": "b", "member": "m:1%20a"}
            later = await ask(client, "replan", result=planned["result"], events=[event])
            answers.append(later)
            assert later["summary"]["unserved_today"] == 5
            answers.append(await ask(client, "read_plan", result=later["result"]))
            assert answers[-1]["summary"] == later["summary"]
            text = json.dumps(answers, ensure_ascii=False)
            assert [one for one in everybody() if json.dumps(one, ensure_ascii=False) in text] == []
            assert "108.9" not in text
            assert "11.58" not in text

    asyncio.run(run())


def test_that_households_are_named_where_they_may_be(address: str) -> None:
    """Tests that the administrator's option, and nothing else, lets ids through."""

    async def run() -> None:
        async with connected(address, "--households") as client:
            planned = await ask(client, "plan", request=request())
            said = await ask(client, "explain", result=planned["result"], village="b")
            assert {row[0] for row in said["response"]["today"]["assignments"]} == {"=h0", "=h1"}

    asyncio.run(run())


def test_that_what_cannot_be_is_refused_in_words(address: str) -> None:
    """Tests that limits, wrong names and broken requests are told, and end no server."""

    async def run() -> None:
        async with connected(address, "--max-households", "9") as client:
            assert "9 at most" in await refusal(client, "plan", request=request())
            assert "'nowhere'" in await refusal(client, "plan", scenario="nowhere")
            assert "one of the two" in await refusal(client, "plan")
            assert "at most" in await refusal(client, "plan", scenario="ninh-thuan")
            assert "NOT_FOUND" in await refusal(client, "explain", result="job_x", village="b")
            broken = {"villages": [{"id": "v", "households": [{"id": "h"}], "members": []}]}
            assert "/villages/0/households/0" in await refusal(client, "plan", request=broken)
            assert (await ask(client, "scenarios"))["presets"]

    asyncio.run(run())


def test_that_a_missing_service_is_told() -> None:
    """Tests that an assistant hears what to start where nothing answers."""

    async def run() -> None:
        async with connected("http://127.0.0.1:9") as client:
            assert "liengia serve" in await refusal(client, "scenarios")

    asyncio.run(run())


def test_that_a_call_ends_at_its_time(address: str) -> None:
    """Tests that a long plan goes on as a job, that the call says so, and the service is free."""

    async def run() -> None:
        async with connected(address, "--seconds", "1", "--max-households", "300000") as client:
            planned = await ask(client, "plan", scenario="ninh-thuan")
            assert planned["status"] in {"queued", "running"}
            assert planned["progress"]["villages"] == 397
            told = await ask(client, "read_plan", result=planned["result"])
            assert told["result"] == planned["result"]
            cancelled.append(planned["result"])

    cancelled: list[str] = []
    asyncio.run(run())
    httpx.post(f"{address}/v1/jobs/{cancelled[0]}/cancel").raise_for_status()
