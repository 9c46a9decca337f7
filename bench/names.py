"""Plausible names of Japanese goods, as many as are wanted, the same every time (商品名)."""

from __future__ import annotations

import random
from collections.abc import Iterator

PLACES = """
    有田焼 波佐見焼 美濃焼 信楽焼 備前焼 九谷焼 益子焼 萩焼 今治 泉州 播州 燕三条 南部 越前 輪島 会津 飛騨 木曽
    吉野 京都 加賀 瀬戸 常滑 丹波 砥部 伊賀 唐津
    薩摩 琉球 北海道産 青森県産 新潟県産 長野県産 静岡 宇治 八女 知覧
    瀬戸内 紀州 土佐 国産 日本製
""".split()
MAKERS = """
    白波窯 山手窯 土の音 木地屋まる 鍛冶いずみ 黒鉄堂
    綿のいえ 麻の葉工房 竹かご屋よし はんじょう庵 ひなた製菓 朝霧農園
    海風水産 星の台所 月うさぎ堂 風待ち商店 KAZE works Hinata ソライロ アトリエ・ミモザ 丸八 山吹屋
    みどりの森 ねこのて 灯り屋
""".split()
QUALITIES = """
    軽量 大容量 折りたたみ 防水 撥水 速乾 抗菌 消臭
    洗える 極厚 超軽量 コンパクト おしゃれ かわいい シンプル 北欧風
    和モダン 無添加 有機 減塩 低糖質 訳あり お徳用 業務用
    プロ仕様 二重構造 ワイド スリム ロング ショート 厚手 薄手
    手作り 手染め 手描き 特製 限定 新作 定番 人気 送料無料 ギフト 名入れ 敬老の日 母の日 お中元 お歳暮 内祝い
    出産祝い 引越し 一人暮らし
""".split()
MATERIALS = """
    綿100% 麻 リネン ガーゼ ウール カシミヤ シルク レザー 本革 合皮 ステンレス 真鍮 銅 鉄 アルミ チタン 木製
    竹製 ひのき 桐 欅 桜 ガラス 磁器 陶器
    漆塗り シリコン ナイロン ポリエステル デニム 帆布 コーデュロイ フリース
    ボア オーガニックコットン
""".split()
GOODS = {
    "うつわ": """
        茶碗 飯碗 湯呑み マグカップ 大皿 小皿 豆皿 どんぶり
        急須 ティーポット 箸置き 徳利 ぐい呑み そば猪口 小鉢 土鍋
        花瓶 ワイングラス タンブラー ジョッキ 汁椀 重箱 カップ&ソーサー ケーキ皿 角皿
    """.split(),
    "台所": """
        まな板 三徳包丁 フライパン 片手鍋 やかん おろし金 すり鉢
        ボウル ざる 菜箸 トング ピーラー 計量カップ 保存容器
        弁当箱 水筒 エプロン 鍋つかみ ふきん
        キッチンペーパーホルダー 水切りかご 包丁研ぎ 玉子焼き器 蒸し器 コーヒードリッパー
    """.split(),
    "服": """
        ワンピース Tシャツ ブラウス シャツ カーディガン ニット
        セーター パーカー ジャケット コート ダウンベスト スカート
        デニムパンツ ワイドパンツ レギンス 靴下 五本指靴下 タイツ 肌着
        パジャマ 浴衣 甚平 帽子 キャップ マフラー 手袋
        ストール
    """.split(),
    "小物": """
        長財布 二つ折り財布 名刺入れ キーケース トートバッグ
        リュック ショルダーバッグ ポーチ 折りたたみ傘 日傘 長靴
        スニーカー サンダル スリッパ 腕時計 指輪 ネックレス
        イヤリング ヘアゴム 眼鏡ケース ハンカチ 風呂敷 手ぬぐい 扇子
        御朱印帳
    """.split(),
    "寝具": """
        枕 抱き枕 枕カバー 毛布 タオルケット 羽毛布団
        敷布団 シーツ 座布団 クッション ひざ掛け バスタオル フェイスタオル
        バスマット カーテン のれん ラグ こたつ布団
        マットレス 目覚まし時計 壁掛け時計 加湿器 アロマディフューザー
    """.split(),
    "食品": """
        米 玄米 餅 味噌 醤油 みりん だしパック 昆布
        かつお節 海苔 梅干し 漬物 ラーメン うどん そば そうめん パスタソース
        カレー レトルトスープ 缶詰 ドレッシング オリーブオイル はちみつ
        ジャム 抹茶 煎茶 ほうじ茶 紅茶 コーヒー豆 カステラ
        どら焼き 羊羹 せんべい クッキー チョコレート アイスクリーム
        プリン 干物 鮭の切り身 うなぎ蒲焼 ハンバーグ 餃子 日本酒
        焼酎 梅酒 ワイン 地ビール
    """.split(),
}
COLOURS = """
    藍 紺 白 黒 生成 茶 灰 緑 紅 桜 空 黄 紫 ネイビー ホワイト ブラック ベージュ グレー カーキ ピンク ミント
    テラコッタ マスタード
""".split()
SIZES = """
    S M L LL フリー 小 中 大 21cm 24cm 27cm 500ml 1L 350ml 200g 500g 1kg
    5kg 10kg 5個入 10枚組 2本セット 3足組 半間 七寸 五寸 一合 大判
""".split()


def names(count: int, seed: int = 20261122) -> Iterator[tuple[str, str, str, str]]:
    """Code, name, brand and kind of goods of each product."""
    luck = random.Random(seed)
    kinds = list(GOODS)
    for number in range(count):
        kind = luck.choice(kinds)
        maker = luck.choice(MAKERS)
        words = [luck.choice(GOODS[kind])]
        if luck.random() < 0.7:
            words.insert(0, luck.choice(MATERIALS))
        if luck.random() < 0.6:
            words.insert(0, luck.choice(PLACES))
        words[0:0] = luck.sample(QUALITIES, luck.choice((0, 1, 1, 2, 3)))
        if luck.random() < 0.3:
            words.insert(0, f"【{maker}】")
        if luck.random() < 0.6:
            words.append(luck.choice(COLOURS))
        if luck.random() < 0.6:
            words.append(luck.choice(SIZES))
        code = (
            f"{chr(65 + number % 26)}{chr(65 + number // 26 % 26)}-{1000 + number * 7919 % 8999}-{number:06d}"
        )
        text = "".join(words) if luck.random() < 0.2 else " ".join(words)
        if luck.random() < 0.15:
            text = _wide(text)
        yield code, f"{text} {code}" if luck.random() < 0.3 else text, maker, kind


def _wide(text: str) -> str:
    """As an old back office writes it: figures and letters in full width."""
    return "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in text)
