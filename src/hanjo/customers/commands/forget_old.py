"""Forget what is only needed for a while."""

from __future__ import annotations

from datetime import timedelta

from hanjo.customers.models import MemberSession, MemberToken, PasskeyChallenge, Signal, SignInAttempt
from hanjo.kernel import clock
from hanjo.kernel.command import command

ATTEMPTS_KEPT = timedelta(days=30)
SIGNALS_KEPT = timedelta(days=400)  # card guideline and IPA's guide ask for a year of logs at least


@command("customers.forget_old", "会員の古い記録の整理")
def forget_old() -> dict[str, int]:
    """Delete sessions and links that have ended, old tries and old signals (古い記録の整理).

    Nothing that still opens, locks or proves something goes. Repeating deletes nothing more.
    """
    now = clock.now()
    return {
        "sessions": MemberSession.objects.filter(expires_at__lt=now).delete()[0],
        "tokens": MemberToken.objects.filter(expires_at__lt=now).delete()[0],
        "challenges": PasskeyChallenge.objects.filter(expires_at__lt=now).delete()[0],
        "attempts": SignInAttempt.objects.filter(at__lt=now - ATTEMPTS_KEPT).delete()[0],
        "signals": Signal.objects.filter(at__lt=now - SIGNALS_KEPT).delete()[0],
    }
