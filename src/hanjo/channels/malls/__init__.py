"""One folder per outside format, all of one shape: `translate.py` is pure, `samples/`, `tests/`."""
