"""The papers of the warehouse: pick lists and the delivery slip (ピッキングリスト・納品書).

Owns: what each paper says (`pick_lists`, `delivery_slip`), how it looks (`templates/*.typ`), and the printing of many
at once (`printing`), with the pages that every order took. Builders are pure; the PDF itself comes from
`hanjo.ui.documents`.

Start reading at `delivery_slip`, then `templates/delivery_slip.typ`.
"""
