"""Who hears of what: the whole upward traffic of the house is on this page."""

from __future__ import annotations

from hanjo.catalogue.facts import PricesChanged
from hanjo.channels import reactions as channels
from hanjo.content.facts import ContentChanged
from hanjo.customers.facts import AttributeChanged, NewDeviceSeen
from hanjo.fulfilment.facts import ParcelsDispatched
from hanjo.inventory import reactions as inventory
from hanjo.inventory.facts import AvailabilityChanged, ClaimsFilled, StockFreed
from hanjo.kernel.telling import Wire, connect, on
from hanjo.orders import reactions as orders
from hanjo.orders.facts import OrderCancelled
from hanjo.payments import reactions as payments
from hanjo.payments.facts import (
    ErrandRefused,
    IntentDisputed,
    IntentMoved,
    IntentReissued,
    IntentReminded,
    MoneyPaidBack,
)
from hanjo.pricing import reactions as pricing
from hanjo.pricing.facts import ClaimFailed, PlanBroken, SaleChanged
from hanjo.reviews.facts import ReviewsChanged
from hanjo.storefront import reactions as storefront

WIRES: tuple[Wire, ...] = (
    *on(PricesChanged, pricing.note_catalogue, storefront.show_products),  # 価格履歴・商品の表示
    *on(PricesChanged, channels.keep_on_sale),  # モールの販売停止
    *on(AvailabilityChanged, storefront.show_stock, storefront.tell_waiting),  # 在庫の表示・再入荷のお知らせ
    *on(AvailabilityChanged, channels.keep_stock),  # モールの在庫
    *on(ReviewsChanged, storefront.show_reviews),  # レビューの表示
    *on(NewDeviceSeen, storefront.tell_member),  # 新しい端末のお知らせ
    *on(AttributeChanged, storefront.tell_member),  # 登録内容の変更のお知らせ
    *on(ContentChanged, storefront.show_content),  # ページの表示
    *on(SaleChanged, storefront.show_sales),  # セールの表示
    *on(SaleChanged, channels.follow_sales),  # モールのセール価格
    *on(ClaimFailed, storefront.tell_prices),  # 比較価格の根拠切れ
    *on(PlanBroken, storefront.tell_prices),  # 予告価格の不履行
    *on(IntentMoved, storefront.carry_on),  # 決済の結果
    *on(IntentReminded, storefront.remind),  # 支払期限のお知らせ
    *on(IntentReissued, storefront.tell_reissued),  # お支払い番号の変更のお知らせ
    *on(IntentDisputed, storefront.stop_disputed),  # チャージバック
    *on(ErrandRefused, storefront.stop_refused),  # 決済の依頼が断られた
    *on(MoneyPaidBack, storefront.end_refunds),  # 返品の返金の完了
    *on(StockFreed, inventory.serve_waiting),  # 欠品の引当
    *on(ClaimsFilled, orders.move_on),  # 引当待ちの解消
    *on(ParcelsDispatched, channels.note_shipments),  # 出荷報告・発送メール
    *on(ParcelsDispatched, payments.take_money),  # 出荷時の売上確定
    *on(OrderCancelled, payments.give_back),  # 取消時の与信取消・返金
    *on(OrderCancelled, channels.note_cancelled),  # モールへのキャンセルの連絡
    *on(ParcelsDispatched, storefront.grant_points),  # ポイントの確定
    *on(OrderCancelled, storefront.return_points),  # ポイントの戻し
)

connect(WIRES)
