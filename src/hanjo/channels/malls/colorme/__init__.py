"""カラーミーショップ by its interface."""
