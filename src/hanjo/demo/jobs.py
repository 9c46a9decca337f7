"""Background entry point of the demo: its pictures are drawn after the first start, while people already click."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from hanjo.demo import BY
from hanjo.demo.planting.gallery import plant_pictures
from hanjo.storefront import commands as shop


@app.task(name="demo.draw_pictures", queue="demo", retry=RetryStrategy(max_attempts=3, wait=5))
def draw_pictures() -> None:
    """Draw the pictures that are not there yet; a second run goes on where the first one stood."""
    plant_pictures(BY)
    shop.refresh_cards()  # cards show the pictures
