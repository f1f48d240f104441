"""The search where bound and plan do not meet: states, local search, cuts, branch and bound."""
