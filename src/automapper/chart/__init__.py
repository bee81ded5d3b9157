"""Words all games share: song, difficulty, issues and checks."""

from automapper.chart.difficulty import Difficulty
from automapper.chart.game import Game
from automapper.chart.issue import Check, Issue, Severity
from automapper.chart.song import Song

__all__ = ["Check", "Difficulty", "Game", "Issue", "Severity", "Song"]
