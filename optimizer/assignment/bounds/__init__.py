"""Lower bounds of an assignment problem, and the prices that prove them."""
