"""Amazon holds what every mall's connector holds."""

from __future__ import annotations

from hanjo.channels.malls.amazon.tests.joins import AmazonJoins
from hanjo.channels.malls.tests.test_port_contract import Contract


class TestAmazon(AmazonJoins, Contract):
    """Over HTTP against the simulated Amazon."""
