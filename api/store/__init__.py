"""What the service keeps, in SQLite or PostgreSQL: tables, their migrations, and the way in."""

from api.store.database import Store
from api.store.migrating import upgrade

__all__ = ["Store", "upgrade"]
