"""Faults in what the buyer wrote (備考の困りごと)."""

from __future__ import annotations

from datetime import timedelta

from hanjo.demo.maker import Maker
from hanjo.demo.neutral import DemoOrder


def _said(maker: Maker, slug: str, mall: str, words: str) -> DemoOrder:
    return maker.order(mall, maker.pick(mall, "normal"), slug, remarks=words)


def date_wish(maker: Maker, slug: str) -> list[DemoOrder]:
    day = maker.day + timedelta(days=4)
    later = maker.day + timedelta(days=6)
    return [
        _said(maker, slug, "rakuten", f"{day.month}月{day.day}日に届くようにお願いします。"),
        _said(maker, slug, "yahoo", f"留守にするため、{later.month}/{later.day}着でお願いできますか。"),
    ]


def window_wish(maker: Maker, slug: str) -> list[DemoOrder]:
    return [_said(maker, slug, "yahoo", "仕事のため、夜7時以降に届けてほしいです。")]


def receipt_name(maker: Maker, slug: str) -> list[DemoOrder]:
    return [
        _said(
            maker, slug, "rakuten", "領収書をお願いします。宛名は「株式会社みほん商事」、但し書きはお品代で。"
        )
    ]


def no_slip(maker: Maker, slug: str) -> list[DemoOrder]:
    return [_said(maker, slug, "yahoo", "先方に直接送りますので、金額のわかる納品書は入れないでください。")]


def gift_wish(maker: Maker, slug: str) -> list[DemoOrder]:
    return [_said(maker, slug, "rakuten", "母の誕生日プレゼントです。包装をお願いします。")]


def question(maker: Maker, slug: str) -> list[DemoOrder]:
    return [_said(maker, slug, "eccube", "こちらの商品は食器洗い機で使えますか？発送前に教えてください。")]


def negation(maker: Maker, slug: str) -> list[DemoOrder]:
    return [
        _said(maker, slug, "rakuten", "日時指定は不要です。領収書もいりません。"),
        _said(maker, slug, "yahoo", "ギフトではありませんので、包装はしなくて大丈夫です。"),
    ]


def emoji(maker: Maker, slug: str) -> list[DemoOrder]:
    day = maker.day + timedelta(days=5)
    words = f"いつもおいしいお茶をありがとうございます😊🍵 {day.month}月{day.day}日の午前中だとうれしいです✨"
    return [_said(maker, slug, "eccube", words)]


def address_change(maker: Maker, slug: str) -> list[DemoOrder]:
    return [_said(maker, slug, "rakuten", "引っ越したため、届け先を新しい住所に変更してください。")]


def cancel_wish(maker: Maker, slug: str) -> list[DemoOrder]:
    return [_said(maker, slug, "yahoo", "間違えて注文しました。キャンセルをお願いします。")]


def thanks(maker: Maker, slug: str) -> list[DemoOrder]:
    return [
        _said(maker, slug, "rakuten", "よろしくお願いいたします。"),
        _said(maker, slug, "eccube", "ありがとうございます。楽しみにしています。"),
    ]
