"""Save template."""

from __future__ import annotations

from hanjo.kernel import audit, setting
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.support.commands.answer_inquiry import checked
from hanjo.support.models import AnswerTemplate
from hanjo.support.terms import TextMissing


@command("support.save_template", "返信定型文の登録")
def save_template(name: str, body: str, *, by: Actor) -> AnswerTemplate:
    """Keep a text that answers begin with, under its name (返信定型文の登録)."""
    if not name.strip():
        raise TextMissing(what="定型文の名前")
    template, _ = AnswerTemplate.objects.update_or_create(
        name=name.strip()[:60], defaults={"body": checked(body, "定型文")}
    )
    audit.record(by, "support.save_template", [f"template:{template.name}"])
    return template


@command("support.remove_template", "返信定型文の削除")
def remove_template(name: str, *, by: Actor) -> bool:
    """Throw a text for answers away (返信定型文の削除); answers whether there was one."""
    gone, _ = AnswerTemplate.objects.filter(name=name).delete()
    if gone:
        audit.record(by, "support.remove_template", [f"template:{name}"])
    return bool(gone)


@command("support.set_support", "お問い合わせの設定")
def set_support(*, keep_days: int, close_days: int, answer_hours: int, by: Actor) -> None:
    """Set how long inquiries are kept and how soon they are answered and closed (お問い合わせの設定).

    What is out of bounds is kept at the next bound. Inquiries of malls that came before keep their time.
    """
    setting.put("support.keep_days", max(1, min(keep_days, 3650)), by=by)
    setting.put("support.close_days", max(0, min(close_days, 365)), by=by)
    setting.put("support.answer_hours", max(1, min(answer_hours, 240)), by=by)
