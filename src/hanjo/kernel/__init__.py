"""Kernel (土台): money, tax, time, refusals, moves, facts and the audit log. Knows no business.

Owns: Telling (facts on their way up), AuditEntry (who did what), Setting (the shop's own values),
JobTrouble (why a job failed).
Promises: a split adds up; a fact that was told is delivered to every listener at least once.
Start reading at: refusal.py, command.py, telling.py
"""
