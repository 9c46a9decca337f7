"""Console (管理画面): the operator's shell and the desks that need every module at once.

Owns: SavedView, Selection (what "all of these" meant at that moment) and BulkRun (one command over many).
Promises: every page calls the same commands as the API; a link is a view.
Start reading at: web/urls.py
"""
