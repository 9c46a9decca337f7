"""Addresses of the order desk: board, one order, commands over many, search."""

from django.urls import path

from hanjo.console.web import (
    order,
    order_do,
    order_edit,
    order_mail,
    orders,
    orders_bulk,
    orders_cell,
    orders_letters,
    orders_views,
    postcode,
    search,
)

urlpatterns = [
    path("orders/", orders.board, name="orders-board"),
    path("orders/fresh/", orders.fresh, name="orders-fresh"),
    path("orders/export/", orders.export, name="orders-export"),
    path("orders/views/", orders_views.save, name="orders-save-view"),
    path("orders/views/<int:pk>/drop/", orders_views.drop, name="orders-drop-view"),
    path("orders/letters/", orders_letters.letter, name="orders-letters"),
    path("orders/papers/", orders_bulk.papers, name="orders-papers"),
    path("orders/bulk/<slug:verb>/", orders_bulk.preview, name="orders-bulk"),
    path("orders/bulk/<slug:verb>/run/", orders_bulk.run, name="orders-bulk-run"),
    path("orders/runs/<int:pk>/", orders_bulk.result, name="orders-run"),
    path("orders/runs/<int:pk>/stop/", orders_bulk.stop, name="orders-run-stop"),
    path("orders/runs/<int:pk>/undo/", orders_bulk.undo, name="orders-run-undo"),
    path("orders/runs/<int:pk>/missed/", orders_bulk.choose, name="orders-run-choose"),
    path("orders/runs/<int:pk>/table/", orders_bulk.table, name="orders-run-table"),
    path("orders/<str:number>/", order.order, name="orders-order"),
    path("orders/<str:number>/peek/", orders.peek, name="orders-peek"),
    path("orders/<str:number>/cell/<slug:name>/", orders_cell.cell, name="orders-cell"),
    path("orders/<str:number>/edit/<slug:part>/", order_edit.edit, name="orders-edit"),
    path("orders/<str:number>/do/<slug:verb>/", order_do.do, name="orders-do"),
    path("orders/<str:number>/undo/<int:change>/", order_do.undo, name="orders-undo"),
    path("orders/<str:number>/mail/", order_mail.letter, name="orders-mail"),
    path("orders/<str:number>/raw/", order.raw, name="orders-raw"),
    path("console/search/", search.search, name="console-search"),
    path("console/postcode/", postcode.postcode, name="console-postcode"),
]
