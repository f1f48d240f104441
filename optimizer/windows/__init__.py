"""Loads of 0 or within a window: the question, its bound, its exact answer."""
