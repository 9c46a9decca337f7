"""A simulated EC-CUBE 4 shop with the plugin eccube-api4: OAuth2, GraphQL, webhooks."""

from simulators.malls.eccube.mall import EcCube

__all__ = ["EcCube"]
