"""Find every mall that can be joined by its interface: the house's own, and other packages' (モールの一覧).

Another package declares its connector in the group `hanjo.malls` under the mall's code; it may replace one of ours.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from importlib.util import find_spec
from typing import cast

from hanjo.channels.malls.port import Mall
from hanjo.kernel.refusal import Refusal

GROUP = "hanjo.malls"
OURS = {
    code: f"hanjo.channels.malls.{code}"
    for code in ("rakuten", "yahoo", "amazon", "shopify", "eccube", "colorme", "smaregi")
}
SHAPE = ("MALL", "LABEL", "BASE_URL", "FIELDS", "LIMITS", "BATCHES", "connect", "understand", "lacking")


class UnknownMall(Refusal):
    """No installed package answers for this mall."""

    code = "unknown_mall"
    message = "モール「{mall}」への接続に対応していません。"
    fix = "接続先を選び直してください（{known}）。"


def mall_codes() -> list[str]:
    """The codes of all malls that can be joined, ours in our order."""
    ours = [code for code, module in OURS.items() if find_spec(module) and find_spec(f"{module}.client")]
    return [*ours, *sorted({point.name for point in entry_points(group=GROUP)} - set(ours))]


@cache
def mall(code: str) -> Mall:
    """The connector with this code; refuses a code for which nobody answers (モール)."""
    declared = [point.load() for point in entry_points(group=GROUP, name=code)]
    for module in [*declared, *([import_module(f"{OURS[code]}.client")] if code in OURS else [])]:
        if all(hasattr(module, name) for name in SHAPE) and code == module.MALL:
            return cast(Mall, module)
    raise UnknownMall(mall=code, known="、".join(mall_codes()))
