"""Forms of the staff's pages for the own shop (入力欄)."""
