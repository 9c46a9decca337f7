"""Tables of the staff module."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models

from hanjo.kernel import clock
from hanjo.staff.terms import Density, Theme


class Role(models.Model):
    """A bundle of permissions with a name (役割). Patterns such as `orders.*` are allowed."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    permissions = ArrayField(models.CharField(max_length=80), default=list)

    class Meta:
        ordering = ["id"]


class Staff(AbstractBaseUser):
    """A person who works here (担当者)."""

    login = models.CharField(max_length=150, unique=True)
    name = models.CharField(max_length=80)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    roles = models.ManyToManyField(Role, related_name="staff")
    created_at = models.DateTimeField(default=clock.now)

    totp_sealed = models.TextField(blank=True)
    totp_confirmed_at = models.DateTimeField(null=True)
    totp_last_step = models.BigIntegerField(default=0)
    recovery_hashes = ArrayField(models.CharField(max_length=64), default=list)

    theme = models.CharField(max_length=12, choices=Theme.choices(), default=Theme.AUTO)
    density = models.CharField(max_length=12, choices=Density.choices(), default=Density.COMFORTABLE)
    language = models.CharField(max_length=8, default="ja")
    shortcuts = models.BooleanField(default=True)
    keymap = models.JSONField(default=dict)  # key of the list → what this person presses instead
    board_columns = models.JSONField(
        default=dict
    )  # board, or board:view → the columns that this person chose

    USERNAME_FIELD = "login"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = BaseUserManager["Staff"]()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(login__regex=r"^[a-z0-9._@-]{2,150}$"), name="staff_login_plain"
            ),
        ]


class LoginAttempt(models.Model):
    """One try to come in (ログイン試行): the lockout counts the failures."""

    login = models.CharField(max_length=150)
    address = models.GenericIPAddressField()
    at = models.DateTimeField(default=clock.now)
    succeeded = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["login", "-at"], name="attempt_by_login"),
            models.Index(fields=["address", "-at"], name="attempt_by_address"),
        ]


class StaffSession(models.Model):
    """Where somebody is signed in (ログイン中の端末)."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="sessions")
    session_key = models.CharField(max_length=40, unique=True)
    address = models.GenericIPAddressField()
    browser = models.CharField(max_length=200, blank=True)
    started_at = models.DateTimeField(default=clock.now)


class ApiToken(models.Model):
    """A key for a program (APIトークン): only its hash is kept."""

    name = models.CharField(max_length=80)
    hash = models.CharField(max_length=64, unique=True)
    start = models.CharField(max_length=12)
    scopes = ArrayField(models.CharField(max_length=80))
    issued_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="tokens")
    issued_at = models.DateTimeField(default=clock.now)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]


class StoredAnswer(models.Model):
    """What a program was answered, kept so that asking again changes nothing (冪等キー)."""

    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE)
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    status = models.IntegerField(default=0)
    content_type = models.CharField(max_length=100, blank=True)
    body = models.BinaryField(default=b"")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="answer_once_per_key")]
        indexes = [models.Index(fields=["at"], name="answer_age")]
