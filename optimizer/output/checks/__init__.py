"""A written plan read back and checked: ids to rows, the verifier, every stated figure.

``reading`` takes any JSON apart without raising, ``translation`` turns ids into rows, ``claims``
compares figures, ``document`` checks a response, ``columns`` the tables of a result folder and
``folder`` those of one that may be large.
"""

from optimizer.output.checks.folder_check import verify_folder
from optimizer.output.checks.response_check import (
    VERIFYING_S,
    DocumentCheck,
    check_response,
    verify_response,
)
from optimizer.output.checks.table_check import verify_columns

__all__ = [
    "VERIFYING_S",
    "DocumentCheck",
    "check_response",
    "verify_columns",
    "verify_folder",
    "verify_response",
]
