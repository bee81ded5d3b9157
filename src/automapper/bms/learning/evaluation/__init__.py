"""How well rules and rankers foretell what people play, on packages that no ranker knows."""
