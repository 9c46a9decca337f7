"""Addresses of the stock pages."""

from django.urls import path

from hanjo.console.web import stock, stock_files, stock_work

urlpatterns = [
    path("stock/", stock.board, name="console-stock"),
    path("stock/<int:pk>/", stock.sku, name="console-stock-sku"),
    path("stock/<int:pk>/adjust/", stock_work.adjust, name="console-stock-adjust"),
    path("stock/<int:pk>/transfer/", stock_work.transfer, name="console-stock-transfer"),
    path("stock/<int:pk>/receive/", stock_work.receive, name="console-stock-receive"),
    path("stock/<int:pk>/bin/", stock_work.place, name="console-stock-bin"),
    path("stock/<int:pk>/flag/", stock_work.flag, name="console-stock-flag"),
    path("stock/<int:pk>/undo/<str:ref>/", stock_work.undo, name="console-stock-undo"),
    path("stock/lines/", stock_files.lines, name="console-stock-lines"),
    path("stock/export/", stock_files.export, name="console-stock-export"),
]
