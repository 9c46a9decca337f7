"""Customers (お客様): one person across shops, and the members of our own.

Owns: Customer, Member with Rank, MemberSession, MemberToken, Passkey, PasskeyChallenge, SignInAttempt, Signal and
Address; ConsentEvent with its Wording, Suppression and LastAd; points and paid balance in lots (PointLot, PointEntry,
PointHold, PointHoldPart, PointPromise); Favourite, RestockWish.
Promises: the same person is one row, however many malls they came by, and nothing is guessed from a name alone;
nobody learns from any answer whether a mail address has an account; points are never spent twice and free ones never
meet paid ones in a number; the last word on advertising mail counts at once; an erasure keeps only what the law names.
Start reading at: commands/recognise.py for orders, commands/sign_in.py for accounts, commands/_lots.py for points
"""
