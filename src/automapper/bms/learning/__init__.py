"""The learned opinion on which events are played and where: examples, rankers at work, judging."""
