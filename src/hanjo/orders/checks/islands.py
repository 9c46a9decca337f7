"""Islands that carriers reach only by ship or aeroplane (離島), as a list that everybody may correct.

Put together by us from geography: municipalities that lie wholly on islands without a bridge to the four main islands,
and towns of mainland municipalities that do. It is not a carrier's official list of surcharges; carriers differ.
A shop adds and removes places in the settings of the check 離島 (`add`, `drop`). Okinawa's main island is met by the
check 中継料地域 instead. Every line is checked against the postal tables by a test: prefecture, municipality without
its 郡, then the towns (none: the whole municipality).
"""

from __future__ import annotations

from collections.abc import Mapping

_LIST = """
北海道 利尻町
北海道 利尻富士町
北海道 礼文町
北海道 奥尻町
北海道 羽幌町 天売 焼尻
北海道 厚岸町 小島
宮城県 石巻市 網地浜 長渡浜 田代浜
宮城県 塩竈市 浦戸
宮城県 女川町 出島 江島
山形県 酒田市 飛島
東京都 大島町
東京都 利島村
東京都 新島村
東京都 神津島村
東京都 三宅村
東京都 御蔵島村
東京都 八丈町
東京都 青ヶ島村
東京都 小笠原村
新潟県 佐渡市
新潟県 粟島浦村
石川県 輪島市 海士町
愛知県 南知多町 篠島 日間賀島
愛知県 西尾市 一色町佐久島
三重県 鳥羽市 神島町 答志町 菅島町 坂手町 桃取町
三重県 志摩市 磯部町渡鹿野
滋賀県 近江八幡市 沖島町
兵庫県 姫路市 家島町
兵庫県 南あわじ市 沼島
島根県 海士町
島根県 西ノ島町
島根県 知夫村
島根県 隠岐の島町
岡山県 笠岡市 高島 白石島 北木島町 真鍋島 飛島 六島
岡山県 備前市 日生町大多府
広島県 大崎上島町
広島県 三原市 鷺浦町
広島県 尾道市 百島町
広島県 福山市 走島町
山口県 萩市 見島 大島 相島
山口県 柳井市 平郡
山口県 岩国市 柱島
山口県 周南市 大津島
山口県 下関市 六連島 蓋井島
山口県 防府市 野島
徳島県 阿南市 伊島町
香川県 小豆島町
香川県 土庄町
香川県 直島町
香川県 高松市 男木町 女木町
香川県 丸亀市 本島町 広島町 牛島 手島町
香川県 観音寺市 伊吹町
香川県 多度津町 高見 佐柳
愛媛県 上島町
愛媛県 宇和島市 日振島 戸島
愛媛県 八幡浜市 大島
愛媛県 今治市 関前
愛媛県 大洲市 長浜町青島
高知県 宿毛市 沖の島町
福岡県 福岡市西区 玄界島 小呂島 能古
福岡県 宗像市 大島 地島
福岡県 新宮町 相島
福岡県 糸島市 志摩姫島
佐賀県 唐津市 高島 神集島 呼子町小川島 鎮西町馬渡島 鎮西町松島 肥前町向島
長崎県 対馬市
長崎県 壱岐市
長崎県 五島市
長崎県 新上五島町
長崎県 小値賀町
長崎県 佐世保市 宇久町 黒島町 高島町
長崎県 平戸市 大島村 度島町
長崎県 長崎市 池島町 高島町
長崎県 西海市 大瀬戸町松島 崎戸町平島 崎戸町江島
熊本県 上天草市 大矢野町湯島
大分県 姫島村
大分県 津久見市 保戸島
宮崎県 延岡市 島浦町
鹿児島県 三島村
鹿児島県 十島村
鹿児島県 西之表市
鹿児島県 中種子町
鹿児島県 南種子町
鹿児島県 屋久島町
鹿児島県 奄美市
鹿児島県 大和村
鹿児島県 宇検村
鹿児島県 瀬戸内町
鹿児島県 龍郷町
鹿児島県 喜界町
鹿児島県 徳之島町
鹿児島県 天城町
鹿児島県 伊仙町
鹿児島県 和泊町
鹿児島県 知名町
鹿児島県 与論町
鹿児島県 薩摩川内市 里町 上甑町 下甑町 鹿島町
沖縄県 宮古島市
沖縄県 多良間村
沖縄県 石垣市
沖縄県 竹富町
沖縄県 与那国町
沖縄県 久米島町
沖縄県 渡嘉敷村
沖縄県 座間味村
沖縄県 粟国村
沖縄県 渡名喜村
沖縄県 南大東村
沖縄県 北大東村
沖縄県 伊江村
沖縄県 伊平屋村
沖縄県 伊是名村
"""


def _read() -> dict[str, tuple[str, ...]]:
    places: dict[str, tuple[str, ...]] = {}
    for line in _LIST.split("\n"):
        if line:
            prefecture, city, *towns = line.split()
            places[prefecture + city] = tuple(towns)
    return places


ISLANDS: Mapping[str, tuple[str, ...]] = _read()
"""Prefecture and municipality → its island towns; an empty tuple means all of it."""
