"""Where the story page lives; the shell mounts this under `/_kit/`."""

from django.urls import path

from hanjo.ui.web.views import kit

urlpatterns = [path("", kit, name="kit")]
