"""Threads share their memory where the system can."""

from __future__ import annotations

import subprocess
import sys

COUNT = """
import re, sys, threading
from hanjo.config.arenas import share_arenas
if sys.argv[1] == "shared":
    share_arenas()
ready, go = threading.Barrier(13), threading.Event()
def work():
    kept = [bytes(1000) for _ in range(2000)]
    ready.wait(); go.wait()
for _ in range(12):
    threading.Thread(target=work, daemon=True).start()
ready.wait()
import ctypes
library = ctypes.CDLL(None)
library.malloc_info.argtypes = [ctypes.c_int, ctypes.c_void_p]
library.fopen.restype = ctypes.c_void_p
library.fclose.argtypes = [ctypes.c_void_p]
file = library.fopen(sys.argv[2].encode(), b"w")
library.malloc_info(0, file)
library.fclose(file)
"""


def pools(tmp_path: str, how: str) -> int:
    """How many pools a process of twelve busy threads has."""
    path = f"{tmp_path}/{how}"
    subprocess.run([sys.executable, "-c", COUNT, how, path], check=True, timeout=60)
    with open(path, encoding="ascii") as file:
        return file.read().count("<heap nr=")


def test_twelve_threads_share_two_pools(tmp_path: str) -> None:
    assert pools(tmp_path, "usual") > 2
    assert pools(tmp_path, "shared") <= 2
