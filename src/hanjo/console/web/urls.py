"""Every address of the console, desk by desk."""

from hanjo.console.web import urls_stock

urlpatterns = [
    *urls_stock.urlpatterns,
]
