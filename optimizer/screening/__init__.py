"""Counts only: what arithmetic alone proves about villages of which no point is known."""

from optimizer.screening.count_bounds import CountBounds
from optimizer.screening.counts import VillageCounts
from optimizer.screening.counts_file import screen_file
from optimizer.screening.screen_document import bounds_of_counts, screen, screening

__all__ = ["CountBounds", "VillageCounts", "bounds_of_counts", "screen", "screen_file", "screening"]
