"""Which keys a person presses."""

from __future__ import annotations

from collections.abc import Mapping

from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.staff.models import Staff
from hanjo.staff.terms import KeyTaken, UnusableKey
from hanjo.ui import shortcuts


@command("staff.set_keys", "キー操作の設定")
def set_keys(staff: Staff, keymap: Mapping[str, str], *, shortcuts_on: bool, by: Actor) -> None:
    """Keep a person's own keys, and whether single letters act at all (キー操作の設定).

    `keymap` holds what is pressed instead of a key of the list, empty for no key. Only what differs from the list is
    kept, so an empty map is the way back to it; doing it twice changes nothing. Refuses what is no key (UnusableKey)
    and two things on one key (KeyTaken).
    """
    wanted = {key: typed for key, typed in keymap.items() if key in shortcuts.SHORTCUTS}
    for key, typed in wanted.items():
        if not shortcuts.is_key(key, typed):
            raise UnusableKey(does=shortcuts.SHORTCUTS[key].does, key=typed[:20])
    found = shortcuts.clash(wanted)
    if found:
        first, second, pressed = found
        raise KeyTaken(
            key=shortcuts.spoken(pressed),
            first=shortcuts.SHORTCUTS[first].does,
            second=shortcuts.SHORTCUTS[second].does,
        )
    kept = {key: typed for key, typed in wanted.items() if typed != shortcuts.own(key, {})}
    Staff.objects.filter(pk=staff.pk).update(keymap=kept, shortcuts=shortcuts_on)
