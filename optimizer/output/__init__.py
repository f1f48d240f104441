"""A plan to what people and programs read."""
