"""Catalogue (商品マスタ): what is sold, in which variants and bundles, how big, how taxed, how it looks.

Owns: Category, Product, Sku, BundleComponent, Image, ProductFile.
Promises: a code means one SKU; a bundle consists of components only; a JAN has a right check digit.
Start reading at: terms.py, commands/save_products.py
"""
