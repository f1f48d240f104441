"""The fewest recruits, proven, with the pockets that force them."""

from optimizer.recruitment.answer import Recruits
from optimizer.recruitment.fewest import fewest_recruits, site_reach
from optimizer.recruitment.worth import order_of_worth

__all__ = ["Recruits", "fewest_recruits", "order_of_worth", "site_reach"]
