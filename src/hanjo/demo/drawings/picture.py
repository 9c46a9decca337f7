"""From a product to its picture: motif and palette chosen by the goods list, ground by its code (商品画像)."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

from PIL import Image

from hanjo.demo.drawings import cloths, groceries, household, vessels
from hanjo.demo.drawings.palette import GROUNDS, PALETTES, Palette
from hanjo.demo.drawings.sketch import Sketch
from hanjo.demo.goods import DemoProduct

Motif = Callable[[Sketch, Palette], None]


def _motifs(module: ModuleType) -> dict[str, Motif]:
    made = {name: value for name, value in vars(module).items() if not name.startswith("_")}
    return {
        name: value for name, value in made.items() if getattr(value, "__module__", "") == module.__name__
    }


MOTIFS: dict[str, Motif] = {
    name: motif
    for module in (vessels, groceries, cloths, household)
    for name, motif in _motifs(module).items()
}


def picture(product: DemoProduct) -> Image.Image:
    """The picture of one product, 800 × 800."""
    sketch = Sketch(GROUNDS[sum(map(ord, product.code)) % len(GROUNDS)])
    MOTIFS[product.motif](sketch, PALETTES[product.palette])
    return sketch.finished()
