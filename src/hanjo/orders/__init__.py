"""Orders (受注): what was ordered, by whom, for where; why it waits; what was changed; what may be done next.

Owns: Order, OrderLine, Hold, OrderEvent, Change, CheckSetting, ReturnRequest, ReturnLine,
ReturnRefund, ReturnInvoice, Receipt, ReceiptCopy.
Promises: five lives, not one status; every stop has a reason, its evidence and a proposed fix; a change
recomputes money and stock and can be taken back until the label is printed.
Start reading at: terms.py, commands/place.py
"""
