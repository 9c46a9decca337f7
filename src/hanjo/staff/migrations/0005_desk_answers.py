"""The order desk answers what is asked about orders."""

from importlib import import_module

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

VERBS = ("answer_inquiry", "note_inquiry", "assign_inquiry", "close_inquiry", "save_template", "remove_template")


def let_answer(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Widen the desk's role where it still is what every shop began with; one that somebody has changed stays."""
    step = import_module("hanjo.staff.migrations.0004_desk_without_keys")
    before = {*step.BEFORE - {"channels.*"}, *(f"channels.{verb}" for verb in step.AT_MALLS)}
    for role in apps.get_model("staff", "Role").objects.filter(code="orders"):
        if set(role.permissions) == before:
            role.permissions = sorted({*before, *(f"support.{verb}" for verb in VERBS)})
            role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    """Widen a role."""

    dependencies = [("staff", "0004_desk_without_keys")]

    operations = [migrations.RunPython(let_answer, migrations.RunPython.noop)]
