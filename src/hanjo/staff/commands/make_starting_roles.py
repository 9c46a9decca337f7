"""The roles a shop begins with."""

from __future__ import annotations

from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.staff.models import Role

#: What the order desk does with malls. Keys, raw messages, what malls show and cost, and whether they are spoken to at
#: all are the manager's: whoever can save a key can lead every order elsewhere.
DESK_AT_MALLS = [
    f"channels.{verb}"
    for verb in (
        "store_file", "take_in", "finish_import", "collect_inbox", "replay", "save_mapping", "use_mapping",
        "save_listing", "start_binding", "check_listings", "start_proof", "prove_orders", "back_fill",
        "take_in_documents", "approve_catch_up", "catch_up", "settle_oversell", "write_report", "queue_mails",
        "write_mail", "settle_mail", "send_sample", "save_template", "reset_template",
    )
]  # fmt: skip
#: Whoever takes orders answers what is asked about them; how long inquiries are kept is the manager's.
DESK_AT_INQUIRIES = [
    f"support.{verb}"
    for verb in (
        "answer_inquiry", "note_inquiry", "assign_inquiry", "close_inquiry", "save_template", "remove_template",
    )
]  # fmt: skip
STARTING_ROLES = {
    "manager": ("店長", ["*"]),
    "orders": (
        "受注担当",
        [
            "*.look",
            *DESK_AT_MALLS,
            *DESK_AT_INQUIRIES,
            "orders.*",
            "customers.*",
            "payments.*",
            "catalogue.*",
            "inventory.*",
        ],
    ),
    "warehouse": ("倉庫", ["*.look", "fulfilment.*"]),
    "viewer": ("閲覧", ["*.look"]),
}


@command("staff.make_starting_roles", "最初の役割の作成")
def make_starting_roles(by: Actor) -> None:
    """Make manager, order desk, warehouse and viewer (最初の役割). A role that is there stays as it is."""
    for code, (name, permissions) in STARTING_ROLES.items():
        Role.objects.get_or_create(code=code, defaults={"name": name, "permissions": permissions})
    audit.record(by, "staff.make_starting_roles")
