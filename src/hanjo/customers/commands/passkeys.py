"""Passkeys: adding one, taking one off, signing in with one.

The library is imported inside the commands: with all it brings it takes longer to load than Django, and few processes
ever meet a passkey.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from hanjo.customers import rules, sealed
from hanjo.customers.commands import _safety, _session
from hanjo.customers.commands._session import SignedIn
from hanjo.customers.models import Member, Passkey, PasskeyChallenge, SignInAttempt
from hanjo.customers.terms import BadPasskey, LockedOut, MemberState
from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command

MOST_KEYS = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """What the browser is asked: `options` is JSON for `navigator.credentials`, `key` comes back with the answer."""

    key: str
    options: str


@command("customers.begin_passkey", "パスキーの登録")
def begin_passkey(member_id: int, *, host: str, shop: str, by: Actor) -> Asked:
    """Ask a member's device to make a key for this shop (パスキーの登録). Good for ten minutes, answered once."""
    import webauthn
    from webauthn.helpers.structs import (
        AuthenticatorSelectionCriteria,
        PublicKeyCredentialDescriptor,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    member = Member.objects.get(pk=member_id, state=MemberState.ACTIVE)
    known = [PublicKeyCredentialDescriptor(id=bytes(one.credential_id)) for one in member.passkeys.all()]
    if len(known) >= MOST_KEYS:
        raise BadPasskey(why=f"登録できるパスキーは {MOST_KEYS} 個までです。使わないものを削除してください。")
    options = webauthn.generate_registration_options(
        rp_id=host,
        rp_name=shop,
        user_id=f"member-{member.pk}".encode(),  # a mail address may change, this does not
        user_name=member.email,
        user_display_name=member.name,
        exclude_credentials=known,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
    )
    audit.record(by, "customers.begin_passkey", [f"member:{member_id}"])
    return Asked(_remember(options.challenge, member_id), webauthn.options_to_json(options))


@command("customers.add_passkey", "パスキーの登録")
def add_passkey(
    member_id: int, key: str, credential: dict[str, Any], *, host: str, origin: str, name: str, by: Actor
) -> Passkey:
    """Keep the public half of a key that the member's device has made (パスキーの登録).

    Refuses an answer to another question, another host or origin, an unverified user, and a key that is known.
    """
    import webauthn
    from webauthn.helpers.exceptions import WebAuthnException

    challenge = _recall(key, member_id)
    if challenge is None:
        raise BadPasskey(
            why="時間が経ちすぎたか、すでに使われた手続きです。もう一度はじめからお試しください。"
        )
    try:
        done = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=host,
            expected_origin=origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError) as error:
        raise BadPasskey(why="端末からの答えを確かめられませんでした。もう一度お試しください。") from error
    if Passkey.objects.filter(credential_id=done.credential_id).exists():
        raise BadPasskey(why="このパスキーは、すでに登録されています。")
    member = Member.objects.get(pk=member_id)
    passkey = Passkey.objects.create(
        member=member,
        credential_id=done.credential_id,
        public_key=done.credential_public_key,
        sign_count=done.sign_count,
        name=name.strip()[:60] or "パスキー",
    )
    _safety.note_change(member, "passkey")
    audit.record(by, "customers.add_passkey", [f"member:{member_id}", f"passkey:{passkey.pk}"])
    return passkey


@command("customers.drop_passkey", "パスキーの削除")
def drop_passkey(member_id: int, passkey_id: int, *, by: Actor) -> None:
    """Take a passkey off an account; the device's half opens nothing any more (パスキーの削除)."""
    count, _ = Passkey.objects.filter(pk=passkey_id, member_id=member_id).delete()
    if count:
        _safety.note_change(Member.objects.get(pk=member_id), "passkey")
        audit.record(by, "customers.drop_passkey", [f"member:{member_id}", f"passkey:{passkey_id}"])


@command("customers.ask_passkey", "パスキーでのログイン")
def ask_passkey(*, host: str) -> Asked:
    """Ask whoever is there for any passkey of this shop; no mail address is typed (パスキーでのログイン)."""
    import webauthn
    from webauthn.helpers.structs import UserVerificationRequirement

    options = webauthn.generate_authentication_options(
        rp_id=host, user_verification=UserVerificationRequirement.REQUIRED
    )
    return Asked(_remember(options.challenge, None), webauthn.options_to_json(options))


@command("customers.sign_in_by_passkey", "パスキーでのログイン")
def sign_in_by_passkey(
    key: str,
    credential: dict[str, Any],
    *,
    host: str,
    origin: str,
    address: str,
    agent: str = "",
    device: str = "",
) -> SignedIn | BadPasskey | LockedOut:
    """Open a session for the device that signed the question (パスキーでのログイン).

    No second step is asked: the key has checked its user. A counter that goes back means a copied key and is
    refused. Failures of one address are counted with those of passwords.
    """
    import webauthn
    from webauthn.helpers.exceptions import WebAuthnException

    attempt = SignInAttempt.objects.create(login="passkey", address=address)
    locked = _safety.still_locked(f"passkey:{address}", address)
    if locked:
        return locked
    challenge = _recall(key, None)
    passkey = _find(credential)
    if challenge is None or passkey is None or passkey.member.state != MemberState.ACTIVE:
        return BadPasskey(why="このパスキーではログインできません。ほかの方法でお試しください。")
    try:
        done = webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=host,
            expected_origin=origin,
            credential_public_key=bytes(passkey.public_key),
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError):
        return BadPasskey(why="端末からの答えを確かめられませんでした。もう一度お試しください。")
    passkey.sign_count, passkey.last_used_at = done.new_sign_count, clock.now()
    passkey.save(update_fields=["sign_count", "last_used_at"])
    attempt.login = _safety.login_of(passkey.member.email)
    attempt.save(update_fields=["login"])
    return _session.open_session(passkey.member, attempt, address=address, agent=agent, device=device)


def _find(credential: dict[str, Any]) -> Passkey | None:
    import webauthn

    try:
        raw = webauthn.base64url_to_bytes(str(credential["rawId"]))
    except (KeyError, ValueError):
        return None
    keys = Passkey.objects.select_for_update(of=("self",)).select_related("member__customer")
    return keys.filter(credential_id=raw).first()


def _remember(challenge: bytes, member_id: int | None) -> str:
    secret, now = sealed.token(), clock.now()
    PasskeyChallenge.objects.filter(expires_at__lt=now).delete()
    PasskeyChallenge.objects.create(
        key=sealed.fingerprint(secret),
        challenge=challenge,
        member_id=member_id,
        expires_at=now + rules.STEP_WITHIN,
    )
    return secret


def _recall(key: str, member_id: int | None) -> bytes | None:
    """The question behind a key, which is thereby used up, whatever comes of it."""
    whose = Q(member__isnull=True) if member_id is None else Q(member_id=member_id)
    found = PasskeyChallenge.objects.select_for_update().filter(
        whose, key=sealed.fingerprint(key), expires_at__gt=clock.now()
    )
    challenge = found.values_list("challenge", flat=True).first()
    found.delete()
    return bytes(challenge) if challenge is not None else None
