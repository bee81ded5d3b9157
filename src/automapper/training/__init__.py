"""Lightning modules, losses, metrics and callbacks; no Hydra, no game words."""
