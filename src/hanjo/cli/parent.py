"""A child of `hanjo up` ends when its parent is killed, so that nothing is left that holds a port or a job."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PARENT = "HANJO_PARENT"
PR_SET_PDEATHSIG = 1


def end_with_parent() -> None:
    """Ask the kernel for SIGTERM when the parent ends; a parent that has ended already ends us now."""
    parent = os.environ.get(PARENT)
    if not parent or sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != int(parent):
        raise SystemExit(3)
