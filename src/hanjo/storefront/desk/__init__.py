"""Pages of the staff for the own shop (ネットショップの管理画面)."""
