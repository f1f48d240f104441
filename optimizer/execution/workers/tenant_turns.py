"""Taking turns: which of several tenants is given the next process."""

from __future__ import annotations

from collections import Counter, deque
from typing import Generic, TypeVar

Asker = TypeVar("Asker")


class Turns(Generic[Asker]):
    """Queues of several tenants before the same processes; not safe between threads by itself.

    The next process goes to the tenant with the fewest at work, then to the one whose last turn is
    longest ago, and within a tenant to whoever came first. Nobody who has a process at work is
    given one of the last ``spare`` ones: whoever has none finds one free, however many the others
    ask for and however long they keep them. So one of several tenants has at most ``room - spare``
    less what the others have.

    Parameters
    ----------
    room
        Processes in all.
    spare
        How many of them are left to tenants that have none at work.
    """

    def __init__(self, room: int, spare: int = 0) -> None:
        self._room, self._spare = room, spare
        self._lines: dict[str, deque[Asker]] = {}
        self._at_work = Counter[str]()
        self._served: dict[str, int] = {}
        self._turn = 0

    def join(self, tenant: str, asker: Asker) -> None:
        """Put somebody at the end of a tenant's queue."""
        self._lines.setdefault(tenant, deque()).append(asker)

    def leave(self, tenant: str, asker: Asker) -> bool:
        """Take somebody out of the queue; False where it is not in it, as its turn has come."""
        line = self._lines.get(tenant, deque())
        if asker not in line:
            return False
        line.remove(asker)
        self._forget_empty(tenant)
        return True

    def take(self) -> tuple[str, Asker] | None:
        """Give a process to whose turn it is; None where nobody waits who may have one."""
        free = self._room - self._at_work.total()
        may = [name for name in self._lines if free > (self._spare if self._at_work[name] else 0)]
        if not may:
            return None
        tenant = min(may, key=lambda name: (self._at_work[name], self._served.get(name, -1)))
        asker = self._lines[tenant].popleft()
        self._forget_empty(tenant)
        self._at_work[tenant] += 1
        self._served[tenant] = self._turn
        self._turn += 1
        return tenant, asker

    def end(self, tenant: str) -> None:
        """Take a process back."""
        self._at_work[tenant] -= 1
        if not self._at_work[tenant]:
            del self._at_work[tenant]

    def add_spare(self, count: int) -> None:
        """Let so many processes more be taken, all by tenants that have none at work."""
        self._room += count
        self._spare += count

    def waiting(self, tenant: str) -> int:
        """Return how many of a tenant wait."""
        return len(self._lines.get(tenant, ()))

    def _forget_empty(self, tenant: str) -> None:
        if not self._lines[tenant]:
            del self._lines[tenant]
