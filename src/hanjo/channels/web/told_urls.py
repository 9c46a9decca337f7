"""Addresses of mails and shipment reports."""

from django.urls import path

from hanjo.channels.web import mail, reports

urlpatterns = [
    path("mails/", mail.outbox, name="channels-mails"),
    path("mails/send/", mail.send_now, name="channels-mails-send"),
    path("mails/<int:pk>/", mail.letter, name="channels-mail"),
    path("settings/mails/", mail.templates, name="channels-mail-templates"),
    path("settings/mails/<str:kind>/", mail.template, name="channels-mail-template"),
    path("shipping/reports/", reports.reports, name="channels-reports"),
    path("shipping/reports/<str:channel>/<str:name>", reports.file, name="channels-report-file"),
]
