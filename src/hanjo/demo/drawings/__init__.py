"""Pictures of the demo's goods, drawn by our own code: flat, calm, on a warm ground, in few colours (商品の絵).

Each motif is one small function on a 200 × 200 sheet; the product chooses motif and palette. Start at `picture`.
"""
