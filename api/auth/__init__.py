"""Who asks and how much: API keys, scopes, limits."""
