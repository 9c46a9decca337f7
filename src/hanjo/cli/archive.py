"""The file of a backup: database (pg_dump's own format), pictures, keys, and a list with checksums."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path, PurePosixPath
from typing import Any

from hanjo.config.home import Home
from hanjo.config.postgres_program import MAJOR, wheel_folder
from hanjo.kernel import clock

MANIFEST = "manifest.json"
DUMP = "database.dump"
FORMAT = 1
CHUNK = 1 << 20


class ArchiveError(RuntimeError):
    """The file is not a whole backup; the text is for people."""


def write_archive(file: Path, place: Home) -> dict[str, Any]:
    """Write a backup; it appears under its name only when it is complete, readable by its owner alone."""
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    with tempfile.TemporaryDirectory(dir=place.path) as folder:
        dump = Path(folder) / DUMP
        _postgres("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={dump}")
        parts = [(DUMP, dump), *_files(place.media, "media"), *_files(place.keys, "keys")]
        manifest: dict[str, Any] = {
            "hanjo": FORMAT,
            "taken_at": clock.now().isoformat(timespec="seconds"),
            "files": {name: {"sha256": _digest(path), "bytes": path.stat().st_size} for name, path in parts},
        }
        try:
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with (
                os.fdopen(handle, "wb") as out,
                tarfile.open(fileobj=out, mode="w:gz", compresslevel=6) as tar,
            ):
                text = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
                entry = tarfile.TarInfo(MANIFEST)
                entry.size = len(text)
                tar.addfile(entry, io.BytesIO(text))
                for name, path in parts:
                    tar.add(path, arcname=name, recursive=False)
            draft.rename(file)
        finally:
            draft.unlink(missing_ok=True)
    return manifest


def read_archive(file: Path, place: Home) -> dict[str, Any]:
    """Check every checksum first; only then replace database, pictures and keys."""
    with tempfile.TemporaryDirectory(dir=place.path) as folder:
        found = Path(folder)
        manifest = _unpack(file, found)
        _empty_database()
        _postgres("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction",
                  f"--dbname={_address()}", str(found / DUMP), connect=False)  # fmt: skip
        for name, target in (("media", place.media), ("keys", place.keys)):
            shutil.rmtree(target, ignore_errors=True)
            if (found / name).exists():
                shutil.move(str(found / name), target)
        place.make()
        place.keys.chmod(0o700)
        for key in place.keys.iterdir():
            key.chmod(0o600)
    return manifest


def _unpack(file: Path, folder: Path) -> dict[str, Any]:
    try:
        with tarfile.open(file, "r:gz") as tar:
            for member in tar:
                _unpack_one(tar, member, folder)
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        entries = manifest["files"]
    except (tarfile.TarError, OSError, EOFError, ValueError, KeyError) as error:
        raise ArchiveError(f"{file} は、Hanjo のバックアップとして読めません（{error}）。") from error
    if manifest.get("hanjo") != FORMAT or DUMP not in entries:
        raise ArchiveError(f"{file} は、この版の Hanjo のバックアップではありません。")
    for name, known in entries.items():
        path = folder / name
        if not path.is_file() or _digest(path) != known["sha256"]:
            raise ArchiveError(f"{file} の中の {name} が壊れています。")
    return manifest


def _unpack_one(tar: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    """Write one file of the archive; a name that leads out of the folder, and anything but a file, is refused."""
    name = PurePosixPath(member.name)
    content = tar.extractfile(member) if member.isfile() else None
    if content is None or name.is_absolute() or ".." in name.parts:
        raise ArchiveError(f"バックアップの中に、あってはならないもの（{member.name}）があります。")
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    with content, target.open("wb") as out:
        shutil.copyfileobj(content, out, CHUNK)


def _files(folder: Path, name: str) -> list[tuple[str, Path]]:
    if not folder.exists():
        return []
    found = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith("."))
    return [(f"{name}/{path.relative_to(folder)}", path) for path in found]


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as source:
        for chunk in iter(lambda: source.read(CHUNK), b""):
            digest.update(chunk)
    return digest.hexdigest()


def _empty_database() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
    connection.close()


def _address() -> str:
    from django.conf import settings

    chosen = settings.DATABASES["default"]
    parts = {"dbname": chosen["NAME"], "user": chosen["USER"], "host": chosen["HOST"], "port": chosen["PORT"]}
    parts["sslmode"] = chosen["OPTIONS"].get("sslmode", "")
    return " ".join(f"{name}='{_quoted(str(value))}'" for name, value in parts.items() if value)


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "\\'")


def _postgres(program: str, *arguments: str, connect: bool = True) -> None:
    """Run one of PostgreSQL's programs; the password goes by the environment, never by the command line."""
    from django.conf import settings

    environment = {**os.environ, "PGOPTIONS": ""}
    if settings.DATABASES["default"]["PASSWORD"]:
        environment["PGPASSWORD"] = settings.DATABASES["default"]["PASSWORD"]
    address = [f"--dbname={_address()}"] if connect else []
    done = subprocess.run(
        [_program(program), *address, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ArchiveError(f"{program} が失敗しました。{done.stderr.strip()}")


def _program(name: str) -> str:
    """Prefer the wheel's own: it is never older than the embedded server."""
    inside = wheel_folder() / f"pginstall{MAJOR}" / "bin" / name
    return str(inside) if inside.exists() else shutil.which(name) or name
