"""Borders moved: villages merged to one, a village split in several."""
