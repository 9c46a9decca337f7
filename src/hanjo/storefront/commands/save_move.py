"""Save move."""

from __future__ import annotations

from hanjo.content.rules import is_link
from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.storefront.models import OldAddress
from hanjo.storefront.queries.addresses import below_shop
from hanjo.storefront.terms import BadMove


@command("storefront.save_move", "転送の登録")
def save_move(path: str, target: str, *, by: Actor) -> OldAddress:
    """Lead an address of the shop that no longer exists to another one (転送の登録).

    It holds only where nothing lives: a page that exists is never hidden by it. Refuses an address without a path, a
    target that is no link, and a way that would lead back to where it began.
    """
    old, new = below_shop(path.split("?", maxsplit=1)[0].strip())[:200], target.strip()
    if not old or any(letter.isspace() for letter in old):
        raise BadMove(path=path, why="古いアドレスが空か、空白が入っています。")
    if not is_link(new) or new.startswith(("#", "mailto:", "tel:")) or len(new) > 200:
        raise BadMove(path=path, why="移り先は / か https:// で始まるアドレスにしてください。")
    seen, at = {old}, below_shop(new)
    while new.startswith("/") and at:
        if at in seen:
            raise BadMove(path=path, why="移り先をたどると、もとのアドレスに戻ってしまいます。")
        seen.add(at)
        following = OldAddress.objects.filter(path=at).values_list("target", flat=True).first()
        if following is None or not following.startswith("/"):
            break
        at = below_shop(following)
    row, _ = OldAddress.objects.update_or_create(path=old, defaults={"target": new})
    audit.record(by, "storefront.save_move", [old], target=new)
    return row


@command("storefront.remove_move", "転送の削除")
def remove_move(path: str, *, by: Actor) -> bool:
    """No longer lead an old address anywhere (転送の削除); answers whether it did."""
    gone, _ = OldAddress.objects.filter(path=path).delete()
    if gone:
        audit.record(by, "storefront.remove_move", [path])
    return bool(gone)
