"""What is measured on a song before anything is concluded from it."""
