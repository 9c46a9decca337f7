"""Yahoo!ショッピング: order and item CSV in, stock file out."""
