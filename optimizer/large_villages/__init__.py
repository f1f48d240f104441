"""Villages whose pairs are too many for an exact search in the time: fewer pairs, and bounds."""
