"""``python -m physfm`` is ``physfm``."""

import sys

from physfm.cli import main

sys.exit(main())
