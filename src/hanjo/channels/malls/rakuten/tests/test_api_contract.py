"""楽天 by its interface holds what every mall's connector must hold."""

from __future__ import annotations

from dataclasses import replace

from hanjo.channels.malls.port import Goods
from hanjo.channels.malls.tests.test_port_contract import Contract
from simulators.malls import Mall, World
from simulators.malls.rakuten import Rakuten


class TestRakuten(Contract):
    code = "rakuten"
    secrets = {"service_secret": "SP300001_sample", "license_key": "SL300001_sample", "notify_key": "n-key-1"}
    wrong_secrets = {"license_key": "SL300001_other"}
    strange_state = "950"
    unknown_order = "300001-20261122-9999999999"

    def simulator(self, world: World) -> Mall:
        return Rakuten(world)

    def ref(self, code: str) -> dict[str, str]:
        return {"manageNumber": code.lower(), "variantId": code}

    def new_goods(self) -> Goods:
        return replace(super().new_goods(), category="100371", images=("/goods/new-1.jpg",))
