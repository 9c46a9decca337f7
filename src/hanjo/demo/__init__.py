"""A whole fictional shop, はんじょう商店, that makes every page alive on the first day (デモ店).

Owns: the goods and their drawn pictures, one morning of mall files with every kind of trouble in them, the
afternoon's carrier and bank files, the seeding and the tour. Promises: everything is made up and says so,
the same day always gives the same bytes, and data enters only through the public commands of the modules.
Start reading at `goods`, then `morning`, then `seed`.
"""

from __future__ import annotations

from collections.abc import Callable

from hanjo.kernel.actor import Actor

BY = Actor.system("demo")

# login, password, role as people say it; the passwords are public on purpose: this shop is a toy.
LOGINS: list[tuple[str, str, str]] = [
    ("hana", "yunomi-to-ocha-8", "店長"),
    ("sora", "tegami-wo-yomu-3", "受注担当"),
    ("ken", "hakobu-dansha-16", "倉庫"),
    ("mei", "nagameru-dake-20", "閲覧"),
]


def is_empty() -> bool:
    """Whether the demo shop may move in here."""
    from hanjo.demo.planting.plant import is_empty as empty

    return empty()


def seed(progress: Callable[[str], object] = str, *, by: Actor = BY) -> dict[str, int]:
    """Open はんじょう商店 in an empty house; elsewhere do nothing (デモ店の投入)."""
    from hanjo.demo.planting.plant import plant

    return plant(progress, by=by)


def afternoon(progress: Callable[[str], object] = str, *, wrong: int = 0) -> None:
    """Write what carriers and bank answer to the labels made so far, beside the morning's files (午後のファイル)."""
    from hanjo.demo.planting.afternoon import write_afternoon
    from hanjo.demo.planting.plant import demo_folder

    for path in write_afternoon(demo_folder(), wrong=wrong):
        progress(f"{path}")


def tour(out: Callable[[str], object] = print) -> None:
    """Walk one order through the house and name the file that did each step (案内)."""
    from hanjo.demo.walk import walk

    walk(out)
