"""Save own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hanjo.kernel import setting
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.text import narrow
from hanjo.payments import own
from hanjo.payments.terms import BadAccount, Method

OWN = (Method.COD, Method.BANK_TRANSFER)


@command("payments.save_own", "自店の支払方法の設定")
def save_own(
    methods: Sequence[Method], account: Mapping[str, str], order: Sequence[Method], *, by: Actor
) -> None:
    """Say which ways to pay the house offers by itself, its bank account, and the order buyers meet (自店の支払方法).

    Refuses transfers without a whole account. An empty account takes the old one away.
    """
    kept = {name: account.get(name, "").strip() for name, _ in own.ACCOUNT_FIELDS}
    kept["number"] = narrow(kept["number"]).replace("-", "")
    missing = [label for name, label in own.ACCOUNT_FIELDS if not kept[name]]
    if any(kept.values()) and missing:
        raise BadAccount(because=f"{'、'.join(missing)}を入れてください。")
    if kept["number"] and not (kept["number"].isdigit() and len(kept["number"]) <= 8):
        raise BadAccount(because="口座番号は 8 桁までの数字です。")
    if Method.BANK_TRANSFER in methods and missing:
        raise BadAccount(because="銀行振込を使うには、口座をすべて入れてください。")
    setting.put(own.METHODS, [str(one) for one in methods if one in OWN], by=by)
    setting.put(own.BANK_ACCOUNT, kept if kept["number"] else {}, by=by)
    setting.put(own.ORDER, [str(one) for one in order], by=by)
