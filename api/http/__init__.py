"""What every request passes: bodies, refusals, paging, ETags, headers, the log and its figures."""
