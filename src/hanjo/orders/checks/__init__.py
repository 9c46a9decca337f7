"""Automatic checks (自動チェック): small pure rules that look at one order and say what they see.

Owns: the catalogue of checks, each with a stable number (its bit on the order), its Japanese label, its default
severity and its limits; the reading of remarks (reading/); the list of islands; postal codes as checks ask for them.
Promises: a rule gets values and gives findings. It knows no database of ours and no clock, applies nothing, and when
it breaks it stops only the order it looked at. `commands/_context.py` feeds the checks.
Start reading at: base.py, then run.py, then any of the rule files.
"""
