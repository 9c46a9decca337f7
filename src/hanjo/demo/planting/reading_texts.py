"""What the demo shop says. Everybody and everything in it is made up."""

# ruff: noqa: E501  # prose reads best when a paragraph is one line

from __future__ import annotations

from hanjo.content.terms import Words

PAGES = {
    "guide": {
        "ja": Words(
            title="ご利用ガイド",
            summary="はんじょう商店でのお買い物の流れ、会員登録、領収書のご案内です。",
            body="""はじめての方も、会員登録なしでお買い物いただけます。

# お買い物の流れ
1. 商品のページで数量を選び、「カートに入れる」を押します。
2. カートで内容を確かめ、「購入手続きへ」進みます。
3. お届け先、お届け日、お支払い方法を入れます。
4. 最終確認の画面で、金額と内容をもう一度お確かめください。「注文を確定する」を押すと、ご注文になります。
5. ご注文の確認メールが届きます。届かないときは、迷惑メールの箱をご覧ください。

# 会員になると
- お届け先を覚えておけます。
- ポイントがたまり、次のお買い物で使えます。
- ご注文の状況と領収書を、いつでもご覧いただけます。

# 領収書
発送のあと、マイページか、ご注文の確認メールにあるリンクから発行できます。宛名を入れられます。適格請求書（インボイス）の要件を満たしています。

# ご注文の取り消し
発送の準備に入るまでは、ご自身で取り消せます。そのあとは[お問い合わせ](/shop/contact/)ください。""",
        ),
        "en": Words(
            title="Shopping guide",
            summary="How to buy at Hanjo Shoten.",
            body="""You can buy without registering.

# How to buy
1. Choose how many you want and press “Add to cart”.
2. Check the cart and go on to the checkout.
3. Enter the address, the day and how you pay.
4. Look at the last page once more: amounts, delivery and returns. Pressing “Place order” makes it an order.
5. A confirmation comes by mail.

# Receipts
Once your parcel is on its way, you can issue a receipt in your account or by the link in our mail.""",
        ),
    },
    "shipping": {
        "ja": Words(
            title="送料・お支払い",
            summary="送料、お届けの日数、お支払い方法のご案内です。",
            body="""# 送料
送料はお届け先の都道府県と大きさ、温度帯（常温・冷蔵・冷凍）で決まります。カートで都道府県を選ぶと、そのご注文の送料が出ます。

- 温度帯のちがう品は、別の荷物になり、それぞれに送料がかかります。
- 合計が決まった額を超えると送料が無料になる催しのときは、カートに「あと〇〇円で送料を当店が負担します」と出ます。
- 北海道・沖縄・離島は、日数と送料が変わることがあります。

# お届け
平日の締切時刻までのご注文は、その日のうちに出荷します（お取り寄せ・名入れを除く）。お届け日と時間帯は、購入手続きで選べます。最短の日は、商品のページでお住まいの都道府県を選ぶと分かります。

# お支払い方法
| 方法 | お支払いの時期 | 手数料 |
|---|---|---|
| クレジットカード | 商品の発送のとき | なし |
| コンビニ払い | ご注文のあと、期限まで（前払い） | なし |
| 銀行振込 | ご注文のあと、期限まで（前払い） | 振込手数料はお客様のご負担 |
| 代金引換 | お届けのとき | 購入手続きの画面に表示 |

カードの番号は決済会社だけが受け取り、当店は知ることも残すこともありません。""",
        ),
        "en": Words(
            title="Shipping and payment",
            summary="Fees, days and ways to pay.",
            body="""# Shipping
The fee follows from the prefecture, the size and the temperature of your goods. Choose a prefecture in the cart to see it.

# Delivery
Orders before the cut-off time of a working day leave the same day. You can choose day and time at checkout.

# Payment
Credit card (charged when we ship), convenience store and bank transfer (in advance), cash on delivery.""",
        ),
    },
    "returns": {
        "ja": Words(
            title="返品・交換",
            summary="不良品、お届け違い、お客様のご都合による返品のご案内です。",
            body="""# 届いた品がちがう・割れている
申し訳ありません。お届けから 8 日以内に[お問い合わせ](/shop/contact/)ください。送料は当店の負担で、交換するか、全額をお返しします。写真があると早く手配できます。

# お客様のご都合による返品
未使用の品は、お届けから 8 日以内にご連絡いただければお受けします。返送料はお客様のご負担です。

次の品はお受けできません。
- 食品・酒類
- 名入れなど、ご注文を受けてから作った品
- 一度お使いになった品

# 返金
品が戻り、確かめてから 7 営業日以内に、お支払いの方法に合わせてお返しします。使ったポイントも戻ります。

くわしい条件は[特定商取引法に基づく表記](/shop/legal/)にあります。""",
        ),
        "en": Words(
            title="Returns",
            summary="Wrong or broken goods, and goods you do not like.",
            body="""# Wrong or broken
Please write to us within 8 days. We exchange or refund at our cost.

# Changed your mind
Unused goods can come back within 8 days; you pay the way back. Food, drinks and goods made to order cannot.""",
        ),
    },
    "gift": {
        "ja": Words(
            title="のし・ギフト",
            summary="のし、包装、メッセージカード、複数のお届け先のご案内です。",
            body="""# のし
購入手続きの「贈り物にする」で選べます。無料です。

- **内のし・外のし**: 品に直接かけるのが内のし、包装紙の上からかけるのが外のしです。
- **表書き**: 御祝、内祝、御歳暮、御中元、御礼、寿、快気祝、粗供養、志 など。
- **水引**: 何度あってもよいお祝いは蝶結び、一度きりがよいことは結び切りです。
- **名入れ**: 連名もお入れします。

| 贈る場面 | 表書き | 水引 |
|---|---|---|
| 結婚のお祝い | 寿 | 結び切り（10本） |
| 出産のお祝い | 御祝 | 蝶結び |
| お見舞いのお返し | 快気祝 | 結び切り（5本） |
| 法事のお返し | 粗供養・志 | 黄白または黒白結び切り |

# 包装とカード
包装の種類は商品ごとに選べます。メッセージカードも添えられます。

# お届け先がいくつもあるとき
一度のご注文で、何人にでも送れます。受け取る方ごとに、のしとカードを変えられます。金額の分かる紙は入れません。""",
        ),
        "en": Words(
            title="Gifts and noshi",
            summary="Noshi paper, wrapping, cards, several receivers.",
            body="""Noshi (the paper band on a Japanese gift) is free. Choose the occasion, the knot and the name at checkout.

One order can go to several people, each with a noshi and card of their own. No paper with prices is put in.""",
        ),
    },
    "accessibility": {
        "ja": Words(
            title="アクセシビリティ方針",
            summary="だれにでも使える店であるための、目標と現状です。",
            body="""はんじょう商店は、見え方・聞こえ方・動かし方にかかわらず、どなたにもお買い物いただける店を目指しています。

# 目標
JIS X 8341-3:2016 の適合レベル AA に準拠することを目標にしています。対象は、この店のすべてのページです。

# していること
- キーボードだけで、注文の完了まで進めます。
- 文字を 400 % まで大きくしても、横に動かさずに読めます。
- 色だけで伝えません。入力の誤りは、場所とことばで知らせます。
- 明るい画面と暗い画面の両方で、文字の濃さを確かめています。
- スクリプトが動かなくても、お買い物ができます。

# 使いにくいとき
どのページで、何をしようとして困ったかを[お問い合わせ](/shop/contact/)ください。お電話・メールでのご注文も承ります。""",
        ),
        "en": Words(
            title="Accessibility",
            summary="Our aim: a shop that everybody can use.",
            body="""Our aim is level AA of WCAG (JIS X 8341-3:2016) on every page of this shop. You can order by keyboard alone, at
400 % text size, and without script. Please tell us where you were stuck.""",
        ),
    },
    "about": {
        "ja": Words(
            title="はんじょう商店について",
            summary="見本のために作られた、架空の店です。",
            body="""はんじょう商店は、うつわと台所の道具、季節の食べものを扱う小さな店です……という設定の、**架空の店**です。ご注文いただいても、商品は届きません。

# 店のこと
- 名前: はんじょう商店（見本）
- はじまり: この画面を開いた日
- 扱う品: うつわ、鍋、布もの、乾物、菓子

# 大切にしていること
長く使えること。直して使えること。作った人の名前が言えること。""",
        ),
        "en": Words(
            title="About us",
            summary="A shop that does not exist.",
            body="Hanjo Shoten is an **imaginary shop** made to show this software. Nothing you order will arrive.",
        ),
    },
}  # fmt: skip

