"""Addresses of the morning: today, triage, imports."""

from django.urls import path

from hanjo.console.web import imports, settings, settings_checks, today, triage, triage_many

urlpatterns = [
    path("", today.today, name="today"),
    path("triage/", triage.triage, name="triage"),
    path("triage/<int:hold_id>/accept/", triage.accept, name="triage-accept"),
    path("triage/<int:hold_id>/undo/", triage.undo, name="triage-undo"),
    path("triage/<int:hold_id>/hold/", triage.put_aside, name="triage-hold"),
    path("triage/<int:hold_id>/resume/", triage.take_up, name="triage-resume"),
    path("triage/many/", triage_many.many, name="triage-many"),
    path("triage/runs/<int:pk>/", triage_many.run, name="triage-run"),
    path("triage/runs/<int:pk>/undo/", triage_many.undo_run, name="triage-run-undo"),
    path("triage/<int:hold_id>/sku/", triage.choose_sku, name="triage-choose"),
    path("imports/", imports.imports, name="imports"),
    path("imports/collect/", today.collect, name="imports-collect"),
    path("imports/<int:pk>/", imports.import_file, name="imports-file"),
    path("imports/<int:pk>/progress/", imports.import_progress, name="imports-progress"),
    path("imports/<int:pk>/replay/", imports.import_replay, name="imports-replay"),
    path("imports/<int:pk>/errors/", imports.import_errors, name="imports-errors"),
    path("imports/raw/<int:pk>/", imports.raw_order, name="imports-raw"),
    path("settings/", settings.settings, name="settings"),
    path("settings/checks/", settings_checks.checks, name="settings-checks"),
    path("settings/checks/again/", settings_checks.recheck, name="settings-recheck"),
]
