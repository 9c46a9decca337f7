"""Pages of the shop; `urls.py` lists them."""
