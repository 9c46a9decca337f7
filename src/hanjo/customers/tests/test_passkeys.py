"""Passkeys against a device in software that signs for real."""

import json

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from hanjo.customers import commands as customers
from hanjo.customers.commands import SignedIn
from hanjo.customers.models import Member, MemberSession, Passkey
from hanjo.customers.terms import BadPasskey, MemberState
from hanjo.customers.tests.authenticator import Authenticator, b64
from hanjo.customers.tests.makers import HOME, member
from hanjo.kernel.actor import Actor

pytestmark = pytest.mark.django_db
BY = Actor.system("test")
WHERE = {"host": "shop.example.jp", "origin": "https://shop.example.jp"}


def device() -> Authenticator:
    return Authenticator(WHERE["origin"], WHERE["host"])


def add(who: Member, key: Authenticator) -> Passkey:
    asked = customers.begin_passkey(who.pk, host=WHERE["host"], shop="見本の店", by=BY)
    return customers.add_passkey(
        who.pk, asked.key, key.create(asked.options), **WHERE, name="自分のスマホ", by=BY
    )


def come_in(key: Authenticator) -> object:
    asked = customers.ask_passkey(host=WHERE["host"])
    return customers.sign_in_by_passkey(asked.key, key.get(asked.options), **WHERE, address=HOME)


def test_a_passkey_signs_its_member_in():
    who, key = member(), device()
    passkey = add(who, key)
    answer = come_in(key)
    assert isinstance(answer, SignedIn)
    assert answer.member.pk == who.pk
    passkey.refresh_from_db()
    assert (passkey.sign_count, passkey.last_used_at is not None) == (2, True)


def test_an_answer_is_good_for_one_question_only():
    key = device()
    add(member(), key)
    asked = customers.ask_passkey(host=WHERE["host"])
    credential = key.get(asked.options)
    assert isinstance(customers.sign_in_by_passkey(asked.key, credential, **WHERE, address=HOME), SignedIn)
    assert isinstance(customers.sign_in_by_passkey(asked.key, credential, **WHERE, address=HOME), BadPasskey)
    other = customers.ask_passkey(host=WHERE["host"])
    assert isinstance(customers.sign_in_by_passkey(other.key, credential, **WHERE, address=HOME), BadPasskey)
    assert MemberSession.objects.count() == 1


def test_a_key_of_another_origin_is_refused():
    who, key = member(), device()
    add(who, key)
    key.origin = "https://shop.example.net"
    assert isinstance(come_in(key), BadPasskey)
    with pytest.raises(BadPasskey):
        add(who, Authenticator("https://shop.example.net", WHERE["host"]))
    assert (MemberSession.objects.count(), Passkey.objects.count()) == (0, 1)


def test_a_signature_of_another_key_is_refused():
    key = device()
    add(member(), key)
    key.key = ec.generate_private_key(ec.SECP256R1())
    assert isinstance(come_in(key), BadPasskey)
    assert MemberSession.objects.count() == 0


def test_a_device_that_did_not_check_its_user_is_refused():
    key = device()
    add(member(), key)
    key.verifies = False
    assert isinstance(come_in(key), BadPasskey)
    assert MemberSession.objects.count() == 0


def test_a_counter_that_goes_back_is_a_copied_key():
    key = device()
    add(member(), key)
    come_in(key)
    key.count = 0
    assert isinstance(come_in(key), BadPasskey)
    assert MemberSession.objects.count() == 1


def test_a_passkey_of_somebody_else_cannot_be_added_for_a_member():
    mio, ren = member(), member("ren@example.jp", name="見本 れん")
    asked = customers.begin_passkey(mio.pk, host=WHERE["host"], shop="見本の店", by=BY)
    with pytest.raises(BadPasskey):
        customers.add_passkey(ren.pk, asked.key, device().create(asked.options), **WHERE, name="x", by=BY)
    assert Passkey.objects.count() == 0


def test_a_dropped_passkey_or_a_stopped_member_does_not_come_in():
    who, key = member(), device()
    passkey = add(who, key)
    Member.objects.update(state=MemberState.STOPPED)
    assert isinstance(come_in(key), BadPasskey)
    Member.objects.update(state=MemberState.ACTIVE)
    customers.drop_passkey(who.pk, passkey.pk, by=BY)
    assert isinstance(come_in(key), BadPasskey)
    assert MemberSession.objects.count() == 0


def test_rubbish_instead_of_an_answer_is_refused_and_never_an_error():
    asked = customers.ask_passkey(host=WHERE["host"])
    assert isinstance(customers.sign_in_by_passkey(asked.key, {}, **WHERE, address=HOME), BadPasskey)
    key = device()
    add(member(), key)
    asked = customers.ask_passkey(host=WHERE["host"])
    answer = {"id": b64(key.id), "rawId": b64(key.id), "type": "public-key", "response": {"signature": 5}}
    assert isinstance(customers.sign_in_by_passkey(asked.key, answer, **WHERE, address=HOME), BadPasskey)
    assert json.loads(asked.options)["rpId"] == WHERE["host"]
