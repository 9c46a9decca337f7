"""Papers that a buyer takes along (帳票)."""
