"""Build the wheel twice, install it into an empty environment, and read an article there without a network.

Run: python benchmarks/wheel.py [--only build] [--sbom FILE]

1. Two builds from one commit (``SOURCE_DATE_EPOCH`` is that commit's) must have one hash.
2. The wheel is installed with pip into a new environment, with nothing else in it.
3. ``onrecord read`` reads a sample there in a network namespace without a route (``unshare -rn``), from a folder that
   is not the repository. Where namespaces may not be made this is left out, and said.
``--sbom`` writes what is installed as a CycloneDX bill of materials, and prints licences that are none of the usual
free ones. Exit code 1 when any of it fails. The index is the one that pip is set up with.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "samples" / "atlantic-morning-1.txt"
LISTED = """
import importlib.metadata, json
print(json.dumps([
    [one.metadata["Name"], one.version, one.metadata.get("License-Expression") or one.metadata.get("License") or "",
     [row[11:] for row in one.metadata.get_all("Classifier") or () if row.startswith("License :: ")],
     list(one.requires or ())]
    for one in importlib.metadata.distributions()]))
"""
FREE = ("MIT", "BSD", "Apache", "ISC", "MPL", "Mozilla", "PSF", "Python Software", "Zlib", "Unlicense", "CC0", "HPND")


def run(command: Sequence[object], **options: object) -> subprocess.CompletedProcess[str]:
    """Run a command and return what it printed; raise when it fails."""
    return subprocess.run(list(map(str, command)), check=True, capture_output=True, text=True, **options)  # type: ignore[call-overload, no-any-return]


def build(folder: Path) -> Path:
    """Build the wheel of the working tree's commit in ``folder`` and return it."""
    epoch = run(["git", "log", "-1", "--format=%ct"], cwd=ROOT).stdout.strip()
    source = folder / "source"
    source.mkdir(parents=True)
    archive = folder / "source.tar"
    run(["git", "archive", "--output", archive, "HEAD"], cwd=ROOT)
    shutil.unpack_archive(archive, source, filter="data")
    environment = {**os.environ, "SOURCE_DATE_EPOCH": epoch, "PYTHONPATH": ""}
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder / "out", source]
    run(command, env=environment)
    return next((folder / "out").glob("onrecord-*.whl"))


def sha256(path: Path) -> str:
    """Return the hash of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def may_unshare() -> bool:
    """Tell whether a network namespace may be made here."""
    try:
        return subprocess.run(["unshare", "-rn", "true"], capture_output=True).returncode == 0
    except FileNotFoundError:
        return False


def read_offline(python: Path, folder: Path) -> str:
    """Read a sample with the installed program where no address can be reached; return what it printed."""
    shutil.copy(SAMPLE, folder / "article.txt")
    probe = "import socket; socket.create_connection(('192.0.2.1', 80), 3)"
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8"}
    refused = subprocess.run(["unshare", "-rn", str(python), "-c", probe], capture_output=True, text=True, cwd=folder)
    assert "Network is unreachable" in refused.stderr, refused.stderr[-300:]
    command = ["unshare", "-rn", python.parent / "onrecord", "read", "article.txt", "--format", "json"]
    return run(command, cwd=folder, env=environment).stdout


def bill(python: Path) -> tuple[dict[str, object], list[str]]:
    """Return what is installed in an environment as CycloneDX, and the packages of unusual licences."""
    listed = json.loads(run([python, "-c", LISTED]).stdout)
    components, unusual = [], []
    for name, version, licence, classified, _ in sorted(listed):
        words = licence.splitlines()[0][:80] if licence.strip() else "; ".join(classified)
        components.append(
            {
                "type": "library",
                "name": name,
                "version": version,
                "purl": f"pkg:pypi/{name.lower()}@{version}",
                "licenses": [{"license": {"name": words or "not said"}}],
            }
        )
        if not any(one in f"{words} {classified}" for one in FREE):
            unusual.append(f"{name} {version}: {words or 'not said'}")
    return {"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "components": components}, unusual


def main() -> int:
    """Do it, and say what was seen."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=["build"], help="only build twice and compare")
    parser.add_argument("--sbom", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first, second = build(folder / "a"), build(folder / "b")
        same = sha256(first) == sha256(second)
        print(f"{first.name}: {first.stat().st_size:,} bytes, sha256 {sha256(first)}")
        print("the second build is the same" if same else f"THE SECOND BUILD DIFFERS: {sha256(second)}")
        if given.only == "build" or not same:
            return int(not same)
        run([sys.executable, "-m", "venv", folder / "env"])
        python = folder / "env" / "bin" / "python"
        run([python, "-m", "pip", "install", "--quiet", first], env={**os.environ, "PYTHONPATH": ""})
        made, unusual = bill(python)
        print(f"installed into an empty environment: {len(made['components'])} packages")  # type: ignore[arg-type]
        print("\n".join(f"licence to look at: {one}" for one in unusual) or "all licences are the usual free ones")
        if given.sbom:
            given.sbom.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
        if not may_unshare():
            print("reading without a network: LEFT OUT, since no network namespace may be made here (unshare -rn)")
            return 0
        statements = len(json.loads(read_offline(python, folder))["statements"])
        print(f"read offline from the installed wheel: {statements} statements")
        return int(not statements)


if __name__ == "__main__":
    sys.exit(main())
