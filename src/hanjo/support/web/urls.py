"""Addresses of support."""

from django.urls import path

from hanjo.support.web import inbox

urlpatterns = [
    path("inquiries/", inbox.inbox, name="support-inbox"),
    path("inquiries/templates/", inbox.templates, name="support-templates"),
    path("inquiries/<slug:number>/", inbox.inquiry, name="support-inquiry"),
]
