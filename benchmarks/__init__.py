"""How fast, beside whom, and how sure: villages, phases, peers and what was promised."""
