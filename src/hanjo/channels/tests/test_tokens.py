"""Tokens that several jobs of one mall need at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from hanjo.channels.commands._outside import RENEWED_IN, KeptTokens, alone
from hanjo.channels.malls.port import Limited
from hanjo.channels.models import Channel, Connection


@pytest.mark.django_db(transaction=True)
def test_a_job_does_not_wait_while_another_one_has_the_token_made() -> None:
    channel = Channel.objects.create(code="a", name="A店", letter="A", prefix="A", format="generic")
    joined = Connection.objects.create(channel=channel, mall="pretend")
    tokens = KeptTokens(joined.pk)
    asked: list[str] = []

    def make() -> tuple[str, float, dict[str, str]]:
        asked.append("token")
        return "new", 3600.0, {}

    def renew() -> str:
        try:
            return tokens.renew("access", make)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        with alone(joined.pk):  # as the job does that rests at the mall
            with pytest.raises(Limited) as limited:
                other.submit(renew).result(timeout=10)
            assert limited.value.seconds == RENEWED_IN
            assert asked == []
            assert tokens.get("access") == ""
        assert other.submit(renew).result(timeout=10) == "new"
    assert tokens.renew("access", make) == "new"
    assert asked == ["token"]  # whoever comes second takes what the first one got
