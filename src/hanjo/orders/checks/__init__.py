"""Automatic checks (自動チェック): small pure rules that look at one order and say what they see.

Owns: the catalogue of checks, each with a stable number (its bit on the order), its Japanese label, its default
severity and its limits. Knows no database and no clock; `commands/_check.py` feeds it.
Start reading at: base.py, then any of the rule files.
"""
