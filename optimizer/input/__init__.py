"""Files and bodies to a Scenario, with every problem named at once."""