GROUPS = {
    "order": {"ja": "ご注文", "en": "Orders"},
    "shipping": {"ja": "送料・お届け", "en": "Shipping"},
    "payment": {"ja": "お支払い・領収書", "en": "Payment"},
    "gift": {"ja": "のし・ギフト", "en": "Gifts"},
    "returns": {"ja": "返品・交換", "en": "Returns"},
}

ANSWERS: tuple[tuple[str, str, str, str, tuple[str, str] | None], ...] = (
    ("without-account", "order", "会員登録をしなくても買えますか？", "はい。購入手続きで「登録せずに進む」を選んでください。あとから登録することもできます。",
     ("Can I buy without an account?", "Yes. You can register later if you like.")),
    ("change-order", "order", "注文したあとで内容を変えられますか？", "発送の準備に入るまでは、マイページか確認メールのリンクから取り消せます。お届け先や日時の変更は、[お問い合わせ](/shop/contact/)ください。", None),
    ("no-mail", "order", "確認メールが届きません。", "迷惑メールの箱をご覧ください。見つからないときは、アドレスが違っているかもしれません。お名前と電話番号を添えて[お問い合わせ](/shop/contact/)ください。", None),
    ("fee", "shipping", "送料はいくらですか？", "お届け先と大きさ、温度帯で決まります。カートで都道府県を選ぶと金額が出ます。くわしくは[送料・お支払い](/shop/i/shipping/)へ。",
     ("How much is shipping?", "It depends on the prefecture and the size. Choose a prefecture in the cart to see it.")),
    ("when", "shipping", "いつ届きますか？", "商品のページで都道府県を選ぶと、最短の日が出ます。お届け日と時間帯は購入手続きで選べます。",
     ("When will it arrive?", "Choose a prefecture on the product page to see the earliest day.")),
    ("cool-together", "shipping", "冷蔵の品と常温の品を一緒に送れますか？", "温度帯がちがう品は別々の荷物になり、それぞれに送料がかかります。分け方はカートに出ます。", None),
    ("abroad", "shipping", "海外へ送れますか？", "申し訳ありません。日本国内だけにお送りしています。", ("Do you ship abroad?", "No, only within Japan. We are sorry.")),
    ("how-to-pay", "payment", "どんな支払い方法がありますか？", "クレジットカード、コンビニ払い、銀行振込、代金引換です。時期と手数料は[送料・お支払い](/shop/i/shipping/)にあります。",
     ("How can I pay?", "By card, at a convenience store, by bank transfer, or in cash on delivery.")),
    ("receipt", "payment", "領収書はもらえますか？", "発送のあと、マイページか確認メールのリンクから発行できます。宛名を入れられます。", None),
    ("card-safety", "payment", "カードの番号はどこに保存されますか？", "決済会社だけが受け取ります。当店のコンピューターを通ることはありません。", None),
    ("noshi", "gift", "のしは付けられますか？", "はい、無料です。購入手続きの「贈り物にする」で、表書き・水引・名入れを選べます。", ("Do you offer noshi?", "Yes, it is free. Choose it at checkout.")),
    ("many-receivers", "gift", "いくつもの住所に送れますか？", "はい。一度のご注文で、受け取る方ごとにのしとカードを変えられます。", None),
    ("no-price", "gift", "贈り物に金額の分かる紙が入りませんか？", "入りません。贈り物には、金額のない送り状だけを添えます。", None),
    ("broken", "returns", "届いた品が割れていました。", "申し訳ありません。お届けから 8 日以内に、写真を添えてお知らせください。当店の負担で交換または返金します。",
     ("My goods arrived broken.", "We are sorry. Write to us within 8 days; we exchange or refund at our cost.")),
    ("return-mind", "returns", "思っていたものと違ったら返品できますか？", "未使用なら、お届けから 8 日以内にご連絡ください。返送料はお客様のご負担です。食品・名入れの品はお受けできません。", None),
)  # fmt: skip

