"""The privacy policy and the terms of use, made from the profile; in Japanese and English."""

from __future__ import annotations

from dataclasses import dataclass

from hanjo.storefront.legal import texts
from hanjo.storefront.legal.terms import Profile


@dataclass(frozen=True, slots=True)
class Article:
    """One article: its heading and paragraphs."""

    heading: str
    lines: tuple[str, ...]


PURPOSES = (
    "ご注文の受付・お支払いの確認・商品の発送・アフターサービスのため\n"
    "お問い合わせへの回答、注文に関するご連絡のため\n"
    "会員サービス（注文履歴・お届け先・ポイント）の提供のため\n"
    "ご同意いただいた方への、商品やセールのご案内のため\n"
    "不正な注文の防止と、法令で定められた記録の保存のため",
    "To accept orders, confirm payments, ship goods and give after-sales service\n"
    "To answer questions and to write to you about your orders\n"
    "To run your member account (order history, addresses, points)\n"
    "To send news of goods and sales to those who agreed\n"
    "To prevent fraud and to keep the records that law requires",
)
SAFETY = (
    "個人情報を扱う担当者と範囲を限り、通信を暗号化し、操作の記録を残します。カード番号は決済会社だけが受け取り、当店は保存しません。",
    "Access is limited to the staff who need it, connections are encrypted and actions are logged. Card numbers go to "
    "the payment company only; we never store them.",
)


def privacy(profile: Profile, shop: str, language: str = "ja") -> list[Article]:
    """The privacy policy: purposes, partners, safety, requests, contact (プライバシーポリシー)."""
    at = 0 if language == "ja" else 1
    fee = profile.disclosure_fee_yen

    def article(heading: tuple[str, str], *lines: str) -> Article:
        return Article(
            heading[at], tuple(line for text in lines for line in text.splitlines() if line.strip())
        )

    who = f"{shop}（{profile.legal_name}）" if at == 0 else f"{shop} ({profile.say('legal_name', 'en')})"
    return [
        article(("1. 取り扱う事業者", "1. Who we are"), who, profile.say("privacy_officer", language)),
        article(("2. 利用目的", "2. Purposes"), profile.say("privacy_purposes", language) or PURPOSES[at]),
        article(
            ("3. 委託と第三者への提供", "3. Processors and third parties"),
            profile.say("privacy_partners", language),
            (
                "法令に基づく場合を除き、ご本人の同意なく第三者に提供しません。カードでのお支払いでは、"
                "本人認証（EMV 3-D セキュア）のため、お名前・連絡先・端末の情報をカード発行会社に提供します。",
                "We give personal data to nobody without your consent unless law requires it. When you pay by card, "
                "your name, contact and device data are passed to the card issuer for authentication (EMV 3-D Secure).",
            )[at],
        ),
        article(("4. 安全管理", "4. Safety"), profile.say("privacy_safety", language) or SAFETY[at]),
        article(
            ("5. Cookie", "5. Cookies"),
            (
                "カートとログインのために Cookie を使います。広告のための追跡はしません。",
                "We use cookies for your cart and for signing in. We do not track you for advertising.",
            )[at],
        ),
        article(
            ("6. 開示・訂正・削除などの請求", "6. Your requests"),
            (
                "ご本人からの請求に、遅滞なく応じます。会員の方はマイページで書き出しと退会ができます。"
                f"手数料: {f'{fee:,} 円' if fee else '無料'}",
                "We answer requests to disclose, correct, stop or erase without delay. Members can export their data "
                f"and leave in their account. Fee: {f'¥{fee:,}' if fee else 'none'}",
            )[at],
        ),
        article(("7. 窓口", "7. Contact"), profile.say("privacy_contact", language)),
    ]


def terms(profile: Profile, shop: str, language: str = "ja") -> list[Article]:
    """The terms of use: contract, prices, delivery, returns, members, court (ご利用規約)."""
    words = texts.words(profile, language)
    ja = language == "ja"
    pairs = [
        ("第 1 条（適用）", f"この規約は、{shop}（以下「当店」）でのお買い物に適用します。")
        if ja
        else ("1. Scope", f"These terms apply to purchases at {shop}."),
        (
            "第 2 条（契約の成立）",
            "「注文を確定する」を押されたときがお申し込み、当店がご注文の確認をお送りしたときが契約の成立です。表示した価格が明らかな誤りのときなど、"
            "お受けできない場合は、理由をお知らせして取り消します。",
        )
        if ja
        else (
            "2. Contract",
            "Pressing “Place order” is your offer; the contract is made when we send the confirmation. We may decline, "
            "for example when a price is an obvious error, and tell you why.",
        ),
        ("第 3 条（価格と支払い）", "価格・送料・手数料は、注文を確定する画面に表示した金額です。")
        if ja
        else ("3. Prices", "Prices, shipping and fees are those shown on the confirmation page."),
        ("第 4 条（引渡し）", profile.delivery) if ja else ("4. Delivery", profile.say("delivery", language)),
        ("第 5 条（返品）", words.returns) if ja else ("5. Returns", words.returns),
        ("第 6 条（キャンセル）", words.cancellation) if ja else ("6. Cancellation", words.cancellation),
        (
            "第 7 条（会員）",
            "パスワードはご自身で管理してください。退会はいつでもマイページからできます。ポイントの付与・期限は「ご利用ガイド」に定めます。",
        )
        if ja
        else (
            "7. Members",
            "Keep your password safe. You may leave at any time from your account. Points follow the guide.",
        ),
        (
            "第 8 条（禁止すること）",
            "転売を目的とした大量の購入、他人の情報の利用、サイトの運営を妨げる行為はお断りします。",
        )
        if ja
        else ("8. Not allowed", "Bulk purchases for resale, use of others' data, disturbing the site."),
        (
            "第 9 条（責任）",
            "当店の故意または重大な過失による損害を除き、責任は商品の代金を上限とします。消費者契約法などの強行規定が優先します。",
        )
        if ja
        else (
            "9. Liability",
            "Except for intent or gross negligence our liability is limited to the price of the goods. Mandatory "
            "consumer law prevails.",
        ),
        ("第 10 条（そのほか）", profile.terms_extra)
        if ja
        else ("10. Other", profile.say("terms_extra", language)),
        (
            "第 11 条（準拠法と裁判所）",
            f"日本法に従い、{profile.court or '民事訴訟法の定める裁判所'}を管轄裁判所とします。",
        )
        if ja
        else (
            "11. Law",
            f"Japanese law applies. Court: {profile.say('court', language) or 'as provided by law'}.",
        ),
    ]
    return [Article(heading, tuple(text.splitlines())) for heading, text in pairs if text.strip()]
