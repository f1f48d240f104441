"""Shares a village's households among its volunteers, and proves what it says."""

import os

os.environ["PROJ_NETWORK"] = "OFF"
"""Grids of datum shifts are fetched from nowhere; PROJ reads this once, when it is loaded."""
