"""How Yahoo! is joined for tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from hanjo.channels.malls.port import Goods
from hanjo.channels.malls.tests.lines import Joins, Line
from simulators.malls import World
from simulators.malls.yahoo import Yahoo


class YahooJoins(Joins):
    """Yahoo!, with a store of its own."""

    code: ClassVar[str] = "yahoo"
    secrets: ClassVar[Mapping[str, str]] = {
        "client_secret": "client_secret-of-sample",
        "refresh_token": "refresh_token-of-sample",
    }
    wrong_secrets: ClassVar[Mapping[str, str]] = {"refresh_token": "of-somebody-else"}
    options: ClassVar[Mapping[str, object]] = {"seller_id": "hanjo", "client_id": "client_id-of-sample"}
    unknown_order = "hanjo-99999999"
    strange_state = "9"

    def simulator(self, world: World) -> Yahoo:
        return Yahoo(world, "yahoo")

    def expire(self, line: Line) -> None:
        super().expire(line)
        assert isinstance(line.mall, Yahoo)
        line.mall.tokens.clear()
        line.tokens.kept.clear()

    def new_goods(self) -> Goods:
        return Goods(
            code="HJ-NEW-1", title="見本の湯呑", price_yen=1980, quantity=4, category="1234", more={"path": "食器"}
        )  # fmt: skip
