"""How Amazon is joined for tests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar

import pytest

from hanjo.channels.malls.port import Document, Goods
from hanjo.channels.malls.tests.lines import PIECES, Joins, Line, joined
from simulators.malls import Goods as OnShow
from simulators.malls import Order, World
from simulators.malls.amazon import Amazon

FRESH = 200  # seconds after which a search of Amazon shows what happened: it ends two minutes back


class PatientLine(Line):
    """Amazon shows nothing that is younger than two minutes: who looks for something waits that long first."""

    def _found(self, since: datetime, until: datetime, *, read: bool) -> Iterator[Document]:
        self.clock.pass_(FRESH)
        yield from super()._found(since, until + timedelta(seconds=FRESH), read=read)


class AmazonJoins(Joins):
    """Amazon, with a seller of its own."""

    code: ClassVar[str] = "amazon"
    secrets: ClassVar[Mapping[str, str]] = {
        "client_secret": "client_secret-of-sample",
        "refresh_token": "refresh_token-of-sample",
    }
    wrong_secrets: ClassVar[Mapping[str, str]] = {"refresh_token": "of-somebody-else"}
    options: ClassVar[Mapping[str, object]] = {
        "seller_id": "A0SAMPLESELLER",
        "client_id": "client_id-of-sample",
    }
    unknown_order = "250-0000000-9999999"
    cancels = False

    def simulator(self, world: World) -> Amazon:
        return Amazon(world, "amazon")

    @pytest.fixture
    def line(self) -> Iterator[Line]:
        with joined(self.code, self.simulator, secrets=self.secrets, options=self.options) as made:
            made.mall.stock_up([
                OnShow(code=code, title=f"見本 {code}", price_yen=1200 + 100 * at, shown=PIECES)
                for at, code in enumerate(self.codes)
            ])  # fmt: skip
            yield PatientLine(
                made.clock, made.world, made.mall, made.company, made.wire, made.tokens, made.access
            )

    def buy(self, line: Line, pieces: int = 1, **more: Any) -> Order:
        order = super().buy(line, pieces, **more)
        line.clock.pass_(FRESH)
        return order

    def expire(self, line: Line) -> None:
        super().expire(line)
        self.sim(line).tokens.clear()
        line.tokens.kept.clear()

    def crowd(self, line: Line) -> None:
        mall = self.sim(line)
        mall.plans = dict.fromkeys(mall.plans, (0.01, 0))
        mall.buckets.clear()

    def new_goods(self) -> Goods:
        return Goods(
            code="HJ-NEW-1", title="見本の湯呑", price_yen=1980, quantity=4, more={"asin": "B000000001"}
        )

    def sim(self, line: Line) -> Amazon:
        assert isinstance(line.mall, Amazon)
        return line.mall
