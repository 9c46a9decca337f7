"""The demo shop's contracts with payment companies, which a simulator plays (デモ店の決済)."""

from __future__ import annotations

from hanjo.kernel import setting
from hanjo.kernel.actor import Actor
from hanjo.payments import commands, own, queries
from hanjo.payments.terms import Method

# The simulator's own, in simulators/payments/__main__.py: they open nothing anywhere else.
SECRET, HOOK_SECRET = "sk_test_simulator", "whsec_simulator"
ACCOUNT = {
    "bank": "見本銀行",
    "branch": "みなと支店",
    "kind": "普通",
    "number": "0000000",
    "holder": "ハンジヨウシヨウテン",
}
CONTRACTS: tuple[tuple[str, str, tuple[Method, ...], str], ...] = (
    ("stripe", "Stripe（シミュレーター）", (Method.CARD, Method.KONBINI, Method.VIRTUAL_ACCOUNT), ""),
    ("komoju", "KOMOJU（シミュレーター）", (Method.CARD, Method.KONBINI), ""),
    ("deferred", "後払い（シミュレーター）", (Method.DEFERRED,), "/deferred"),
)


def plant_account(by: Actor) -> None:
    """Give the demo shop a bank account, plainly nobody's, so that buyers may transfer; one that is there stays."""
    if not setting.get(own.BANK_ACCOUNT, {}):
        setting.put(own.BANK_ACCOUNT, ACCOUNT, by=by)


def connect_payments(port: int, *, by: Actor) -> list[str]:
    """Point the shop's payment accounts at a simulator on this port; answers what buyers may choose.

    Doing it again replaces the accounts of the simulator and nothing else.
    """
    for code, title, methods, path in CONTRACTS:
        commands.save_account(
            code,
            provider_code=code,
            title=title,
            methods=methods,
            secret=SECRET,
            hook_secret=HOOK_SECRET,
            base_url=f"http://127.0.0.1:{port}{path}",
            by=by,
        )
    plant_account(by)
    return [offer.label for offer in queries.methods_for_shop()]
