"""Through the year: events that change a village, and the next plan with the fewest changes."""
