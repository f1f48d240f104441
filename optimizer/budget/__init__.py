"""How many households so many recruits serve, in one village and shared out among many."""
