"""Pictures of products and pages, as everybody may see them."""

from __future__ import annotations

import re

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase

from hanjo.catalogue.pictures import media
from hanjo.staff.web.guard import public

_PICTURE = re.compile(r"(?:products|content)/[0-9a-f]{2}/[0-9a-f]{32}/(?:full|96|320|800)\.webp")


@public
def picture(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve a picture that we drew ourselves; its name is its content, so it may be kept for ever."""
    if not _PICTURE.fullmatch(path):
        raise Http404
    try:
        file = media(path).open("rb")
    except OSError as error:
        raise Http404 from error
    answer = FileResponse(file, content_type="image/webp")
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
