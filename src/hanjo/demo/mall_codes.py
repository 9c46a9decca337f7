"""Under which code each mall knows our goods: mostly ours, some not, so that listings have work (モール商品コード)."""

from __future__ import annotations


def code_at(mall: str, code: str) -> str:
    """The code that `mall` writes for our product or SKU code.

    楽天 keeps ours, but the table goods were listed years ago under a lower-case code. Amazon's seller SKUs begin
    with `HJ-` for everything to eat. Yahoo! only knows lower case. EC-CUBE, the shop's own, uses ours.
    """
    if mall == "rakuten" and code.startswith("UTW-"):
        return f"utsuwa{code.removeprefix('UTW').lower()}"
    if mall == "amazon" and code.startswith(("FOD-", "COL-")):
        return f"HJ-{code}"
    if mall == "yahoo":
        return code.lower()
    return code
