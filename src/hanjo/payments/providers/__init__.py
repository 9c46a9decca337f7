"""Payment companies behind one port (決済会社). One folder each; `registry.py` finds them, ours and other people's.

A folder has `client.py` (its only file that touches the network), `translate.py` (pure), `samples/` and `tests/`.
"""
