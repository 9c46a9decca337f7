"""Addresses of the shipping pages."""

from django.urls import path

from hanjo.fulfilment.web import desk, instructions, prints, scan, service_terms, services, tracking, waves

urlpatterns = [
    path("shipping/", desk.desk, name="fulfilment-desk"),
    path("shipping/instruct/preview/", desk.preview, name="fulfilment-preview"),
    path("shipping/instruct/", desk.instruct, name="fulfilment-instruct"),
    path("shipping/waves/<str:number>/", waves.wave, name="fulfilment-wave"),
    path("shipping/waves/<str:number>/print/", prints.order, name="fulfilment-print"),
    path("shipping/waves/<str:number>/prints/", prints.list_of_wave, name="fulfilment-wave-prints"),
    path("shipping/waves/<str:number>/dispatch/", waves.dispatch, name="fulfilment-dispatch"),
    path("shipping/waves/<str:number>/cancel/", waves.cancel, name="fulfilment-cancel"),
    path("shipping/prints/", prints.centre, name="fulfilment-prints"),
    path("shipping/prints/<int:pk>/file/", prints.file, name="fulfilment-print-file"),
    path("shipping/prints/<int:pk>/", prints.notes, name="fulfilment-print-notes"),
    path("shipping/instructions/<int:pk>/", instructions.instruction, name="fulfilment-instruction"),
    path("shipping/instructions/<int:pk>/service/", instructions.service, name="fulfilment-service"),
    path("shipping/instructions/<int:pk>/parcels/", instructions.add, name="fulfilment-add-parcel"),
    path("shipping/instructions/<int:pk>/cancel/", instructions.cancel, name="fulfilment-cancel-one"),
    path("shipping/parcels/<str:key>/", instructions.parcel, name="fulfilment-parcel"),
    path("shipping/parcels/<str:key>/remove/", instructions.remove, name="fulfilment-remove-parcel"),
    path("shipping/scan/", scan.start, name="fulfilment-scan"),
    path("shipping/scan/frame/", scan.frame, name="fulfilment-scan-frame"),
    path("shipping/scan/<int:pk>/", scan.table, name="fulfilment-scan-order"),
    path("shipping/scan/<int:pk>/state/", scan.state, name="fulfilment-scan-state"),
    path("shipping/scan/<int:pk>/undo/", scan.undo, name="fulfilment-scan-undo"),
    path("shipping/tracking/", tracking.tracking, name="fulfilment-tracking"),
    path("shipping/tracking/<int:pk>/", tracking.result, name="fulfilment-result"),
    path("settings/shipping/", services.listing, name="fulfilment-services"),
    path("settings/shipping/sender/", services.sender, name="fulfilment-sender"),
    path("settings/shipping/new/", services.new, name="fulfilment-service-new"),
    path("settings/shipping/<str:code>/", services.service, name="fulfilment-service-edit"),
    path("settings/shipping/<str:code>/rates/", services.rates, name="fulfilment-rates"),
    path("settings/shipping/<str:code>/terms/", service_terms.terms, name="fulfilment-service-terms"),
]
