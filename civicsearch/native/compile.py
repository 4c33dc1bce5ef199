"""Compiles the kernels when civicsearch is installed or built.

Where that fails (no compiler, no headers of Python) the installation goes on without them.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sysconfig
import tempfile
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

HERE = Path(__file__).resolve().parent
SUFFIX = ".abi3.so"
LIBRARY = HERE / f"_kernels{SUFFIX}"
OPTIONS = ("-O3", "-std=c11", "-fvisibility=hidden", "-Wall", "-Wextra")
TIMEOUT = 300
"""Seconds."""


class CompileKernels(BuildHookInterface[Any]):
    """Makes a wheel for this system where the kernels compile, and one for all systems where they do not."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Compile the kernels beside their source, where an editable installation finds them too."""
        if not compile_kernels(LIBRARY):
            LIBRARY.unlink(missing_ok=True)  # of an older source
            return
        platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
        build_data["pure_python"] = False
        build_data["tag"] = f"cp311-abi3-{platform}"
        build_data["artifacts"].append(f"/civicsearch/native/{LIBRARY.name}")


def compile_kernels(library: Path) -> bool:
    """Compile the kernels into a library; tells whether it worked."""
    linker = shlex.split(os.environ.get("LDSHARED") or str(sysconfig.get_config_var("LDSHARED") or ""))
    if not linker or SUFFIX not in EXTENSION_SUFFIXES:
        return False
    arguments = [
        *linker[1:],
        *shlex.split(str(sysconfig.get_config_var("CCSHARED") or "")),
        *OPTIONS,
        f"-I{sysconfig.get_path('include')}",
        *(str(path) for path in sorted(HERE.glob("*.c"))),
    ]
    # The compiler that Python was made with may be called otherwise here.
    return any(_ran([compiler, *arguments], library) for compiler in dict.fromkeys((linker[0], "cc")))


def _ran(command: list[str], library: Path) -> bool:
    try:
        with tempfile.TemporaryDirectory(dir=library.parent) as folder:
            fresh = Path(folder) / library.name
            subprocess.run([*command, "-o", str(fresh)], check=True, capture_output=True, timeout=TIMEOUT)
            fresh.replace(library)  # a process that has loaded the old one keeps it
    except (OSError, subprocess.SubprocessError):
        return False
    return True
