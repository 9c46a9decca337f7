"""Staff (担当者・権限): who works here, what each may do, and how they prove who they are.

Owns: Staff, Role, ApiToken, LoginAttempt, StaffSession, StoredAnswer.
Promises: guessing passwords or codes is stopped by account and by address; secrets are kept sealed or hashed;
every page asks one permission, and a permission is the name of a command.
Start reading at: commands/sign_in.py, web/guard.py
"""
