"""What a job, and what a stream about it, may say."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """Where a job stands; the names of OGC API Processes, in the seams' own letters."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELED = "canceled"

    @property
    def over(self) -> bool:
        """Whether nothing more will happen to the job."""
        return self not in {Status.QUEUED, Status.RUNNING}


class EventKind(StrEnum):
    """What an event tells."""

    VILLAGE = "village"
    PROGRESS = "progress"
    END = "end"
