"""How well a listener hears: songs whose beats are known, figures and tables."""
