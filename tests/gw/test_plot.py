"""Pictures of strain: what drawing and reading do to the figures of others."""

import subprocess
import sys
from pathlib import Path


def test_generating_and_reading_strain_leaves_the_users_figures_alone(tmp_path: Path, data: Path) -> None:
    """Importing gwpy changes matplotlib's defaults; in a process of its own, because other tests import it too."""
    code = (
        "import sys, matplotlib\nfrom pathlib import Path\nbefore = dict(matplotlib.rcParams)\n"
        "from physfm_gw import StrainEncoder\n"
        "StrainEncoder.kinds()[0].generate(Path(sys.argv[1]), items=1, seed=1)\n"
        "next(iter(StrainEncoder.read([Path(sys.argv[2])], limit=1)))\n"
        "assert 'gwpy' in sys.modules\nassert dict(matplotlib.rcParams) == before\n"
    )
    frames = data / "gw" / "H-H1_LOSC_4_V2-1126259446-32.gwf"
    arguments = [sys.executable, "-c", code, str(tmp_path / "a.hdf5"), str(frames)]
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
