"""A written plan read back and checked: ids to rows, the verifier, every stated figure.

``reading`` takes any JSON apart without raising, ``translation`` turns ids into rows, ``claims``
compares figures, ``document`` checks a response and ``columns`` the tables of a result folder.
"""

from optimizer.replay.columns import verify_columns
from optimizer.replay.document import verify_response

__all__ = ["verify_columns", "verify_response"]
