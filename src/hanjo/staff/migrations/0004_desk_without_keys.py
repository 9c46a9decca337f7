"""The order desk no longer may do everything with malls: keys, raw messages, stock rules and prices are the manager's."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

BEFORE = {"*.look", "channels.*", "orders.*", "customers.*", "payments.*", "catalogue.*", "inventory.*"}
AT_MALLS = (
    "store_file", "take_in", "finish_import", "collect_inbox", "replay", "save_mapping", "use_mapping", "save_listing",
    "start_binding", "check_listings", "start_proof", "prove_orders", "back_fill", "take_in_documents",
    "approve_catch_up", "catch_up", "settle_oversell", "write_report", "queue_mails", "write_mail", "settle_mail",
    "send_sample", "save_template", "reset_template",
)  # fmt: skip


def take_keys_back(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Narrow the desk's role where it still is what every shop began with; one that somebody has changed stays."""
    for role in apps.get_model("staff", "Role").objects.filter(code="orders"):
        if set(role.permissions) == BEFORE:
            verbs = [f"channels.{verb}" for verb in AT_MALLS]
            role.permissions = sorted({*BEFORE - {"channels.*"}, *verbs})
            role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    """Narrow a role."""

    dependencies = [("staff", "0003_board_columns")]

    operations = [migrations.RunPython(take_keys_back, migrations.RunPython.noop)]
