"""Addresses of mails and shipment reports."""

from django.urls import path

from hanjo.channels.web import mail, reports, texts

urlpatterns = [
    path("mails/", mail.outbox, name="channels-mails"),
    path("mails/send/", mail.send_now, name="channels-mails-send"),
    path("mails/<int:pk>/", mail.letter, name="channels-mail"),
    path("settings/mails/", texts.templates, name="channels-mail-templates"),
    path("settings/mails/<str:kind>/", texts.template, name="channels-mail-template"),
    path("settings/mails/<str:kind>/reset/", texts.reset, name="channels-mail-reset"),
    path("shipping/reports/", reports.reports, name="channels-reports"),
    path("shipping/reports/<str:channel>/<str:name>", reports.file, name="channels-report-file"),
]
