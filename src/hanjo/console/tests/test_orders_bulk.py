"""One command over many orders: looked at first, done once, each with its own outcome, taken back."""

import pytest

from hanjo.console import commands
from hanjo.console.commands.run_bulk import CHUNK, step
from hanjo.console.models import BulkRun, Selection
from hanjo.console.terms import CannotUndoRun, EmptySelection, NeedsValue
from hanjo.kernel.actor import Actor
from hanjo.kernel.models import AuditEntry
from hanjo.kernel.refusal import NotFound
from hanjo.orders import commands as orders
from hanjo.orders.models import Change, Order
from hanjo.orders.terms import ParcelState
from hanjo.payments.models import Payment

pytestmark = pytest.mark.django_db
BY = Actor("staff", "hana")


def stages(*rows):
    return [Order.objects.get(pk=row.pk).stage for row in rows]


def preview(client, verb, **form):
    return client.post(f"/orders/bulk/{verb}/", form, headers={"HX-Request": "true"})


def run(client, verb, **form):
    return client.post(f"/orders/bulk/{verb}/run/", form)


def chosen():
    return Selection.objects.order_by("-id").first()


def test_a_preview_says_how_many_can_and_why_the_others_cannot_and_does_nothing(hana_client, many):
    rows = many(4)
    orders.hold([rows[0].number], because="", by=BY)
    answer = preview(hana_client, "hold", ids=[row.pk for row in rows])
    page = answer.content.decode()
    assert "4 件中" in page
    assert "3 件</b>" in page
    assert "すでに保留" in page
    assert len(chosen().numbers) == 4
    assert BulkRun.objects.count() == 0
    assert stages(*rows) == ["held", "ready", "ready", "ready"]


def test_the_chosen_orders_are_held_once_and_the_toast_takes_it_back(hana_client, many):
    rows = many(3)
    preview(hana_client, "hold", ids=[row.pk for row in rows])
    form = {"token": chosen().token, "key": "press-1", "because": "電話待ち", "query": "stage=ready"}
    answer = run(hana_client, "hold", **form)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/orders/?stage=ready")
    run(hana_client, "hold", **form)
    assert stages(*rows) == ["held"] * 3
    (made,) = BulkRun.objects.all()
    board = hana_client.get("/orders/").content.decode()
    assert "3 件を保留にしました" in board
    assert f"/orders/runs/{made.pk}/undo/" in board
    hana_client.post(f"/orders/runs/{made.pk}/undo/")
    assert stages(*rows) == ["ready"] * 3


def test_all_of_a_view_means_the_view_at_that_moment_without_the_unticked(hana_client, many, take):
    rows = many(5)
    preview(hana_client, "hold", all="1", query="stage=ready", unticked=[rows[0].pk], ids=[rows[1].pk])
    token = chosen().token
    later = take("later")
    run(hana_client, "hold", token=token, key="k")
    assert stages(rows[0], later) == ["ready", later.stage]
    assert stages(*rows[1:]) == ["held"] * 4


def test_one_that_cannot_keeps_only_itself(many):
    rows = many(30)
    printed = rows[7]
    orders.note_parcels({printed.pk: orders.ParcelNote(state=ParcelState.INSTRUCTED, text="指示")}, by=BY)
    made = commands.start_bulk(
        "cancel", [r.number for r in rows], options={"because": "在庫切れ"}, key="k", by=BY
    )
    missed = [row for row in made.results if row[1] != "ok"]
    assert [(row[0], row[1]) for row in missed] == [(printed.number, "already_printed")]
    assert sum(1 for s in stages(*rows) if s == "cancelled") == 29


def test_a_result_page_lists_failures_chooses_them_and_writes_a_table(hana_client, many):
    rows = many(3)
    orders.note_parcels({rows[0].pk: orders.ParcelNote(state=ParcelState.INSTRUCTED, text="指示")}, by=BY)
    made = commands.start_bulk(
        "cancel", [r.number for r in rows], options={"because": "在庫切れ"}, key="k", by=BY
    )
    page = hana_client.get(f"/orders/runs/{made.pk}/").content.decode()
    assert "失敗した 1 件だけ選択" in page
    board = hana_client.post(f"/orders/runs/{made.pk}/missed/").headers["Location"]
    shown = hana_client.get(board).content.decode()
    assert rows[0].number in shown
    assert rows[1].number not in shown
    table = hana_client.get(f"/orders/runs/{made.pk}/table/").content.decode("utf-8-sig").splitlines()
    assert len(table) == 4


def assert_only_the_card(client, made) -> str:
    """What the polling card gets is the card and nothing around it."""
    part = client.get(f"/orders/runs/{made.pk}/", headers={"HX-Request": "true"}).content.decode().strip()
    assert part.startswith('<section class="card job" id="job"')
    assert part.endswith("</section>")
    return part


