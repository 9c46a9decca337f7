"""Search of the shop (商品検索): one spelling for what is written and what is asked, grams, readings, synonyms, order.

`fold` and `grams` decide what is the same text; `words` knows readings; `asking` turns what a visitor typed into
conditions; `statement` asks PostgreSQL; `spelling` offers the word that was meant. Why so: docs/adr/0013-search.md.
"""
