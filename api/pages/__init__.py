"""Pages for people: the documentation, which needs no internet, and the planner's page."""

from api.pages.routing import install_pages

__all__ = ["install_pages"]
