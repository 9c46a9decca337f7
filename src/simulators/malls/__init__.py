"""Simulated malls: HTTP servers that behave as the real ones are documented to, and buyers who buy there.

`Malls` serves several of them on one port, each under its own path. A mall shows what it was told to show and
sells only what it shows; it never knows what lies in the warehouse.
"""

from simulators.malls.scenario import Outage, Scenario
from simulators.malls.server import Malls
from simulators.malls.world import Goods, Line, Mall, Order, Person, Reply, Request, World

__all__ = [
    "Goods",
    "Line",
    "Mall",
    "Malls",
    "Order",
    "Outage",
    "Person",
    "Reply",
    "Request",
    "Scenario",
    "World",
]
