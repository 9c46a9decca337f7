"""Yahoo! holds what every mall's connector holds."""

from __future__ import annotations

from hanjo.channels.malls.tests.test_port_contract import Contract
from hanjo.channels.malls.yahoo.tests.joins import YahooJoins


class TestYahoo(YahooJoins, Contract):
    """Over HTTP against the simulated Yahoo!."""
