"""Amazon.co.jp: unshipped orders report in, shipment confirmation out."""
