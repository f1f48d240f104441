"""The command line: planning, and the service."""

from api.cli.entry import main

__all__ = ["main"]
