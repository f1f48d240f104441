"""The fewest recruits, proven, with the pockets that force them."""

from optimizer.recruitment.fewest import fewest_recruits, site_reach
from optimizer.recruitment.marginal_gain import order_of_worth
from optimizer.recruitment.recruits import Recruits

__all__ = ["Recruits", "fewest_recruits", "order_of_worth", "site_reach"]
