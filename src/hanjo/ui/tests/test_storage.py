"""What the browser downloads: one stylesheet, hashed modules, small."""

import re
from pathlib import Path

import brotli
import pytest
from django.core.management import call_command
from django.test import override_settings

from hanjo.ui import storage

CSS_BUDGET = 18_000
JS_BUDGET = 45_000


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("static")
    backends = {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "hanjo.ui.storage.Storage"},
    }
    with override_settings(STATIC_ROOT=root, STORAGES=backends, DEBUG=False):
        call_command("collectstatic", interactive=False, verbosity=0)
    return root


def hashed(root: Path, pattern: str) -> Path:
    found = [path for path in root.glob(pattern) if re.search(r"\.[0-9a-f]{12}\.", path.name)]
    assert found, pattern
    return max(found, key=lambda path: path.stat().st_size)


def test_django_still_carries_the_module_rules_we_borrow() -> None:
    assert any("import" in str(rule) for rule in storage.MODULE_RULES)


def test_the_console_stylesheet_becomes_one_file_of_layers(collected: Path) -> None:
    text = hashed(collected, "ui/css/console.*.css").read_text()
    assert "@import" not in text
    assert "@layer tokens{" in text
    assert text.index("@layer reset,") == 0
    assert re.search(r"url\(\"\.\./img/down\.[0-9a-f]{12}\.svg\"\)", text)


def test_a_module_imports_its_neighbours_by_hashed_name(collected: Path) -> None:
    text = hashed(collected, "ui/js/console.*.js").read_text()
    names = re.findall(r'import\s*"\./([\w.-]+)"', text)
    assert len(names) > 10
    for name in names:
        assert re.search(r"\.[0-9a-f]{12}\.js$", name), name
        assert (collected / "ui/js" / name).exists()


def test_collecting_twice_gives_the_same_names(collected: Path) -> None:
    before = (collected / "staticfiles.json").read_text()
    backends = {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "hanjo.ui.storage.Storage"},
    }
    with override_settings(STATIC_ROOT=collected, STORAGES=backends, DEBUG=False):
        call_command("collectstatic", interactive=False, verbosity=0)
    assert (collected / "staticfiles.json").read_text() == before


def test_styles_and_scripts_stay_within_their_budgets(collected: Path) -> None:
    css = len(brotli.compress(hashed(collected, "ui/css/console.*.css").read_bytes()))
    scripts = [
        path for path in (collected / "ui/js").glob("*.js") if not re.search(r"\.[0-9a-f]{12}\.", path.name)
    ]
    js = sum(len(brotli.compress(path.read_bytes())) for path in scripts)
    js += len(brotli.compress(hashed(collected, "django_htmx/htmx-2.min.*.js").read_bytes()))
    assert css <= CSS_BUDGET, css
    assert js <= JS_BUDGET, js


def test_an_import_of_a_missing_stylesheet_is_said_at_once() -> None:
    class Source:
        def open(self, path: str) -> object:
            del path
            return storage.Bundle('@import "gone.css" layer(base);').open("console.css")

    with pytest.raises(FileNotFoundError, match=r"gone\.css"):
        storage.bundled({"ui/css/console.css": (Source(), "console.css")})
