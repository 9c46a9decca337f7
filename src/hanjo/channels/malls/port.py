"""The port that every mall is translated to (モールの口): what a connector offers, and what it is given.

A connector is a package of one shape, found by its code (`registry.py`):

- `client.py`, the only file that speaks to the network, and only through `Access.wire`;
- `translate.py`, pure: the mall's documents → drafts, the house's figures → the mall's bodies;
- `samples/` with recorded answers, `tests/`.

Everything is plural. Every method may be repeated with the same values: what the mall has already is answered as done.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol

from hanjo.channels.terms import Understood
from hanjo.kernel.wire import Answer, Unreachable
from hanjo.kernel.word import Word

__all__ = [
    "Access", "Answer", "Batches", "Cancel", "Counted", "CutOff", "Document", "Field", "Goods", "Health", "Heard",
    "KeyRefused", "Limit", "Limited", "Mall", "Outcome", "Page", "Port", "Price", "Refused", "Shipment", "Shown",
    "Stock", "Tokens", "Unreachable", "Verdict", "Wire",
]  # fmt: skip


class Limited(Exception):
    """The mall wants fewer calls. `seconds`: when to ask again at the earliest (回数制限)."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(f"again in {seconds:.1f} s")


class CutOff(Limited):
    """The mall wants fewer calls, and a list was half read: asked as it was, it would begin anew each time."""


class KeyRefused(Exception):
    """The mall does not know our key any more: it ran out, was withdrawn, or lacks a right (キー切れ)."""

    def __init__(self, because: str) -> None:
        self.because = because  # Japanese: what, and what to do
        super().__init__(because)


class Refused(Exception):
    """The mall understood the whole request and says no."""

    def __init__(self, code: str, text: str) -> None:
        self.code, self.text = code, text
        super().__init__(f"{code} {text}")


class Outcome(Word):
    """What became of one thing that a mall was told."""

    DONE = "done", "反映済み"
    WAITS = "waits", "処理待ち"  # the mall works on it: ask with the ticket
    REFUSED = "refused", "受け付けられません"
    UNKNOWN = "unknown", "不明"  # not known there: a SKU, an order


