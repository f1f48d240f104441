"""Teams of members with a leader each: how many, who, and who leads, exactly."""
