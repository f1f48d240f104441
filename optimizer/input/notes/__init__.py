"""What looks wrong in an input: pure functions from arrays to notes."""
