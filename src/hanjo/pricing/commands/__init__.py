"""The verbs of pricing."""

from hanjo.kernel.command import declare

declare("pricing.look", "売価・クーポン・送料を見る")