NEWS = (
    ("year-end", 2, "年末年始の休みとお届けについて", "休みのあいだの発送とお返事のご案内です。",
     "12 月 29 日から 1 月 3 日まで、発送とお返事を休みます。年内のお届けは、12 月 25 日までのご注文にかぎります。ご注文は休みのあいだも受け付けます。"),
    ("winter-goods", 9, "冬の鍋と湯のみがそろいました", "寒い日の食卓に。",
     "土鍋、湯のみ、厚手の飯碗がそろいました。土鍋の**目止め**のしかたは、[うつわ便り](/shop/blog/donabe/)に書きました。"),
    ("open", 30, "ネットショップを開きました", "これからよろしくお願いします。",
     "はんじょう商店の本店サイトを開きました。お気づきの点は[お問い合わせ](/shop/contact/)からお聞かせください。"),
)  # fmt: skip

BLOG = (
    ("donabe", 7, "土鍋をはじめて使う日", "目止めをしてから使うと、土鍋は長くもちます。",
     """土鍋には目に見えない小さな穴があります。使う前に一度、米のとぎ汁か薄いおかゆを炊いておくと、穴がふさがり、水漏れと匂い移りを防げます。これを**目止め**といいます。

# 手順
1. 鍋を洗い、底までよく乾かす。
2. 八分目まで水を入れ、ごはんを茶碗に軽く一杯ほぐし入れる。
3. 弱火でゆっくり、のり状になるまで炊く。
4. 火を止め、冷めるまで半日おく。
5. 洗って、裏返して乾かす。

> 急に熱くしない、急に冷やさない。それだけで、土鍋は何年も使えます。"""),
    ("noshi-words", 21, "「内祝」は、お返しだけではありません", "贈り物のことばを、少しだけ。",
     """内祝はもともと、うれしいことがあった家が、まわりの人に喜びを分けるための贈り物でした。いまは「お祝いのお返し」として使うことが多くなりましたが、お祝いをいただいていない方に贈っても、まちがいではありません。

のしの選び方は[のし・ギフト](/shop/i/gift/)にまとめました。迷ったときは、どうぞお気軽にお尋ねください。"""),
)  # fmt: skip

TEMPLATES = {
    "はじめのお礼": "このたびはお問い合わせをありがとうございます。\n\n\n\nほかにもご不明な点がありましたら、このメールにそのままご返信ください。",
    "お届け状況のご案内": "お問い合わせのご注文は、〇月〇日に出荷しました。\n運送会社: \n送り状番号: \n\nお届けまで、いましばらくお待ちください。",
    "割れ・お届け違いのおわび": "このたびは、お届けした品に不備があり、誠に申し訳ありません。\n送料は当店の負担で、交換品をお送りするか、代金をお返しします。どちらがよろしいか、お知らせください。",
    "返品のご案内": "返品を承ります。お手数ですが、次の住所へお送りください。品を確かめてから、7 営業日以内に返金します。\n\n",
}
