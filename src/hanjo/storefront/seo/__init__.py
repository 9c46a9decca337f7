"""How the shop is found: titles, descriptions, addresses and data for search engines and feeds (検索・集客).

Everything here but `public.py` is pure: facts in, texts and data out. Start reading at `head.py`; `product.py` says
what a search engine learns of a product, `feeds.py` what a shopping service learns.
"""
