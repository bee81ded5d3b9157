"""Packages of files: read with distrust, written whole or not at all; no game words."""

from automapper.files.device_names import is_device_name
from automapper.files.package import (
    find_file,
    is_folder,
    is_other_file,
    open_package,
    open_package_with_warnings,
)
from automapper.files.reading import read_file
from automapper.files.saving import refuse_unwritable, save_package, write_file, zip_bytes

__all__ = [
    "find_file",
    "is_device_name",
    "is_folder",
    "is_other_file",
    "open_package",
    "open_package_with_warnings",
    "read_file",
    "refuse_unwritable",
    "save_package",
    "write_file",
    "zip_bytes",
]
