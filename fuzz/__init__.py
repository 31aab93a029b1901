"""Coverage-guided fuzzing of what reads text from outside: `python -m fuzz.run --help`."""
