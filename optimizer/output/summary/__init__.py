"""Villages in numbers: a row each, areas added up, the overview on the terminal."""
