"""Who hears of what: the whole upward traffic of the house is on this page."""

from __future__ import annotations

from hanjo.channels import reactions as channels
from hanjo.fulfilment.facts import ParcelsDispatched
from hanjo.inventory import reactions as inventory
from hanjo.inventory.facts import ClaimsFilled, StockFreed
from hanjo.kernel.telling import Wire, connect, on
from hanjo.orders import reactions as orders

WIRES: tuple[Wire, ...] = (
    *on(StockFreed, inventory.serve_waiting),  # 欠品の引当
    *on(ClaimsFilled, orders.move_on),  # 引当待ちの解消
    *on(ParcelsDispatched, channels.note_shipments),  # 出荷報告・発送メール
)

connect(WIRES)
