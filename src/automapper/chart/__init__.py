"""Words all games share: song, difficulty, issues and checks."""

from automapper.chart.difficulty import Difficulty
from automapper.chart.game import Game
from automapper.chart.issue import Check, Issue, Severity, count_issues, issue_counts, issue_record
from automapper.chart.rule import Finding, Rule, preset_of
from automapper.chart.song import Song

__all__ = [
    "Check",
    "Difficulty",
    "Finding",
    "Game",
    "Issue",
    "Rule",
    "Severity",
    "Song",
    "count_issues",
    "issue_counts",
    "issue_record",
    "preset_of",
]
