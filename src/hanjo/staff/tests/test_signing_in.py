"""Coming in: passwords, lockout, second step."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pyotp
import pytest

from hanjo.kernel import clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.models import AuditEntry
from hanjo.staff import commands, rules
from hanjo.staff.models import LoginAttempt, Staff
from hanjo.staff.terms import LockedOut, SecondStepMissing, WrongCode, WrongLogin, WrongPassword

PASSWORD = "himitsu-no-kagi-2026"
HERE = "192.0.2.10"
BY = Actor.system("test")


def test_the_right_password_lets_in_and_is_in_the_audit_log(hana: Staff) -> None:
    assert commands.sign_in(" Hana ", PASSWORD, HERE) == commands.SignedIn(hana)
    assert AuditEntry.objects.filter(command="staff.sign_in", actor="staff:hana").exists()


@pytest.mark.parametrize("login", ["hana", "nobody", "", "花"])
def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(hana: Staff, login: str) -> None:
    answer = commands.sign_in(login, "wrong", HERE)
    assert isinstance(answer, WrongLogin)
    assert answer.text == WrongLogin().text


def test_somebody_who_has_left_does_not_come_in(hana: Staff) -> None:
    Staff.objects.filter(pk=hana.pk).update(is_active=False)
    assert isinstance(commands.sign_in("hana", PASSWORD, HERE), WrongLogin)


def test_eight_failures_lock_the_account_even_for_the_right_password(hana: Staff) -> None:
    for number in range(rules.MOST_FAILURES_BY_ACCOUNT):
        commands.sign_in("hana", "wrong", f"192.0.2.{number}")
    answer = commands.sign_in("hana", PASSWORD, HERE)
    assert isinstance(answer, LockedOut)
    assert "15分" in answer.text
    assert LoginAttempt.objects.filter(succeeded=True).count() == 0


def test_a_success_wipes_the_slate_of_the_account(hana: Staff) -> None:
    for _ in range(3):
        for _ in range(rules.MOST_FAILURES_BY_ACCOUNT - 1):
            commands.sign_in("hana", "wrong", HERE)
        if (
            LoginAttempt.objects.filter(address=HERE, succeeded=False).count()
            < rules.MOST_FAILURES_BY_ADDRESS
        ):
            assert isinstance(commands.sign_in("hana", PASSWORD, HERE), commands.SignedIn)


def test_one_address_that_tries_many_names_is_locked_and_others_are_not(hana: Staff) -> None:
    now = clock.now()
    LoginAttempt.objects.bulk_create(
        LoginAttempt(login=f"name{number}", address=HERE, at=now)
        for number in range(rules.MOST_FAILURES_BY_ADDRESS)
    )
    assert isinstance(commands.sign_in("hana", PASSWORD, HERE), LockedOut)
    assert isinstance(commands.sign_in("hana", PASSWORD, "192.0.2.99"), commands.SignedIn)


def test_the_lock_opens_after_the_window(hana: Staff) -> None:
    past = clock.now() - rules.WINDOW - timedelta(seconds=1)
    LoginAttempt.objects.bulk_create(
        LoginAttempt(login="hana", address=HERE, at=past) for _ in range(rules.MOST_FAILURES_BY_ACCOUNT)
    )
    assert isinstance(commands.sign_in("hana", PASSWORD, HERE), commands.SignedIn)


def _following(totp: pyotp.TOTP) -> str:
    return totp.generate_otp(int(clock.now().timestamp()) // totp.interval + 1)


def _enrol(staff: Staff) -> tuple[pyotp.TOTP, list[str]]:
    totp = pyotp.parse_uri(commands.enrol_totp(staff, by=BY))
    assert isinstance(totp, pyotp.TOTP)
    return totp, commands.confirm_totp(staff, totp.now(), by=BY)


def test_with_a_second_step_the_password_alone_is_not_enough(hana: Staff) -> None:
    totp, _ = _enrol(hana)
    assert isinstance(commands.sign_in("hana", PASSWORD, HERE), commands.NeedsSecondStep)
    following = _following(totp)
    assert isinstance(commands.confirm_second_step(hana.pk, following, HERE), commands.SignedIn)


def test_a_code_works_once(hana: Staff) -> None:
    totp, _ = _enrol(hana)
    spent = totp.generate_otp(Staff.objects.get(pk=hana.pk).totp_last_step)
    assert isinstance(commands.confirm_second_step(hana.pk, spent, HERE), WrongCode)
    following = _following(totp)
    assert isinstance(commands.confirm_second_step(hana.pk, following, HERE), commands.SignedIn)
    assert isinstance(commands.confirm_second_step(hana.pk, following, HERE), WrongCode)


def test_a_recovery_code_works_once_however_it_is_written(hana: Staff) -> None:
    _, codes = _enrol(hana)
    assert len(codes) == len(set(codes)) == 10
    assert isinstance(commands.confirm_second_step(hana.pk, f" {codes[0].upper()} ", HERE), commands.SignedIn)
    assert isinstance(commands.confirm_second_step(hana.pk, codes[0], HERE), WrongCode)


def test_guessing_codes_is_locked_out_like_guessing_passwords(hana: Staff) -> None:
    totp, _ = _enrol(hana)
    for _ in range(rules.MOST_FAILURES_BY_ACCOUNT):
        commands.confirm_second_step(hana.pk, "000000", HERE)
    assert isinstance(commands.confirm_second_step(hana.pk, _following(totp), HERE), LockedOut)


def test_a_known_password_gives_no_endless_tries_at_the_code(hana: Staff) -> None:
    _enrol(hana)
    answers: list[Any] = [commands.sign_in("hana", PASSWORD, HERE) for _ in range(9)]
    assert isinstance(answers[-1], LockedOut)


def test_the_secret_is_not_readable_in_the_database(hana: Staff) -> None:
    totp, codes = _enrol(hana)
    kept = Staff.objects.get(pk=hana.pk)
    assert totp.secret not in kept.totp_sealed
    assert not set(codes) & set(kept.recovery_hashes)


def test_the_second_step_goes_only_with_the_password(hana: Staff) -> None:
    _enrol(hana)
    with pytest.raises(WrongPassword):
        commands.disable_totp(hana, "wrong", by=BY)
    assert Staff.objects.get(pk=hana.pk).totp_confirmed_at
    commands.disable_totp(hana, PASSWORD, by=BY)
    assert isinstance(commands.sign_in("hana", PASSWORD, HERE), commands.SignedIn)
    with pytest.raises(SecondStepMissing):
        commands.disable_totp(hana, PASSWORD, by=BY)
