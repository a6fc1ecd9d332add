"""Build step of the wheel: make the gazetteer from the GeoNames data of two packages.

The file is about 35 MB and is a product of pinned inputs, so it is built, not kept in git.
"""

import importlib.util
import sys
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface):
    """Called by hatchling before it packs a wheel or an editable install."""

    def initialize(self, version: str, build_data: dict) -> None:
        if self.target_name != "wheel":
            return
        root = Path(self.root)
        builder = root / "tools" / "build_places.py"
        if not builder.exists():
            return
        spec = importlib.util.spec_from_file_location("build_places", builder)
        module = importlib.util.module_from_spec(spec)
        sys.modules["build_places"] = module
        spec.loader.exec_module(module)
        module.build_if_stale(root)
