"""Many villages: processes, machines, what is finished and kept, and the result put together."""
