"""Names of households and members beside their ids, on one's own disk."""
