"""Every kind of mall says how it was heard, how late, what waits, how it is proven, its key and its limits."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from hanjo.channels.malls.registry import mall_codes
from hanjo.channels.models import Budget, Channel, Connection
from hanjo.kernel import clock

pytestmark = pytest.mark.django_db
SIX = ("最後の受注取込", "受注が届くまで", "在庫の送信待ち", "照合", "キーの期限", "呼び出し枠")


@pytest.mark.parametrize("code", mall_codes())
def test_the_page_tells_all_six_of_every_kind(hana_client: Any, code: str) -> None:
    channel = Channel.objects.create(code="one", name="見本店", letter="M", prefix="M", format="generic")
    now = clock.now()
    joined = Connection.objects.create(
        channel=channel,
        mall=code,
        state="live",
        orders_at=now,
        heard_at=now,
        key_expires_at=now + timedelta(days=9),
    )
    text = hana_client.get(reverse("malls")).text
    assert [word for word in SIX if word not in text] == []
    assert "まだ問い合わせていません" in text
    assert "あと 8 日" in text or "あと 9 日" in text
    is_till = "在庫だけが動くためです" in text
    assert is_till == (code == "smaregi")
    assert is_till == ("毎時 7 分に照合します" not in text)
    Budget.objects.create(
        connection=joined, endpoint="orders", left=1, at=now, day=clock.business_date(now), used_today=7
    )
    assert "まだ問い合わせていません" not in hana_client.get(reverse("malls")).text
    assert ("在庫だけが動くためです" in hana_client.get(reverse("mall", args=["one"])).text) == is_till
