"""Doors to BMS charts, and their parts."""
