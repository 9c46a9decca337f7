"""The address book and what a member says of themselves."""

from __future__ import annotations

from hanjo.customers.commands import _safety
from hanjo.customers.models import Address, Member
from hanjo.customers.terms import BadAddress, Language, MemberState, Place
from hanjo.kernel import audit, text
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.refusal import NotFound

MOST = 50
MUST = (
    ("name", "お名前"),
    ("prefecture", "都道府県"),
    ("city", "市区町村"),
    ("street", "番地"),
    ("phone", "電話番号"),
)

LONGEST = {field.name: field.max_length or 0 for field in Address._meta.concrete_fields}


@command("customers.save_address", "お届け先の保存")
def save_address(
    member_id: int, place: Place, *, address_id: int | None = None, default: bool = False, by: Actor
) -> Address:
    """Keep a place that a member has things sent to, new or changed (お届け先の保存).

    The first one becomes the usual one. Refuses what a carrier could not deliver to, more than fifty, and the
    address of somebody else.
    """
    member = Member.objects.select_for_update().get(pk=member_id, state=MemberState.ACTIVE)
    values = _tidy(place)
    count = member.addresses.count()
    if address_id is None:
        if count >= MOST:
            raise BadAddress(why=f"お届け先は {MOST} 件までです。使わないものを削除してください。")
        address = Address(member=member)
    else:
        found = member.addresses.filter(pk=address_id).first()
        if found is None:
            raise NotFound(what="お届け先", key=address_id)
        address = found
    for field, value in values.items():
        setattr(address, field, value)
    if default or count == 0:
        member.addresses.filter(is_default=True).exclude(pk=address.pk).update(is_default=False)
        address.is_default = True
    address.save()
    _safety.note_change(member, "address")
    audit.record(by, "customers.save_address", [f"member:{member_id}", f"address:{address.pk}"])
    return address


@command("customers.drop_address", "お届け先の削除")
def drop_address(member_id: int, address_id: int, *, by: Actor) -> None:
    """Take a place out of a member's address book (お届け先の削除). One that is not there is no trouble."""
    count, _ = Address.objects.filter(pk=address_id, member_id=member_id).delete()
    if count:
        audit.record(by, "customers.drop_address", [f"member:{member_id}", f"address:{address_id}"])


@command("customers.change_profile", "会員情報の変更")
def change_profile(
    member_id: int,
    *,
    name: str,
    kana: str = "",
    company: str = "",
    phone: str = "",
    language: str = "ja",
    by: Actor,
) -> Member:
    """Change what a member says of themselves: name, company or household, telephone, language (会員情報の変更)."""
    if not text.tidy(name):
        raise BadAddress(why="お名前を入れてください。")
    member = Member.objects.select_for_update().get(pk=member_id, state=MemberState.ACTIVE)
    member.name, member.kana = text.tidy(name)[:120], text.katakana(kana)[:120]
    member.company, member.phone = text.tidy(company)[:120], text.narrow(phone)[:20]
    member.language = Language(language)
    member.save(update_fields=["name", "kana", "company", "phone", "language"])
    _safety.note_change(member, "profile")
    audit.record(by, "customers.change_profile", [f"member:{member_id}"])
    return member


def _tidy(place: Place) -> dict[str, str]:
    values = {field: text.tidy(getattr(place, field)) for field in Place.__dataclass_fields__}
    values["kana"] = text.katakana(place.kana)
    values["phone"] = text.narrow(place.phone)
    digits = text.digits(place.postal)
    if len(digits) != 7:
        raise BadAddress(why="郵便番号は 7 桁の数字で入れてください。")
    values["postal"] = f"{digits[:3]}-{digits[3:]}"
    for field, label in MUST:
        if not values[field]:
            raise BadAddress(why=f"{label}を入れてください。")
    for field, value in values.items():
        longest = LONGEST[field]
        if len(value) > longest:
            raise BadAddress(why=f"「{value[:20]}…」が長すぎます。{longest} 文字までにしてください。")
    return values
