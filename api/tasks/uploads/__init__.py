"""Files that were sent: laid down, read, checked, and sent back with what is wrong."""
