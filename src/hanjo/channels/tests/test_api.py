"""Order files by program: uploaded, taken in by the job, accounted for, never twice."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hanjo.channels import commands
from hanjo.channels.jobs import import_file
from hanjo.channels.models import ImportFile
from hanjo.channels.terms import Format
from hanjo.inventory.tests.makers import BY, products
from hanjo.orders.models import Order

pytestmark = pytest.mark.django_db
SAMPLES = Path(__file__).resolve().parent.parent / "malls"


@pytest.fixture
def rakuten():
    return commands.save_channel(
        "rakuten", name="楽天市場店", letter="楽", prefix="R", format=Format.RAKUTEN, by=BY
    )


def sample() -> bytes:
    return next(path for path in sorted((SAMPLES / "rakuten/samples").glob("*.csv"))).read_bytes()


def send(client, headers, **fields):
    upload = SimpleUploadedFile("orders.csv", sample())
    return client.post("/api/v1/imports", {"files": upload, "channel": "rakuten", **fields}, headers=headers)


def test_a_file_is_queued_and_its_account_adds_up_when_the_job_has_run(client, api_token, rakuten):
    headers = api_token("channels.store_file", "channels.look")
    answer = send(client, headers)
    assert (answer.status_code, answer.json()["state"]) == (202, "queued")
    import_file(ImportFile.objects.get().pk, "api:test")
    done = client.get(f"/api/v1/imports/{answer.json()['id']}", headers=headers).json()
    assert done["state"] == "done"
    assert done["rows"] == sum(done["rows_by_class"].values()) > 0
    assert done["orders"]["created"] == Order.objects.count() > 0


def test_the_same_file_again_changes_nothing(client, api_token, rakuten):
    headers = api_token("channels.store_file", "channels.look")
    for _ in range(2):
        send(client, headers)
        import_file(ImportFile.objects.latest("id").pk, "api:test")
    first, second = ImportFile.objects.order_by("id")
    assert second.counts["orders"] == {
        "created": 0,
        "updated": 0,
        "unchanged": first.counts["orders"]["created"],
        "cancelled": 0,
    }


def test_an_unknown_channel_is_refused_and_nothing_is_kept(client, api_token):
    answer = send(client, api_token("channels.store_file"))
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:hanjo:unknown_channel")
    assert ImportFile.objects.count() == 0


def test_a_token_without_the_scope_may_not_upload(client, api_token, rakuten):
    assert send(client, api_token("channels.look")).status_code == 403
    assert ImportFile.objects.count() == 0


def test_a_mapping_releases_the_orders_that_waited_for_it(client, api_token, rakuten):
    send(client, api_token("channels.store_file"))
    import_file(ImportFile.objects.get().pk, "api:test")
    line = (
        Order.objects.filter(open_holds__gt=0, lines__sku=None, state="taken")
        .first()
        .lines.filter(sku=None)
        .first()
    )
    products("TEA")
    body = {"channel": "rakuten", "pairs": [{"code": line.code, "sku_code": "TEA"}]}
    headers = api_token("channels.save_listing")
    answer = client.post("/api/v1/listings", body, content_type="application/json", headers=headers)
    assert answer.status_code == 200, answer.json()
    assert line.order.number in answer.json()["released"]
