import django.db.models.deletion
from django.db import migrations, models

# See docs/adr/0010-set-based-foreign-keys.md. Everything is named in full, so that it also works without a search path.
FUNCTIONS = """
CREATE FUNCTION parents_are_there() RETURNS trigger LANGUAGE plpgsql AS $$
-- Arguments: column, parent table, column, parent table, … After insert or update, once per statement, with the new
-- rows as "arrived": locks every parent they point at, as a foreign key does, and refuses when one is missing.
DECLARE missing bigint;
BEGIN
    FOR i IN 0 .. TG_NARGS - 1 BY 2 LOOP
        EXECUTE format(
            'WITH wanted AS MATERIALIZED (SELECT DISTINCT %1$I AS id FROM arrived WHERE %1$I IS NOT NULL),
                  held AS MATERIALIZED (SELECT p.id FROM %2$I.%3$I p WHERE p.id IN (SELECT id FROM wanted)
                                        ORDER BY p.id FOR KEY SHARE OF p)
             SELECT id FROM wanted EXCEPT SELECT id FROM held LIMIT 1',
            TG_ARGV[i], TG_TABLE_SCHEMA, TG_ARGV[i + 1]) INTO missing;
        IF missing IS NOT NULL THEN
            RAISE EXCEPTION '%: % % is not in table %', TG_TABLE_NAME, TG_ARGV[i], missing, TG_ARGV[i + 1]
                USING ERRCODE = 'foreign_key_violation', TABLE = TG_TABLE_NAME, COLUMN = TG_ARGV[i];
        END IF;
    END LOOP;
    RETURN NULL;
END $$;

CREATE FUNCTION children_are_gone() RETURNS trigger LANGUAGE plpgsql AS $$
-- Arguments: child table, its column. After delete, once per statement, with the old rows as "gone"; or after
-- truncate. A statement of this function sees what was committed before it began, also children that were
-- written while the delete waited for their lock. Only at READ COMMITTED, so other levels are refused.
DECLARE child bigint;
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'rows of % can only be deleted at READ COMMITTED', TG_TABLE_NAME
            USING ERRCODE = 'feature_not_supported';
    END IF;
    EXECUTE format(
        CASE TG_OP WHEN 'DELETE' THEN 'SELECT c.id FROM %1$I.%2$I c WHERE c.%3$I IN (SELECT id FROM gone) LIMIT 1'
                   ELSE 'SELECT c.id FROM %1$I.%2$I c WHERE c.%3$I IS NOT NULL LIMIT 1' END,
        TG_TABLE_SCHEMA, TG_ARGV[0], TG_ARGV[1]) INTO child;
    IF child IS NOT NULL THEN
        RAISE EXCEPTION '%: still pointed at by % %', TG_TABLE_NAME, TG_ARGV[0], child
            USING ERRCODE = 'foreign_key_violation', TABLE = TG_ARGV[0], COLUMN = TG_ARGV[1];
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION key_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%: the key % never changes', TG_TABLE_NAME, OLD.id
        USING ERRCODE = 'foreign_key_violation', TABLE = TG_TABLE_NAME;
END $$;
"""

CHILD = """
CREATE TRIGGER parents_of_new AFTER INSERT ON orders_orderline REFERENCING NEW TABLE AS arrived
    FOR EACH STATEMENT EXECUTE FUNCTION parents_are_there('order_id', 'orders_order', 'sku_id', 'catalogue_sku');
CREATE TRIGGER parents_of_changed AFTER UPDATE ON orders_orderline REFERENCING NEW TABLE AS arrived
    FOR EACH STATEMENT EXECUTE FUNCTION parents_are_there('order_id', 'orders_order', 'sku_id', 'catalogue_sku');
"""

PARENT = """
CREATE TRIGGER no_lines_left AFTER DELETE ON {table} REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION children_are_gone('orders_orderline', '{column}');
CREATE TRIGGER no_lines_left_at_all AFTER TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION children_are_gone('orders_orderline', '{column}');
CREATE TRIGGER lines_keep_their_parent BEFORE UPDATE OF id ON {table}
    FOR EACH ROW WHEN (OLD.id <> NEW.id) EXECUTE FUNCTION key_never_changes();
"""

TRIGGERS = "no_lines_left", "no_lines_left_at_all", "lines_keep_their_parent"
PARENTS = {"orders_order": "order_id", "catalogue_sku": "sku_id"}


class Migration(migrations.Migration):
    """Check once per statement, not once per row, that lines point at orders and goods that are there."""

    dependencies = [
        ("orders", "0005_quicker_intake"),
    ]

    operations = [
        migrations.AlterField(
            model_name="orderline",
            name="order",
            field=models.ForeignKey(
                db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE,
                related_name="lines", to="orders.order",
            ),
        ),
        migrations.AlterField(
            model_name="orderline",
            name="sku",
            field=models.ForeignKey(
                db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT,
                related_name="order_lines", to="catalogue.sku",
            ),
        ),
        migrations.RunSQL(
            FUNCTIONS,
            "DROP FUNCTION parents_are_there(), children_are_gone(), key_never_changes()",
        ),
        migrations.RunSQL(
            CHILD,
            "DROP TRIGGER parents_of_new ON orders_orderline; DROP TRIGGER parents_of_changed ON orders_orderline",
        ),
        *(
            migrations.RunSQL(
                PARENT.format(table=table, column=column),
                "; ".join(f"DROP TRIGGER {name} ON {table}" for name in TRIGGERS),
            )
            for table, column in PARENTS.items()
        ),
    ]
