"""Plan a request as a job, follow it, and print its villages: ``client.py ADDRESS FILE [KEY]``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import httpx


def run(address: str, file: str, key: str = "") -> None:
    """Keep the request of a file, plan it, and print a line a village."""
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    request = json.loads(Path(file).read_text(encoding="utf-8"))
    with httpx.Client(base_url=address, headers=headers, timeout=60) as client:
        kept = client.post("/v1/scenarios", json={"name": "example", "request": request})
        scenario = kept.raise_for_status().json()
        started = client.post("/v1/jobs", json={"scenario_id": scenario["id"]})
        job = f"/v1/jobs/{started.raise_for_status().json()['id']}"
        with client.stream("GET", f"{job}/events") as events:
            for line in events.iter_lines():
                if line.startswith("event:"):
                    sys.stderr.write(line + "\n")
        page = client.get(f"{job}/villages").raise_for_status().json()
        for village in page["items"]:
            sys.stdout.write(json.dumps(village, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    run(*sys.argv[1:])
