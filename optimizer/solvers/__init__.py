"""Flows, linear and integer programmes given as arrays, through the solvers of OR-Tools."""
