"""What the shop erases by itself: after its period, never before, and never what the law has it keep."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.conf import LazySettings
from django.urls import reverse
from PIL import Image as Pillow

from hanjo.catalogue import pictures
from hanjo.customers import commands as customers
from hanjo.customers.models import ConsentEvent, LastAd
from hanjo.customers.terms import ConsentAction, Purpose, Said
from hanjo.kernel import clock
from hanjo.orders import commands as orders
from hanjo.orders.models import ReturnRequest
from hanjo.orders.terms import ReturnReason, ReturnState, ReturnTerms, ReturnWish
from hanjo.storefront import commands
from hanjo.storefront.jobs import forget
from hanjo.storefront.queries import keeping
from hanjo.storefront.search.models import SearchCount
from hanjo.storefront.tests import makers
from hanjo.storefront.tests.desk import boss
from hanjo.storefront.tests.test_desk_voices import left

pytestmark = pytest.mark.django_db
BY = makers.BY


def _say(email: str, action: ConsentAction) -> None:
    said = Said(
        email=email, purpose=Purpose.NEWS, action=action, wording="お知らせを送ります", form="register"
    )
    customers.note_consents([said], by=BY)


def _events() -> set[str]:
    return set(ConsentEvent.objects.values_list("email", flat=True))


def test_proof_goes_three_years_after_the_last_ad_and_never_while_a_yes_is_in_force() -> None:
    for email in ("still@example.jp", "stopped@example.jp", "quiet@example.jp"):
        _say(email, ConsentAction.OPT_IN)
    customers.note_ads_sent(["stopped@example.jp"], clock.now())
    for email in ("stopped@example.jp", "quiet@example.jp"):
        _say(email, ConsentAction.OPT_OUT)
    today = clock.business_date()
    assert customers.purge_consents(today + timedelta(days=20), by=BY) == 0
    assert customers.purge_consents(today + timedelta(days=40), by=BY) == 2  # no ad ever went to that one
    assert _events() == {"still@example.jp", "stopped@example.jp"}
    assert customers.purge_consents(today + timedelta(days=1090), by=BY) == 0
    assert customers.purge_consents(today + timedelta(days=1100), by=BY, months=12 * 5) == 0
    assert customers.purge_consents(today + timedelta(days=1100), by=BY, months=1) == 2
    assert _events() == {"still@example.jp"}
    assert not LastAd.objects.exists()
    with pytest.raises(Exception, match="never changed"):
        ConsentEvent.objects.all().delete()  # the way past the trigger is shut again


def _photo(colour: str) -> str:
    picture = BytesIO()
    Pillow.new("RGB", (40, 40), colour).save(picture, "PNG")
    return pictures.keep(picture.getvalue(), folder="returns").file


def _asked(photos: tuple[str, ...]) -> ReturnRequest:
    order = left()
    wish = ReturnWish(reason=ReturnReason.DEFECT, pieces={order.lines.get().pk: 1}, photos=photos)
    return orders.request_return(order.number, wish, ReturnTerms(False, None, "buyer"), by=BY)


def test_photos_of_a_return_go_after_their_days_and_not_while_it_is_open(
    settings: LazySettings, tmp_path: object
) -> None:
    settings.MEDIA_ROOT = tmp_path
    shared, own = _photo("red"), _photo("blue")
    request = _asked((shared, own))
    ReturnRequest.objects.update(asked_at=clock.now() - timedelta(days=900))
    assert commands.purge(by=BY)["photos"] == 0
    over = clock.now() - timedelta(days=181)
    ReturnRequest.objects.filter(pk=request.pk).update(state=ReturnState.REFUSED, answered_at=over)
    assert pictures.media(own).exists()
    assert commands.purge(by=BY)["photos"] == 2
    request.refresh_from_db()
    assert request.photos == []
    assert not pictures.media(own).exists()
    assert commands.purge(by=BY)["photos"] == 0
    assert boss().get(reverse("shop-desk-return-photo", args=[request.pk, 0])).status_code == 404


def test_words_older_than_their_days_go_and_the_rest_stays() -> None:
    today = clock.business_date()
    for days, word in ((0, "うつわ"), (400, "ゆのみ"), (401, "どびん")):
        SearchCount.objects.create(day=today - timedelta(days=days), word=word, times=1)
    forget(0)
    assert set(SearchCount.objects.values_list("word", flat=True)) == {"うつわ", "ゆのみ"}
    assert keeping.purged()["words"] == 1


def test_the_page_sets_the_periods_and_refuses_less_than_the_law_asks_for() -> None:
    client, address = boss(), reverse("shop-desk-keeping")
    typed = {"consent_months": "48", "photo_days": "90", "search_days": "60"}
    assert client.post(address, typed).status_code in (302, 303)
    assert keeping.keeping() == keeping.Keeping(consent_months=48, photo_days=90, search_days=60)
    answer = client.post(address, {**typed, "consent_months": "35"})
    assert answer.status_code == 422
    assert "36 から" in answer.content.decode()
    assert keeping.keeping().consent_months == 48
    commands.purge(by=BY)
    assert "0 枚を消しました" in client.get(address).content.decode()
    assert boss("storefront.look").post(address, typed).status_code == 403
