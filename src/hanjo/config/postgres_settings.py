"""What the embedded server is told: socket only, memory by the size of the machine, durable."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

MB = 1024 * 1024


def memory_of_machine() -> int:
    """Return the bytes we may think of: the machine's, or what a container is allowed."""
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    limit = Path("/sys/fs/cgroup/memory.max")
    if limit.exists():
        text = limit.read_text(encoding="ascii").strip()
        if text.isdigit():
            total = min(total, int(text))
    return total


def settings(socket: Path, *, memory: int, durable: bool) -> dict[str, str]:
    """Return the server's settings; one that is thrown away after a test need not survive a power cut."""
    share = memory // MB
    chosen = {
        "listen_addresses": "",
        "unix_socket_directories": str(socket),
        "unix_socket_permissions": "0700",
        "max_connections": "200",
        "shared_buffers": f"{min(max(share // 8, 64), 4096)}MB",
        "effective_cache_size": f"{max(share // 2, 256)}MB",
        "maintenance_work_mem": f"{min(max(share // 32, 64), 512)}MB",
        "work_mem": "16MB",
        "max_wal_size": "2GB",
        "wal_compression": "on",
        "random_page_cost": "1.1",
        "jit": "off",  # short statements; compiling them costs more than it saves
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_min_duration_statement": "2s",
        "log_lock_waits": "on",
        "track_io_timing": "on",
        "autovacuum_vacuum_scale_factor": "0.05",
        "autovacuum_analyze_scale_factor": "0.02",
        "dynamic_shared_memory_type": "posix" if _roomy_shared_memory() else "sysv",
    }
    if not durable:
        chosen |= {
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "max_wal_size": "4GB",
            "autovacuum": "on",
        }
    return chosen


def as_text(chosen: dict[str, str]) -> str:
    """Write settings the way postgresql.conf wants them."""
    lines = [f"{name} = '{value.replace(chr(39), chr(39) * 2)}'" for name, value in chosen.items()]
    return "# 起動のたびに書き直されます。\n" + "\n".join(lines) + "\n"


def _roomy_shared_memory() -> bool:
    """A container's /dev/shm is often 64 MB, too little for a parallel query."""
    shm = Path("/dev/shm")
    return shm.exists() and shutil.disk_usage(shm).total >= 256 * MB
