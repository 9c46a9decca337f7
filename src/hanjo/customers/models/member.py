"""Accounts of the shop, where they are signed in, and where they have things sent."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower

from hanjo.customers.models.customer import Customer
from hanjo.customers.terms import Language, MemberState
from hanjo.kernel import clock


class Rank(models.Model):
    """A step that members reach by what they bought in a year (会員ランク)."""

    code = models.SlugField(max_length=20, unique=True)
    name = models.CharField(max_length=40)
    yearly_from_yen = models.PositiveBigIntegerField()
    point_key = models.SlugField(max_length=40, default="", blank=True)  # which point rule of pricing counts

    class Meta:
        ordering = ["yearly_from_yen", "id"]
        constraints = [models.UniqueConstraint(fields=["yearly_from_yen"], name="rank_threshold_once")]


class Member(models.Model):
    """An account of the own shop (会員): one for each customer, whatever became of it.

    Before the mail address is confirmed the account opens nothing, since the customer behind it may have bought
    here as a guest. What the person typed stays on the member; the customer's row tells what orders said.
    """

    customer = models.OneToOneField(Customer, on_delete=models.PROTECT, related_name="member")
    email = models.CharField("メールアドレス", max_length=254)  # empty once erased
    password = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=12, choices=MemberState.choices(), default=MemberState.UNCONFIRMED)
    name = models.CharField("お名前", max_length=120)
    kana = models.CharField(max_length=120, default="", blank=True)
    company = models.CharField(max_length=120, default="", blank=True)  # 法人名・屋号・ご家庭の名前
    phone = models.CharField(max_length=20, default="", blank=True)
    language = models.CharField(max_length=8, choices=Language.choices(), default=Language.JA)
    rank = models.ForeignKey(Rank, on_delete=models.PROTECT, null=True, related_name="members")
    mail_verified_at = models.DateTimeField(null=True)
    joined_at = models.DateTimeField(default=clock.now)
    left_at = models.DateTimeField(null=True)

    totp_sealed = models.TextField(blank=True, default="")
    totp_confirmed_at = models.DateTimeField(null=True)
    totp_last_step = models.BigIntegerField(default=0)
    recovery_hashes = ArrayField(models.CharField(max_length=64), default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="member_mail_once", condition=~models.Q(email="")),
            models.CheckConstraint(
                condition=(models.Q(state=MemberState.ERASED) & models.Q(email=""))
                | (~models.Q(state=MemberState.ERASED) & ~models.Q(email="")),
                name="member_mail_unless_erased",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=MemberState.ACTIVE) | models.Q(mail_verified_at__isnull=False),
                name="active_member_mail_verified",
            ),
        ]

    @property
    def rank_code(self) -> str:
        """The rank as pricing asks for it; empty when there is none."""
        return self.rank.code if self.rank else ""


class MemberSession(models.Model):
    """Where a member is signed in (ログイン中の端末). Only the fingerprint of the cookie's token is kept."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="sessions")
    fingerprint = models.CharField(max_length=64, unique=True)
    agent = models.CharField(max_length=255, blank=True)
    address = models.GenericIPAddressField()
    device = models.CharField(max_length=64, blank=True)  # fingerprint of the device's cookie or its agent
    started_at = models.DateTimeField(default=clock.now)
    proved_at = models.DateTimeField(default=clock.now)  # when the password or passkey was last shown
    last_seen_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["-last_seen_at", "-id"]
        indexes = [models.Index(fields=["expires_at"], name="member_session_age")]


class Address(models.Model):
    """A place that a member has things sent to (アドレス帳)."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="addresses")
    label = models.CharField(max_length=40, default="", blank=True)  # 実家, 職場 …
    name = models.CharField(max_length=120)
    kana = models.CharField(max_length=120, default="", blank=True)
    company = models.CharField(max_length=120, default="", blank=True)
    postal = models.CharField(max_length=8)
    prefecture = models.CharField(max_length=4)
    city = models.CharField(max_length=80)
    street = models.CharField(max_length=160)
    building = models.CharField(max_length=160, default="", blank=True)
    phone = models.CharField(max_length=20)
    is_default = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-is_default", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=models.Q(is_default=True), name="one_default_address"
            )
        ]
