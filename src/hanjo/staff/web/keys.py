"""キー操作: switch single letters off, choose other keys, go back to the list."""

from __future__ import annotations

import unicodedata

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from hanjo.kernel.refusal import Refusal
from hanjo.staff import commands
from hanjo.staff.web.guard import StaffRequest, signed_in
from hanjo.ui import shortcuts
from hanjo.ui.render import render


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def keys(request: StaffRequest) -> HttpResponse:
    """Show the keys with what they do, and keep what the person wants instead."""
    keymap, on, refusal = dict(request.user.keymap), request.user.shortcuts, None
    if request.method == "POST":
        on = request.POST.get("shortcuts") == "1"
        keymap = {} if request.POST.get("do") == "reset" else _typed(request)
        try:
            commands.set_keys(request.user, keymap, shortcuts_on=on, by=request.actor)
        except Refusal as error:
            refusal = error
        else:
            said = (
                "キーを標準に戻しました。" if request.POST.get("do") == "reset" else "キー操作を変えました。"
            )
            messages.success(request, said)
            return HttpResponseRedirect(reverse("me-keys"))
    context = {
        "groups": shortcuts.GROUPS,
        "pressed": {key: shortcuts.own(key, keymap) for key in shortcuts.SHORTCUTS},
        "standard": {key: shortcuts.own(key, {}) for key in shortcuts.SHORTCUTS},
        "changed": bool(request.user.keymap),
        "on": on,
        "refusal": refusal,
    }
    return render(request, "staff/keys.html", context, status=422 if refusal else 200)


def _typed(request: StaffRequest) -> dict[str, str]:
    """What was typed per key, in any width; `Alt + n` and `alt+n` are the same."""
    return {
        key: "".join(unicodedata.normalize("NFKC", request.POST[f"key {key}"]).lower().split())
        for key in shortcuts.SHORTCUTS
        if f"key {key}" in request.POST
    }
