"""Addresses of the catalogue's pages."""

from django.urls import path

from hanjo.catalogue.web import board, files, images, media, product

urlpatterns = [
    path("products/", board.board, name="catalogue-board"),
    path("products/active/", board.set_active, name="catalogue-set-active"),
    path("products/export/", files.export, name="catalogue-export"),
    path("products/files/", files.listing, name="catalogue-files"),
    path("products/files/<int:pk>/", files.file, name="catalogue-file"),
    path("products/files/<int:pk>/card/", files.card, name="catalogue-file-card"),
    path("products/files/<int:pk>/apply/", files.apply, name="catalogue-file-apply"),
    path("products/files/<int:pk>/refused/", files.refused, name="catalogue-file-refused"),
    path("products/new/", product.new, name="catalogue-new"),
    path("products/<int:pk>/", product.product, name="catalogue-product"),
    path("products/<int:pk>/bundles/<int:sku>/", product.bundle, name="catalogue-bundle"),
    path("products/<int:pk>/images/", images.add, name="catalogue-add-images"),
    path("products/<int:pk>/images/<int:image>/", images.change, name="catalogue-image"),
    path("media/<path:path>", media.picture, name="catalogue-media"),
]
