"""What the flows share: a worker that does every waiting job, and a picture of the books."""

from __future__ import annotations

from pathlib import Path

from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from hanjo.catalogue.queries import components
from hanjo.channels.models import ImportFile, OutgoingMail, RawOrder, RowNote, ShipmentReport
from hanjo.config import wiring
from hanjo.fulfilment.models import Instruction, InstructionLine, Parcel, Wave
from hanjo.inventory.models import Movement, Reservation, Shortage, StockLevel
from hanjo.inventory.tests.makers import run_tellings
from hanjo.orders.models import Hold, Order, OrderEvent, OrderLine
from hanjo.payments.models import BankLine, Payment

BOOKS = (
    BankLine, Hold, ImportFile, Instruction, InstructionLine, Movement, Order, OrderEvent, OrderLine, OutgoingMail,
    Parcel, Payment, RawOrder, Reservation, RowNote, ShipmentReport, Shortage, StockLevel, Wave,
)  # fmt: skip
assert wiring.WIRES


def work(*tasks: str) -> int:
    """Do the waiting jobs of these kinds and deliver every fact, as workers would; answers how many jobs were done."""
    done = 0
    while jobs := list(ProcrastinateJob.objects.filter(status="todo", task_name__in=tasks).order_by("id")):
        for job in jobs:
            app.tasks[job.task_name].func(**job.args)
            with connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = %s AND status = 'todo'",
                    [job.id],
                )
            done += 1
    run_tellings()
    return done


def picture() -> dict[str, int]:
    """How much is written in each book."""
    return {model.__name__: model.objects.count() for model in BOOKS}


def pieces_of(order: Order) -> int:
    """How many single pieces an order takes off the shelves."""
    lines = [line for line in order.lines.all() if line.kind == "goods" and line.sku_id]
    parts = components([line.sku_id for line in lines if line.sku_id])
    total = 0
    for line in lines:
        each = sum(pieces for _, pieces in parts[line.sku_id]) if line.sku_id in parts else 1
        total += each * (line.quantity - line.cancelled_quantity)
    return total


def file_in(folder: Path, name: str) -> bytes:
    """The bytes of a file that came back."""
    return (folder / name).read_bytes()
