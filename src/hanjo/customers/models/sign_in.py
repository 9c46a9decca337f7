"""What keeps accounts safe: tries, single-use tokens, passkeys, signals."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from hanjo.customers.models.member import Member
from hanjo.customers.terms import SignalKind, TokenPurpose
from hanjo.kernel import clock


class SignInAttempt(models.Model):
    """One try to sign in or to register (ログイン試行): lockouts count them. Logins stand as fingerprints."""

    login = models.CharField(max_length=64)
    address = models.GenericIPAddressField()
    at = models.DateTimeField(default=clock.now)
    succeeded = models.BooleanField(default=False)
    purpose = models.CharField(max_length=12, default="sign_in")

    class Meta:
        indexes = [
            models.Index(fields=["login", "-at"], name="member_attempt_login"),
            models.Index(fields=["address", "-at"], name="member_attempt_address"),
        ]


class MemberToken(models.Model):
    """A secret that works once and not for long (確認用リンク). Only its fingerprint is kept."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="tokens")
    purpose = models.CharField(max_length=12, choices=TokenPurpose.choices())
    fingerprint = models.CharField(max_length=64, unique=True)
    email = models.CharField(max_length=254, default="", blank=True)  # the address it was sent to
    made_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="member_token_age")]


class Passkey(models.Model):
    """A key that stays in the member's device (パスキー); here is only its public half."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="passkeys")
    credential_id = models.BinaryField(unique=True)
    public_key = models.BinaryField()
    sign_count = models.BigIntegerField(default=0)
    transports = ArrayField(models.CharField(max_length=20), default=list)
    name = models.CharField(max_length=60)
    created_at = models.DateTimeField(default=clock.now)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]


class PasskeyChallenge(models.Model):
    """What a device was asked to sign (チャレンジ): answered once, within minutes."""

    key = models.CharField(max_length=64, unique=True)
    challenge = models.BinaryField()
    member = models.ForeignKey(Member, on_delete=models.CASCADE, null=True)  # none: signing in
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="passkey_challenge_age")]


class Signal(models.Model):
    """Something about an account that a careful shop looks at before it takes money (不正ログインの兆候)."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="signals")
    kind = models.CharField(max_length=20, choices=SignalKind.choices())
    at = models.DateTimeField(default=clock.now)
    address = models.GenericIPAddressField(null=True)
    agent = models.CharField(max_length=255, default="", blank=True)
    device = models.CharField(max_length=64, default="", blank=True)
    what = models.CharField(max_length=40, default="", blank=True)  # which attribute changed

    class Meta:
        indexes = [models.Index(fields=["member", "-at"], name="signal_by_member")]
