"""Shared inner step: from what a channel says to what the house knows: SKUs, payment, service."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from hanjo.catalogue import queries as catalogue
from hanjo.channels.models import Channel
from hanjo.fulfilment.models import Service
from hanjo.kernel import bulk
from hanjo.kernel.text import narrow
from hanjo.orders.terms import LineKind, OrderDraft, Placement
from hanjo.payments import queries as payments
from hanjo.payments import rules as payment_rules

_GOODS = LineKind.GOODS


@dataclass(slots=True)
class Resolver:
    """What one channel's words mean, read once per file."""

    channel: Channel
    pay_rules: payments.Rules
    carriers: dict[str, str]
    services: dict[str, str]
    default_service: str

    @classmethod
    def of(cls, channel: Channel) -> Resolver:
        """Read the channel's pay rules and its words for services."""
        words: dict[str, str] = channel.settings.get("services", {})
        return cls(
            channel=channel,
            pay_rules=payments.pay_rules(channel.code),
            carriers=dict(Service.objects.values_list("code", "carrier")),
            services={narrow(word): code for word, code in words.items()},
            default_service=channel.settings.get("default_service", ""),
        )

    def placements(self, drafts: Sequence[OrderDraft]) -> list[Placement]:
        """Tie many drafts to the house's own SKUs, payments and services, in two statements."""
        # A translator hands the same draft on for lines that say the same: each is looked up once.
        lines = {id(line): line for draft in drafts for line in draft.lines}
        goods = {key: line.code for key, line in lines.items() if line.kind is _GOODS}
        skus = self.sku_ids(set(goods.values()))
        meant = {key: skus.get(code) for key, code in goods.items()}
        return [self._placement(draft, tuple(map(meant.get, map(id, draft.lines)))) for draft in drafts]

    def _placement(self, draft: OrderDraft, sku_ids: tuple[int | None, ...]) -> Placement:
        kind, policy = payments.meaning(self.pay_rules, draft.pay_method)
        if self.channel.is_history:
            policy = "may_ship"
        service = self.services.get(narrow(draft.shipping_method), self.default_service)
        return Placement(
            draft=draft,
            sku_ids=sku_ids,
            pay_kind=kind,
            pay_policy=policy,
            money_state=payment_rules.told_at_intake(
                kind,
                paid=draft.paid_at is not None,
                mall_is_checking=draft.mall_is_checking,
                total_yen=draft.total_yen,
            ),
            carrier=self.carriers.get(service, ""),
            service=service,
        )

    def sku_ids(self, codes: set[str]) -> dict[str, int]:
        """What the channel's item codes mean: its own listing first, else a SKU of the same code."""
        wanted = sorted(codes)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT code, sku_id FROM channels_listing WHERE channel_id = %s AND code = ANY(%s)",
                [self.channel.pk, bulk.array(wanted)],
            )
            known: dict[str, int] = dict(cursor.fetchall())
        cards = catalogue.cards([code for code in wanted if code not in known])
        return known | {code: card.id for code, card in cards.items()}
