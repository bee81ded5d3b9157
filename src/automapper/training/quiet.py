"""Training without the advice that its libraries have for developers."""

from __future__ import annotations

import logging
import warnings


def quiet() -> None:
    """Keeps Lightning's advice to developers from users; errors are still told.

    Lightning sets its own levels when it is imported: call this after that.
    """
    logging.getLogger("lightning.pytorch").setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", module="lightning")
