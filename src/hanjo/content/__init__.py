"""Content (ページ・読みもの): what the shop says beside its goods: pages, news, blog posts, answers, menus, blocks.

Owns: Page, PageVersion, LiveText, OldSlug, FaqGroup, MenuItem, Block. Promises: what visitors read is sanitised HTML
made from Markdown when it was published; every version is kept and can come back; a page appears and goes at its
moment without anybody pressing; an address that was renamed keeps leading to its page.
Start reading at `terms.py`, then `commands/save_page.py` and `commands/publish_page.py`.
"""
