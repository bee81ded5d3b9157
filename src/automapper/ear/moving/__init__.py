"""Beats of a song whose tempo moves: followed one by one, then told by few tempi."""
