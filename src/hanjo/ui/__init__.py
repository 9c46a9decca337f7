"""The design system: what every page and every paper of the house is made of (画面と帳票の部品).

Owns: design tokens and CSS, the small ES modules, the page macros (`ui.*`), the Jinja2 environment, the Django form
renderer, server-drawn charts, bar codes, and the engine that turns a Typst template into a PDF.

Promises: knows no business; nothing is fetched from outside; no inline style or script, so that a strict Content
Security Policy holds on every page; everything but scanning and shortcuts works without script; WCAG 2.2 AA in
light and dark.

Start reading: `render.py` (how a page or one named block of it is answered), `templates/ui/base_console.html`,
`templates/ui/kit/` (the macros) and the story page `/_kit/` that shows them all.
"""
