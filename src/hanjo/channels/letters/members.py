"""Letters about accounts (会員へのメール)."""

from __future__ import annotations

from hanjo.channels.letters.occasion import NAME, SHOP, Field, Occasion, en, ja

GROUP = "会員"
LINK = Field(
    name="link",
    label="ご本人だけに送るリンク（鍵を含みます）",
    ja="https://shop.example.jp/（見本のリンク）",
    en="https://shop.example.jp/(sample-link)",
    must=True,
    secret=True,
)
PAGE = Field(
    name="link", label="再設定のページ", ja="https://shop.example.jp/reset/", en="https://shop.example.jp/en/reset/",
    may_lack=True,
)  # fmt: skip
WHAT = Field(name="what", label="変わったもの", ja="パスワード", en="password")
AT = Field(name="at", label="日時", ja="2026/11/22 10:15")
_DOUBT_JA = (
    "お心当たりのないときは、すぐにパスワードを変えて、マイページの「ログイン中の端末」をご確認ください。"
)
_DOUBT_EN = "If this was not you, change your password at once and check “Signed-in devices” in your account."

MEMBERS = (
    Occasion(
        code="confirm_registration",
        label="会員登録の確認",
        when="会員登録のお申し込みを受けたとき",
        group=GROUP,
        may_stop=False,
        fields=(NAME, LINK, *SHOP),
        ja=ja(
            "会員登録の確認",
            "会員登録のお申し込みをいただきました。次のリンクを 24 時間以内に開くと、登録が終わります。\n"
            "お心当たりのないときは、このメールを捨ててください。何も登録されません。\n\n{{ link }}",
        ),
        en=en(
            "Confirm your registration",
            "Thank you for registering. Open the following link within 24 hours to finish.\n"
            "If this was not you, ignore this mail. Nothing is registered.\n\n{{ link }}",
        ),
    ),
    Occasion(
        code="already_member",
        label="すでに会員です",
        when="登録済みのアドレスで会員登録のお申し込みを受けたとき",
        group=GROUP,
        may_stop=False,
        fields=(NAME, PAGE, *SHOP),
        ja=ja(
            "すでに会員登録がお済みです",
            "このメールアドレスで会員登録のお申し込みをいただきましたが、すでに登録がお済みです。\n"
            "いつものパスワードでログインするか、お忘れのときは次のページで再設定してください。\n"
            "お心当たりのないときは、そのままで差し支えありません。{% if link %}\n\n{{ link }}{% endif %}",
        ),
        en=en(
            "You are already a member",
            "Somebody asked to register with this e-mail address, but you are already a member.\n"
            "Sign in with your usual password, or set a new one on the following page if you have forgotten it.\n"
            "If this was not you, there is nothing you need to do.{% if link %}\n\n{{ link }}{% endif %}",
        ),
    ),
    Occasion(
        code="confirm_new_mail",
        label="新しいメールアドレスの確認",
        when="会員がメールアドレスを変えようとしたとき（新しいアドレスへ）",
        group=GROUP,
        may_stop=False,
        fields=(NAME, LINK, *SHOP),
        ja=ja(
            "新しいメールアドレスの確認",
            "次のリンクを 24 時間以内に開くと、メールアドレスがこのアドレスに変わります。\n\n{{ link }}",
        ),
        en=en(
            "Confirm your new e-mail address",
            "Open the following link within 24 hours to make this your e-mail address.\n\n{{ link }}",
        ),
    ),
    Occasion(
        code="mail_changing",
        label="メールアドレスの変更のお申し込み",
        when="会員がメールアドレスを変えようとしたとき（今のアドレスへ）",
        group=GROUP,
        may_stop=False,
        fields=(NAME, *SHOP),
        ja=ja(
            "メールアドレスの変更のお申し込み",
            "会員のメールアドレスを変更するお申し込みをいただきました。新しいアドレスで確認が済むまでは変わりません。\n"
            "お心当たりのないときは、すぐにパスワードを変えて、お問い合わせください。",
        ),
        en=en(
            "Your e-mail address is about to change",
            "Somebody asked to change the e-mail address of your account. Nothing changes until the new address is "
            "confirmed.\nIf this was not you, change your password at once and contact us.",
        ),
    ),
    Occasion(
        code="mail_changed",
        label="メールアドレスが変わりました",
        when="会員のメールアドレスが変わったとき（前のアドレスへ）",
        group=GROUP,
        may_stop=False,
        fields=(NAME, *SHOP),
        ja=ja(
            "メールアドレスを変更しました",
            "会員のメールアドレスが新しいアドレスに変わりました。\n"
            "お心当たりのないときは、すぐにお問い合わせください。",
        ),
        en=en(
            "Your e-mail address has changed",
            "The e-mail address of your account has been changed to the new one.\n"
            "If this was not you, please contact us at once.",
        ),
    ),
    Occasion(
        code="reset_password",
        label="パスワードの再設定",
        when="会員がパスワードの再設定を求めたとき",
        group=GROUP,
        may_stop=False,
        fields=(NAME, LINK, *SHOP),
        ja=ja(
            "パスワードの再設定",
            "次のリンクを 60 分以内に開くと、新しいパスワードを決められます。\n"
            "お心当たりのないときは、このメールを捨ててください。パスワードは変わりません。\n\n{{ link }}",
        ),
        en=en(
            "Set a new password",
            "Open the following link within 60 minutes to choose a new password.\n"
            "If this was not you, ignore this mail. Your password does not change.\n\n{{ link }}",
        ),
    ),
    Occasion(
        code="data_changed",
        label="登録内容の変更のお知らせ",
        when="会員のパスワード・お届け先などが変わったとき",
        group=GROUP,
        may_stop=False,
        fields=(NAME, WHAT, AT, *SHOP),
        ja=ja(
            "{{ what }}が変更されました",
            "{{ at }} に、{{ what }}が変更されました。\n" + _DOUBT_JA,
        ),
        en=en("Your {{ what }} was changed", "Your {{ what }} was changed on {{ at }}.\n" + _DOUBT_EN),
    ),
    Occasion(
        code="new_device",
        label="新しい端末からのログイン",
        when="会員がはじめての端末からログインしたとき",
        group=GROUP,
        may_stop=False,
        fields=(NAME, AT, *SHOP),
        ja=ja(
            "新しい端末からのログイン",
            "{{ at }} に、はじめての端末または場所からログインがありました。\n" + _DOUBT_JA,
        ),
        en=en(
            "Sign-in from a new device",
            "Your account was used from a new device or place on {{ at }}.\n" + _DOUBT_EN,
        ),
    ),
    Occasion(
        code="points_ending",
        label="ポイントの失効が近づいたお知らせ",
        when="会員のポイントの有効期限が近づいたとき（期限ごとに 1 回）",
        group=GROUP,
        fields=(
            NAME,
            Field(name="points", label="失効するポイント", ja="120", must=True),
            Field(name="last", label="使える最後の日", ja="11月30日（月）", en="Mon, 30 Nov", must=True),
            Field(
                name="link",
                label="ポイントのページ",
                ja="https://shop.example.jp/my/points/",
                en="https://shop.example.jp/en/my/points/",
            ),
            *SHOP,
        ),
        ja=ja(
            "ポイントの有効期限が近づいています",
            "{{ points }} ポイントの有効期限が近づいています。{{ last }}までお使いになれます。\n"
            "残りのポイントと期限は、マイページでご確認ください。\n\n{{ link }}",
        ),
        en=en(
            "Some of your points are about to expire",
            "{{ points }} of your points are about to expire. The last day to use them is {{ last }}.\n"
            "See your account for all your points and their dates.\n\n{{ link }}",
        ),
    ),
)
