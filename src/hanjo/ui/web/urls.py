"""Where the story page lives; found by the house like the pages of every module."""

from django.urls import path

from hanjo.ui.web.views import kit

urlpatterns = [path("_kit/", kit, name="kit")]
