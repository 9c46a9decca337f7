"""Somebody at the desk of the shop, for tests."""

from __future__ import annotations

from django.test import Client

from hanjo.staff import commands as staff
from hanjo.staff.models import Staff
from hanjo.storefront.tests.makers import BY


def boss(*permissions: str) -> Client:
    """A browser in which somebody with these permissions is signed in; all of them without a word."""
    staff.set_role("owner", "店長", ["*"], by=BY)
    staff.set_role("desk", "売り場", list(permissions) or ["*"], by=BY)
    if not Staff.objects.exists():
        staff.create_staff("taro", name="太郎", password="very-long-secret-8", roles=["owner"], by=BY)
    login = f"desk{Staff.objects.count()}"
    staff.create_staff(login, name="花", password="very-long-secret-9", roles=["desk"], by=BY)
    client = Client()
    client.force_login(Staff.objects.get(login=login))
    return client
