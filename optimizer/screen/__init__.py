"""Counts only: what arithmetic alone proves about villages of which no point is known."""

from optimizer.screen.arithmetic import Screened
from optimizer.screen.counts import Counted
from optimizer.screen.rows import screen, screened, screening
from optimizer.screen.table import screen_file

__all__ = ["Counted", "Screened", "screen", "screen_file", "screened", "screening"]
