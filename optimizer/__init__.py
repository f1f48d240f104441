"""Shares a village's households among its volunteers, and proves what it says."""
