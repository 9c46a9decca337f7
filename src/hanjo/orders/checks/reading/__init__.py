"""Reading of what a buyer wrote (備考の読み取り): typed wishes with a confidence and the place in the text.

Owns: the rules that find a date, a window, a receipt name, "no slip", a gift, a change or cancel wish and a question in
a remark, and what is left when all that is taken away. Promises: it only says what it read; nothing is ever applied.
Start reading at: wishes.py, then read.py.
"""
