"""Distances out of a router: OSRM, Valhalla, openrouteservice or GraphHopper."""
