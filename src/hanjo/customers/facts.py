"""What customers tell upwards."""

from __future__ import annotations

from dataclasses import dataclass

from hanjo.kernel.fact import Fact


@dataclass(frozen=True, kw_only=True)
class NewDeviceSeen(Fact):
    """Somebody signed in from a device or network that this member has not used before (初めての端末)."""

    member_id: int
    agent: str = ""
    address: str = ""
    at: str = ""  # ISO 8601, UTC


@dataclass(frozen=True, kw_only=True)
class AttributeChanged(Fact):
    """Something that opens an account or directs its parcels has changed (登録内容の変更).

    `mails` are the addresses to tell: a changed mail address is told to the old one and the new one.
    """

    member_id: int
    what: str  # password, mail, address, totp, passkey, name
    mails: tuple[str, ...] = ()
    at: str = ""
