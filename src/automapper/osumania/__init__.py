"""osu!mania: charts, their files, checks and stars."""
