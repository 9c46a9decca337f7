"""Inventory (在庫): how many of each SKU lie where, who has a claim on them, and why it changed.

Owns: Location, Bin, StockLevel, Movement, Reservation, Shortage, Inbound, Hold, KeptBack, Demand.
Promises: a count is the sum of its movements; nothing is promised twice.
Start reading at: commands/reserve.py
"""
