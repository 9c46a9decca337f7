"""Reviews (商品レビュー): what buyers say of goods, word for word.

Owns: reviews (Review), perks for writing one (ReviewPerk), and what visitors report (ReviewReport).
Promises: only who got the goods writes, once; nobody edits a word; a perk never depends on stars or text and is shown
beside the review; staff decides without seeing the stars, and hides for a listed reason only. Start reading at
`commands/write_review.py`, then `commands/judge_review.py`.
"""
