"""Room for the service: it comes with the planner complete."""
