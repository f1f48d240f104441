"""What is, what is asked and what came out: values that every other room speaks of."""
