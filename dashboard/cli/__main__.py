"""Runs the command where it is not installed: `python -m dashboard.cli`."""

import sys

from dashboard.cli.main import main

sys.exit(main())
