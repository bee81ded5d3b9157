"""Running a net: arrays by name in, arrays by name out, whatever library computes them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from automapper.errors import ConfigError, WeightsError
from automapper.models.notes import NOTES, read_notes
from automapper.models.ranker_spec import RankerSpec

Arrays = dict[str, NDArray[np.float32]]

# Words that users type, and what onnxruntime calls them.
PROVIDERS = {
    "cpu": "CPUExecutionProvider",
    "cuda": "CUDAExecutionProvider",
    "directml": "DmlExecutionProvider",
}
DEVICES = ("auto", *PROVIDERS)
_PACKAGES = {"cuda": "onnxruntime-gpu", "directml": "onnxruntime-directml"}


class Net(Protocol):
    """A net that is ready to run."""

    @property
    def outputs(self) -> tuple[str, ...]:
        """Names of what it answers."""
        ...

    @property
    def notes(self) -> Mapping[str, object]:
        """What its file says of it beside the weights; nothing where it says nothing."""
        ...

    def __call__(self, inputs: Mapping[str, NDArray[np.float32]]) -> Arrays:
        """Answers by name for inputs by name."""
        ...


def open_net(path: Path, device: str = "auto", rankers: Collection[RankerSpec] = ()) -> Net:
    """The net of a file: .onnx by onnxruntime, .safetensors by torch.

    A .safetensors file holds a beat net, or one of the ``rankers`` where a caller wants those.

    ``device``: auto, cpu, cuda or directml; auto takes the CPU, on which a net of this size is
    done before a card has woken up. Raises WeightsError for files that are missing or hold no
    net, ConfigError for a device that is not there.
    """
    if device not in DEVICES:
        raise ConfigError(f"device {device!r}: choose one of {', '.join(DEVICES)}")
    if not path.is_file():
        raise WeightsError(f"{path}: there are no weights here")
    if path.suffix.lower() == ".onnx":
        return OnnxNet(path, device)
    from automapper.models.torch_run import TorchNet, TorchRanker, is_ranker

    if is_ranker(path, rankers):
        return TorchRanker(path, rankers, device)
    return TorchNet(path, device)


class OnnxNet:
    """An .onnx file run by onnxruntime, on one thread: the same bits on any number of cores."""

    def __init__(self, path: Path, device: str = "auto") -> None:
        import onnxruntime  # type: ignore[import-untyped]

        onnxruntime.set_default_logger_severity(3)  # advice to developers is not for users
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        providers = _providers(device, onnxruntime.get_available_providers())
        try:
            self._session = onnxruntime.InferenceSession(
                path.read_bytes(), options, providers=providers
            )
        except Exception as error:  # onnxruntime's errors share no base of their own
            reason = str(error).splitlines()[0][:200]
            raise WeightsError(f"{path}: onnxruntime cannot run it ({reason})") from None
        # Where a card's driver or its libraries are missing, onnxruntime goes on without it.
        refuse_other(device, self._session.get_providers())
        self._outputs = tuple(output.name for output in self._session.get_outputs())

    @property
    def outputs(self) -> tuple[str, ...]:
        """Names of what it answers."""
        return self._outputs

    @property
    def notes(self) -> Mapping[str, object]:
        """The JSON object under the key ``automapper`` of the file's metadata."""
        return read_notes(self._session.get_modelmeta().custom_metadata_map.get(NOTES, "{}"))

    def __call__(self, inputs: Mapping[str, NDArray[np.float32]]) -> Arrays:
        """Answers by name."""
        found = self._session.run(list(self._outputs), dict(inputs))
        return dict(zip(self._outputs, found, strict=True))


def _providers(device: str, available: Sequence[str]) -> list[str]:
    """What onnxruntime shall run on; the CPU is always there for layers a card cannot do."""
    if device == "auto":
        return [PROVIDERS["cpu"]]
    wanted = PROVIDERS[device]
    if wanted not in available:
        package = _PACKAGES.get(device, "onnxruntime")
        raise ConfigError(
            f"device {device}: this onnxruntime cannot use it; "
            f"pip uninstall onnxruntime, then pip install {package}"
        )
    return [wanted] if device == "cpu" else [wanted, PROVIDERS["cpu"]]


def refuse_other(device: str, running: Sequence[str]) -> None:
    """ConfigError where a device was asked for by name and is not among those ``running`` it."""
    if device != "auto" and PROVIDERS[device] not in running:
        raise ConfigError(f"device {device}: onnxruntime finds no card and driver to run it on")
