"""What an operator may set: environment variables ``LIENGIA_...``, read once at the start."""

from __future__ import annotations

import os
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from optimizer.execution.workers.memory_limit import MEMORY_BYTES

Count = Annotated[int, Field(ge=1)]
Seconds = Annotated[float, Field(gt=0)]


def _data_folder() -> Path:
    """Return the folder where a program keeps a user's data."""
    home = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(home) / "liengia"


def _processors() -> int:
    return os.cpu_count() or 1


class Settings(BaseSettings):
    """The settings of one service: immutable, every one with a default that works."""

    model_config = SettingsConfigDict(env_prefix="LIENGIA_", frozen=True, extra="ignore")

    data: Path = Field(default_factory=_data_folder)
    """Folder of the embedded database and of whatever else must outlive the process."""
    database_url: str | None = None
    """``postgresql+psycopg://...`` or ``sqlite:///...``; by default a file in the data folder."""
    scheduler: str | None = None
    """Address of a Dask scheduler for jobs; by default workers on this machine."""
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    workers: Count = Field(default_factory=_processors)
    """Processes that answer synchronous requests, and as many for jobs; one tenant may have all."""
    spare_workers: Count = 1
    """Processes beside them, likewise twice, for tenants that have none at work."""

    memory_bytes: Annotated[int, Field(ge=512 * 1024 * 1024)] = MEMORY_BYTES
    """Memory that each process which reads or plans may take beside its libraries."""
    reading_seconds: Seconds = 30.0
    """Longest time that reading a body or files may take, where nothing is planned."""

    head_seconds: Seconds = 10.0
    """Time within which the head of a request must have come, from its connection on."""
    stall_seconds: Seconds = 30.0
    """Time for which a body may not come, or an answer not be taken, before it is given up."""
    slowest_bytes_s: Annotated[int, Field(ge=0)] = 500
    """Bytes a second that must come or be taken on average over `stall_seconds`."""
    keep_alive_seconds: Count = 5
    """Time for which a connection without a request stays open."""
    max_head_bytes: Count = 64 * 1024
    """Bytes of a request's first line and headers, and of what stands between parts of a body."""
    max_headers: Count = 100
    """Headers of a request."""
    max_connections: Count = 2_000
    """Connections at once; the next one is answered 503 and closed."""
    max_address_connections: Count = 1_000
    """Connections of one address at once, but for those of a proxy on this machine."""
    max_pipelined: Count = 16
    """Requests that may wait on one connection for the answer to the one before."""
    max_streams: Count = 20
    """Streams of events that one tenant may have open at once."""

    small_body_bytes: Count = 1024 * 1024
    """Bodies up to this size are held in memory, larger ones in a temporary file."""
    body_memory_bytes: Count = 64 * 1024 * 1024
    """Memory for all bodies under way together; where it is taken they go to temporary files."""
    body_disk_bytes: Count = 4 * 1024 * 1024 * 1024
    """Disk for all bodies under way together; where it is taken the next is told to come back."""
    max_body_bytes: Count = 32 * 1024 * 1024
    max_unpacked_bytes: Count = 256 * 1024 * 1024
    """Bytes of an uploaded archive or workbook once it is unpacked."""
    max_files: Count = 50
    """Files of one upload, or of one archive."""
    max_villages: Count = 20_000
    max_households: Count = 1_000_000
    sync_households: Count = 2_000
    """Households up to which POST /v1/optimize answers at once; above it becomes a job."""
    sync_seconds: Seconds = 60.0
    """Longest time that a synchronous request may take."""
    sync_waiting: Count = 256
    """Synchronous requests of one tenant that may wait; the next one is told to come back."""
    time_limit_s: Seconds = 20.0
    """Time limit of each village where the request names none."""
    max_time_limit_s: Seconds = 600.0

    rate_limit: str = "6000/minute"
    """Requests of one key (or of one address, where the service is open)."""
    wrong_key_limit: str = "600/minute"
    """Wrong keys of one address that are answered as such; right ones are taken all the while."""
    retention_days: Annotated[int, Field(ge=0)] = 30
    """Days after which kept scenarios and results are deleted; 0 keeps nothing at all."""
    idempotency_hours: Count = 24
    """Hours for which an answer is kept under its `Idempotency-Key`; at most the retention."""
    webhook_private: bool = False
    """Whether webhooks may go to addresses inside (loopback, private, link-local) and over HTTP."""
    webhook_attempts: Count = 10
    """Tries to deliver a webhook, within about a day and a half, before it is given up."""
    webhook_timeout_s: Seconds = 10.0
    """Time that a receiver has to answer, from looking up its host on."""
    jobs_at_once: Count = 2
    """Jobs that one service works on side by side, beside one of each tenant that has no other."""
    lease_s: Seconds = 30.0
    """Time after which a job whose process is gone may be taken over."""
    shutdown_s: Seconds = 10.0
    """Time that running requests get when the service is asked to end."""

    @property
    def url(self) -> str:
        """Return the address of the database."""
        return self.database_url or f"sqlite:///{self.data / 'service.sqlite'}"

    @property
    def loopback(self) -> bool:
        """Tell whether only this machine reaches the service."""
        if self.host == "localhost":
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False
