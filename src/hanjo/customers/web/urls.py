"""Addresses of the pages about customers and members."""

from django.urls import path

from hanjo.customers.web import member

urlpatterns = [
    path("members/", member.board, name="customers-members"),
    path("customers/<int:pk>/", member.customer, name="customers-customer"),
    path("customers/<int:pk>/points/", member.points, name="customers-points"),
    path("customers/<int:pk>/confirm/", member.confirm, name="customers-confirm"),
    path("customers/<int:pk>/stop/", member.stop, name="customers-stop"),
    path("customers/<int:pk>/resume/", member.resume, name="customers-resume"),
    path("customers/<int:pk>/sessions/", member.sessions, name="customers-sessions"),
    path("customers/<int:pk>/export/", member.export, name="customers-export"),
    path("customers/<int:pk>/erase/", member.erase, name="customers-erase"),
]
