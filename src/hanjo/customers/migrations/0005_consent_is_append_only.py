from django.db import migrations

# A purge after the time that the law asks for sets hanjo.purging for its own transaction; nothing else removes a row.
FORWARD = """
CREATE FUNCTION consent_is_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('hanjo.purging', true) = 'on' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION '%: a consent event is never changed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER consent_written_once BEFORE UPDATE OR DELETE ON customers_consentevent
    FOR EACH ROW EXECUTE FUNCTION consent_is_written_once();
CREATE TRIGGER wording_written_once BEFORE UPDATE OR DELETE ON customers_wording
    FOR EACH ROW EXECUTE FUNCTION consent_is_written_once();
CREATE FUNCTION point_entry_is_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%: a point entry is never changed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER point_entry_written_once BEFORE UPDATE OR DELETE ON customers_pointentry
    FOR EACH ROW EXECUTE FUNCTION point_entry_is_written_once();
"""
BACK = """
DROP TRIGGER consent_written_once ON customers_consentevent;
DROP TRIGGER wording_written_once ON customers_wording;
DROP TRIGGER point_entry_written_once ON customers_pointentry;
DROP FUNCTION consent_is_written_once();
DROP FUNCTION point_entry_is_written_once();
"""


class Migration(migrations.Migration):
    dependencies = [("customers", "0004_consents_and_wishes")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
