"""`python -m hanjo.cli` is `hanjo`."""

import sys

from hanjo.cli import main

sys.exit(main())
