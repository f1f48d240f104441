"""Pockets: households whose members cannot hold them (Hall violators), found and made small."""
