"""Scenario folders and request files to `Scenario` and back: the disk's side of the input."""

from optimizer.input.folder.append_writer import write_source
from optimizer.input.folder.chunk_reader import stream_folder
from optimizer.input.folder.folder_reader import read_folder, read_scenario
from optimizer.input.folder.folder_writer import write_scenario

__all__ = ["read_folder", "read_scenario", "stream_folder", "write_scenario", "write_source"]
