"""Villages that help one another across their borders: a suggestion beside the plans."""
