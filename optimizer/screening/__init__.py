"""Counts only: what arithmetic alone proves about villages of which no point is known."""

from optimizer.screening.count_bounds import Screened
from optimizer.screening.counts import Counted
from optimizer.screening.counts_file import screen_file
from optimizer.screening.screen_document import screen, screened, screening

__all__ = ["Counted", "Screened", "screen", "screen_file", "screened", "screening"]
