"""What the service keeps, in SQLite or PostgreSQL: tables, their migrations, and the way in."""

from api.db import approval_models
from api.db.database import Database
from api.db.migration import upgrade

__all__ = ["Database", "approval_models", "upgrade"]
