"""Loops beside the requests that need the whole service."""
