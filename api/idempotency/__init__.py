"""Requests that may be sent again: one of them does the work, the others get its answer.

A request with an ``Idempotency-Key`` first claims the key (`claims`). Whatever a route then keeps,
it keeps in one transaction with its answer (`repeats`), so that a process that ends in between has
kept neither, or both. Other answers are kept as they leave (`keeping`): refusals, and what does
nothing more when it is done again.
"""
