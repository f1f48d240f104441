"""The result folder: tables for people, for programs and for maps."""
