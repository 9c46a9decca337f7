"""The verbs of reviews."""

from hanjo.kernel.command import declare
from hanjo.reviews.commands.judge_review import judge_review
from hanjo.reviews.commands.report_review import report_review
from hanjo.reviews.commands.save_perk import end_perk, save_perk
from hanjo.reviews.commands.write_review import write_review

declare("reviews.look", "レビューを見る")

__all__ = ["end_perk", "judge_review", "report_review", "save_perk", "write_review"]
