"""What the processes do beside the event loop: bytes in, bytes out."""