# --- what a connector states about itself -------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """One thing that the connect wizard asks for (接続に必要な項目)."""

    name: str
    label: str
    help: str = ""
    is_secret: bool = False
    is_needed: bool = True
    default: str = ""
    is_key: bool = (
        True  # a secret that opens the mall: a new one makes what was got with the old one worthless
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Limit:
    """How often one kind of call may be made: a bucket of `burst` calls that refills at `per_second` (呼び出し枠)."""

    per_second: float
    burst: int = 1
    per_day: int = 0  # 0: no daily ceiling is known


@dataclass(frozen=True, kw_only=True, slots=True)
class Batches:
    """How much goes into one call of this mall."""

    read: int = 100
    stock: int = 100
    ship: int = 1
    confirm: int = 100
    days: int = 30  # the longest window of one search
    overlap_seconds: int = 600  # how far a pull reaches back over the last one: late orders, their clock
    short_overlap_seconds: int = 120  # … while the mall's limit is what holds pulls up


# --- what a connector is given ------------------------------------------------------------------------------


class Wire(Protocol):
    """The way out: keeps the mall's limits and a record of every exchange."""

    def ask(
        self,
        endpoint: str,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        body: bytes | None = None,
        key: str = "",
        about: str = "",
        timeout: float = 20.0,
    ) -> Answer:
        """Ask once. `endpoint` names the limit; `key` names the exchange (empty: one is made), `about` what it is of.

        Raises Limited before asking when the budget of the endpoint is spent, Unreachable when nobody answers.
        """


class Tokens(Protocol):
    """Tokens that the mall gave us, kept sealed; whoever renews one is alone in doing so."""

    def get(self, name: str) -> str:
        """The token; empty when there is none or it has run out."""

    def renew(self, name: str, made: Any) -> str:
        """Call `made()` → (token, seconds it lives, {other tokens to keep}) and keep all of it."""


def _nothing_seen(stamps: Mapping[str, str]) -> Collection[str]:
    return ()


@dataclass(frozen=True, kw_only=True)
class Access:
    """A channel's contract with a mall, opened (接続)."""

    channel: str
    base_url: str
    secrets: Mapping[str, str]
    options: Mapping[str, Any]
    wire: Wire
    tokens: Tokens
    now: Any  # () -> datetime, aware
    seen: Callable[[Mapping[str, str]], Collection[str]] = _nothing_seen  # of {order: stamp}, which are here


# --- what goes in and out -----------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """One order as the mall wrote it, as text in one fixed spelling, so that the same order is the same text."""

    key: str  # the mall's order number, as in its files
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """One page of a search: keys to be read, or whole documents when the mall's search gives them."""

    keys: Sequence[str] = ()
    documents: Sequence[Document] = ()
    more: str = ""  # pass it to go on; empty: that was all
    stamps: Mapping[str, str] = field(
        default_factory=dict
    )  # {order: what the search says of its last change}


@dataclass(frozen=True, kw_only=True, slots=True)
class Health:
    """What the live test of a connection found (接続テスト)."""

    name: str
    key_expires_at: datetime | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What became of one thing that the mall was told; `key` is the caller's."""

    key: str
    outcome: Outcome
    ticket: str = ""
    code: str = ""
    text: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Shipment:
    """A parcel of an order that left (出荷報告)."""

    key: str
    order_number: str
    carrier: str  # ours: yamato, sagawa, japanpost …
    tracking_number: str
    shipped_on: date
    document: str = ""  # the order as the mall told it last: ids of packages and lines
    lines: Sequence[tuple[str, int]] = ()  # (line key of the draft, pieces); empty: all of the order


@dataclass(frozen=True, kw_only=True, slots=True)
class Cancel:
    """An order that the shop calls off (キャンセルの連絡). `reason`: ours, e.g. out_of_stock, buyer, unpaid."""

    key: str
    order_number: str
    reason: str
    document: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Stock:
    """How many pieces a mall shall show of one listing (在庫連携). `before`: what we believe it shows now."""

    code: str  # the listing's code
    ref: Mapping[str, str]  # the mall's own ids of it
    quantity: int
    before: int | None = None
    key: str = ""  # names this push: the same key twice is one push


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """What a mall shows of one listing. `quantity` None: not known there, or without a limit."""

    code: str
    quantity: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Goods:
    """One thing that a mall sells, or shall sell (出品情報)."""

    code: str
    ref: Mapping[str, str] = field(default_factory=dict)
    title: str = ""
    price_yen: int | None = None  # what buyers pay, with tax
    bare_yen: int | None = None  # before tax, where a mall tells only that; the rate is the SKU's
    quantity: int | None = None
    category: str = ""
    images: tuple[str, ...] = ()
    text: str = ""
    shipping: str = ""
    jan: str = ""
    tax_rate: int | None = None
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Price:
    """What a listing shall cost from now on."""

    code: str
    ref: Mapping[str, str]
    price_yen: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Counted:
    """One order as the mall's own list counts it, for the proof that none is missing (件数照合)."""

    key: str
    total: Decimal | None = None  # None: the mall's list names no sum
    is_hidden: bool = (
        False  # known there, but not to be read yet: undecided postage, a receiver not yet named
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Heard:
    """A message that is proven to come from the mall (確かめた通知)."""

    key: str  # the mall's own id of the message: heard twice, it is the same
    kind: str  # order, stock, goods, other
    keys: Sequence[str] = ()  # order numbers or listing codes it speaks of


class Port(Protocol):
    """What a mall can do for a channel."""

    def look(self) -> Health:
        """Prove that the keys work; changes nothing."""

    def changed(self, since: datetime, until: datetime, more: str = "") -> Page:
        """Orders that are new or changed in this time, oldest first."""

    def read(self, keys: Sequence[str]) -> list[Document]:
        """Orders by their numbers; one that the mall does not know is left out."""

    def counted(self, since: datetime, until: datetime) -> Iterable[Counted]:
        """Every order that was placed in this time, also those that are hidden from `changed`."""

    def confirm(self, keys: Sequence[str]) -> list[Verdict]:
        """Tell the mall that the shop takes these orders (注文確認). A mall without this step answers done."""

    def cancel(self, cancels: Sequence[Cancel]) -> list[Verdict]:
        """Call orders off."""

    def ship(self, shipments: Sequence[Shipment]) -> list[Verdict]:
        """Report parcels that left; a mall that takes its time answers WAITS with a ticket."""

    def follow(self, tickets: Sequence[str]) -> list[Verdict]:
        """What became of tickets; the verdicts' keys are those of the shipments, or the tickets."""

    def show(self, stocks: Sequence[Stock]) -> list[Verdict]:
        """Let the mall show these counts."""

    def shown(self, stocks: Sequence[Stock]) -> list[Shown]:
        """What the mall shows of these listings now."""

    def goods(self, more: str = "") -> tuple[list[Goods], str]:
        """A page of what the mall sells of this shop, and how to go on."""

    def publish(self, goods: Sequence[Goods]) -> list[Verdict]:
        """Create or change listings."""

    def reprice(self, prices: Sequence[Price]) -> list[Verdict]:
        """Change prices."""

    def hear(self, headers: Mapping[str, str], body: bytes) -> list[Heard]:
        """Prove a message and say what it speaks of; raises Refused when it cannot be proven."""


class Mall(Protocol):
    """A connector's package.

    It may have more, which is asked for by name: `POLICY`; `WANTS_LINES`, when parcels are to be told with their lines;
    `READS` and `read_again`; `receipt`; `HOOK_HELP`, where the operator enters the address of our door by hand;
    `LISTENS`, when its port has `listen(address) -> list[str]`, which registers whatever of it is missing there;
    `INQUIRIES` and `unfit_reply`, when its port is a `Desk` (`desk.py`).
    """

    MALL: str  # its code
    LABEL: str
    BASE_URL: str
    FIELDS: tuple[Field, ...]
    LIMITS: Mapping[str, Limit]
    BATCHES: Batches

    def connect(self, access: Access) -> Port:
        """Open the mall for a channel; asks nothing."""

    def understand(self, key: str, text: str) -> Understood:
        """What one document is. Pure; never raises: what cannot be read is refused with its reason."""

    def lacking(self, goods: Goods) -> list[str]:
        """What this mall still needs before it can sell this, in Japanese (出品の準備)."""
