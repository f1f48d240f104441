"""Scenario folders and request files to `Scenario` and back: the disk's side of the input."""

from optimizer.tables.appending import write_source
from optimizer.tables.reading import read_folder, read_scenario
from optimizer.tables.streaming import stream_folder
from optimizer.tables.writing import write_scenario

__all__ = ["read_folder", "read_scenario", "stream_folder", "write_scenario", "write_source"]
