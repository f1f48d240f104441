"""The service as tools of the Model Context Protocol, for assistants that plan with somebody."""
