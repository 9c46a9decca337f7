"""Any CSV or Excel file, by a saved column mapping (汎用取込)."""
