"""The fewest recruits, proven, with the pockets that force them."""

from optimizer.recruitment.fewest import fewest_recruits, site_reach
from optimizer.recruitment.marginal_gain import order_by_gain
from optimizer.recruitment.recruits import Recruits

__all__ = ["Recruits", "fewest_recruits", "order_by_gain", "site_reach"]
