"""The only place that knows everything: settings, addresses, wiring, the API and the embedded database.

Start reading at `settings`, then `urls` and `wiring`.
"""
