"""Outlines of villages: which one a point lies in, and which lie side by side."""