def test_many_orders_become_a_job_that_goes_on_where_it_stood(hana_client, many):
    rows = many(60)
    made = commands.start_bulk("tag", [row.number for row in rows], options={"tag": "急ぎ"}, key="k", by=BY)
    assert (made.state, made.done) == ("queued", 0)
    assert "順番を待っています" in hana_client.get(f"/orders/runs/{made.pk}/").content.decode()
    step(made.pk)
    made.refresh_from_db()
    assert (made.state, made.done) == ("running", CHUNK)
    assert_only_the_card(hana_client, made)
    commands.run_bulk(made.pk)
    commands.run_bulk(made.pk)
    made.refresh_from_db()
    assert (made.state, made.done, len(made.results)) == ("done", 60, 60)
    assert "結果を見る" in assert_only_the_card(hana_client, made)
    assert Order.objects.filter(tags=["急ぎ"]).count() == 60
    assert Change.objects.count() == 60
    assert commands.undo_bulk(made.pk, by=BY) == 60
    assert Order.objects.filter(tags=[]).count() == 60


def test_a_stopped_run_leaves_the_rest_alone(many):
    rows = many(60)
    made = commands.start_bulk("hold", [row.number for row in rows], key="k", by=BY)
    step(made.pk)
    commands.stop_bulk(made.pk, by=BY)
    commands.run_bulk(made.pk)
    assert Order.objects.filter(stage="held").count() == CHUNK


def test_paid_by_hand_in_bulk_counts_once_and_says_that_it_stays(hana_client, take):
    from dataclasses import replace

    from hanjo.orders.tests.makers import KOBE

    rows = [
        take(str(n), pay_policy="after_paid", recipient=who, buyer=who)
        for n, who in enumerate([replace(KOBE, name=f"人{n}", phone=f"078-2-{n}") for n in range(2)])
    ]
    page = preview(hana_client, "paid", ids=[row.pk for row in rows]).content.decode()
    assert "入金の記録は消せません" in page
    form = {"token": chosen().token, "key": "p"}
    run(hana_client, "paid", **form)
    run(hana_client, "paid", **form)
    assert Payment.objects.count() == 2
    with pytest.raises(CannotUndoRun):
        commands.undo_bulk(BulkRun.objects.get().pk, by=BY)


def test_a_merge_is_shown_with_its_money_and_undone(hana_client, take):
    first = take("1", shipping_yen=500, total_yen=1500)
    second = take("2", ("CUP", 1), shipping_yen=500, total_yen=1500)
    page = preview(hana_client, "merge", ids=[first.pk, second.pk]).content.decode()
    assert "¥3,000" in page
    assert "¥2,500" in page
    assert Change.objects.count() == 0
    run(hana_client, "merge", token=chosen().token, key="m", drop_shipping="1")
    assert Order.objects.get(pk=second.pk).merged_into_id == first.pk
    commands.undo_bulk(BulkRun.objects.get().pk, by=BY)
    assert Order.objects.get(pk=second.pk).merged_into_id is None


def test_orders_of_two_receivers_are_refused_before_anything_is_done(hana_client, many):
    rows = many(2)
    page = preview(hana_client, "merge", ids=[row.pk for row in rows]).content.decode()
    assert "お届け先が同じではありません" in page
    made = commands.start_bulk("merge", [row.number for row in rows], key="m", by=BY)
    assert {row[1] for row in made.results} == {"cannot_merge"}
    assert Order.objects.filter(merged_into__isnull=False).count() == 0


def test_an_empty_choice_an_unknown_verb_and_a_missing_word_are_refused(hana_client, many):
    (row,) = many(1)
    assert preview(hana_client, "hold").status_code == 422
    assert preview(hana_client, "explode", ids=[row.pk]).status_code == 404
    with pytest.raises(EmptySelection):
        commands.start_bulk("hold", [], key="k", by=BY)
    with pytest.raises(NeedsValue):
        commands.start_bulk("cancel", [row.number], key="k", by=BY)
    with pytest.raises(NotFound):
        commands.start_bulk("explode", [row.number], key="k", by=BY)
    assert BulkRun.objects.count() == 0
    assert run(hana_client, "hold", token="forged", key="k").status_code == 404


def test_a_verb_asks_for_its_own_permission(ken_client, hana, many):
    rows = many(2)
    kept = commands.select([row.number for row in rows], by=BY)
    assert preview(ken_client, "cancel", ids=[row.pk for row in rows]).status_code == 403
    assert run(ken_client, "cancel", token=kept.token, key="k", because="x").status_code == 403
    made = commands.start_bulk("hold", [row.number for row in rows], key="k", by=BY)
    assert ken_client.post(f"/orders/runs/{made.pk}/undo/").status_code == 403
    assert stages(*rows) == ["held", "held"]


def test_the_whole_press_stands_in_the_audit_log_once(many):
    rows = many(3)
    commands.start_bulk("hold", [row.number for row in rows], key="k", by=BY)
    entry = AuditEntry.objects.get(command="console.start_bulk")
    assert entry.count == 3


def test_papers_lead_to_the_waves_and_say_when_there_are_none(hana_client, mei_client, many):
    rows = many(2)
    ids = {"ids": [row.pk for row in rows]}
    assert "まだ出荷指示をしていません" in hana_client.post("/orders/papers/", ids).content.decode()
    assert hana_client.post("/orders/papers/").status_code == 422
    assert mei_client.post("/orders/papers/", ids).status_code == 403
