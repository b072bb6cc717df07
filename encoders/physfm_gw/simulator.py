"""The tool ``simulate_waveform``: a compact binary from LAL, seen by detectors, as a strain file with or without noise.

Light to import (no torch, no LAL): arguments are read, checked and bounded here; the work is done by
`physfm_gw.injection` in a process of its own. See `physfm.tools.simulation` for the deadline and for where files go.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from physfm.errors import InputError
from physfm.tools import binaries, quantity, simulation
from physfm.tools.simulation import DEFAULT_TIME, Seed, TimeLimit
from physfm.tools.tool import Result, Tool

SAMPLE_RATES = (2048, 4096, 8192, 16384)
DURATION_S = (4, 256)
LONGEST_CHIRP_S = 600.0
REFERENCES = {
    "IMRPhenomD": "Khan et al., Phys. Rev. D 93, 044007 (2016)",
    "IMRPhenomXAS": "Pratten et al., Phys. Rev. D 102, 064001 (2020)",
    "IMRPhenomXHM": "Garcia-Quiros et al., Phys. Rev. D 102, 064002 (2020), with higher modes",
    "IMRPhenomT": "Estelles et al., Phys. Rev. D 105, 084039 (2022)",
    "SEOBNRv4_opt": "Bohe et al., Phys. Rev. D 95, 044028 (2017)",
    "TaylorF2": "Buonanno et al., Phys. Rev. D 80, 084043 (2009): inspiral only, point masses",
}

Approximant = Literal["IMRPhenomD", "IMRPhenomXAS", "IMRPhenomXHM", "IMRPhenomT", "SEOBNRv4_opt", "TaylorF2"]
Curve = Literal["aLIGO_ZERO_DET_high_P", "aLIGO_O4", "aLIGO_O3_low", "aLIGO_early_high"]
Mass = Annotated[str, Field(description="In the detector's frame, with unit, such as '36 solar_mass'", max_length=120)]
Spin = Annotated[float, Field(gt=-1, lt=1, description="Dimensionless, along the orbital angular momentum")]
Angle = Annotated[str, Field(description="With unit, such as '0.5 rad' or '30 degree'", max_length=120)]


def simulate_waveform(
    mass1: Mass,
    mass2: Mass,
    spin1: Spin = 0.0,
    spin2: Spin = 0.0,
    distance: Annotated[str, Field(description="Luminosity distance with unit, such as '410 Mpc'")] = "400 Mpc",
    inclination: Angle = "0 rad",
    phase: Angle = "0 rad",
    right_ascension: Angle = "0 rad",
    declination: Angle = "0 rad",
    polarization: Angle = "0 rad",
    gps_time: Annotated[
        float, Field(ge=0, le=3e9, description="GPS time in s at which the merger reaches the centre of the Earth")
    ] = 1400000000.0,
    detectors: Annotated[
        list[Literal["H1", "L1", "V1"]], Field(min_length=1, max_length=3, description="Different detectors")
    ] = ["H1", "L1"],  # noqa: B006 - read, never changed; JSON Schema shows it as the default
    approximant: Approximant = "IMRPhenomD",
    sample_rate: Annotated[str, Field(description="2048, 4096, 8192 or 16384 Hz")] = "2048 Hz",
    duration: Annotated[str, Field(description="Of the stretch of strain, whole seconds; merger at 3/4")] = "32 s",
    f_min: Annotated[str, Field(description="Where the wave starts and the signal-to-noise ratio counts")] = "20 Hz",
    noise: Annotated[bool, Field(description="Whether to add Gaussian noise of the detectors' curves")] = False,
    curve: Annotated[Curve, Field(description="Noise of H1 and L1; V1 has its design, or O4 beside aLIGO_O4")] = (
        "aLIGO_ZERO_DET_high_P"
    ),
    seed: Seed = 0,
    output: Annotated[str, Field(description="Name of an HDF5 file to write (.hdf5 or .h5); empty for none")] = "",
    time_limit: TimeLimit = DEFAULT_TIME,
    *,
    folder: Path | None = None,
) -> Result:
    """Simulate the gravitational wave of a compact binary in detectors: signal-to-noise ratios, peak times, a file.

    Returns
    -------
    result
        The optimal signal-to-noise ratio of the network for the part of the wave that lies in the stretch. Its details
        hold that of each detector, peak times and strains, delays and antenna patterns, and the file.

    Raises
    ------
    InputError
        If an argument is out of range, LAL refuses, or the limits on time and size are exceeded.
    """
    masses = [simulation.within(m, "solar_mass", 0.5, 500.0, "a mass") for m in (mass1, mass2)]
    far = simulation.within(distance, "Mpc", 1e-3, 1e6, "a distance")
    rate = quantity.in_unit(sample_rate, "Hz")
    if rate not in SAMPLE_RATES:
        raise InputError(f"Expected a sample rate of {', '.join(map(str, SAMPLE_RATES))} Hz, got {sample_rate[:60]!r}.")
    length = simulation.within(duration, "s", *DURATION_S, "a duration")
    if length != round(length):
        raise InputError(f"Expected a duration of whole seconds, got {duration[:60]!r}.")
    low = simulation.within(f_min, "Hz", 10.0, 200.0, "f_min")
    if len(set(detectors)) < len(detectors):
        raise InputError(f"Expected different detectors, got {', '.join(detectors)}.")
    chirp = float(binaries.time_to_merger(mass1, mass2, frequency=f_min).value or 0.0)
    if chirp > LONGEST_CHIRP_S:
        raise InputError(
            f"From {f_min} this binary takes {chirp:.0f} s to merge; at most {LONGEST_CHIRP_S:.0f} s are simulated. "
            "Give a higher f_min."
        )
    simulation.bounded(len(detectors) * length * rate * 8, "The strain")
    angles = {"inclination": inclination, "phase": phase}
    place = {"right_ascension": right_ascension, "declination": declination, "polarization": polarization}
    found_angles = {name: quantity.in_unit(text, "rad") for name, text in (angles | place).items()}
    if abs(found_angles["declination"]) > math.pi / 2 + 1e-9:
        raise InputError(f"Expected a declination between -90 and 90 degrees, got {declination[:60]!r}.")
    simulation.require("Simulating waveforms", "gw", "lal", "gwpy", "h5py")
    target = simulation.destination(output, folder, (".hdf5", ".h5"))
    virgo = "AdV_O4" if curve == "aLIGO_O4" else "AdV"
    binary: dict[str, Any] = {"mass1": masses[0], "mass2": masses[1], "spin1": spin1, "spin2": spin2}
    binary |= {"distance_mpc": far, "approximant": approximant, "sample_rate": int(rate), "f_min": low}
    binary |= {name: found_angles[name] for name in angles}
    found = simulation.simulate(
        "physfm_gw.injection:simulate",
        {
            "binary": binary,
            **{name: found_angles[name] for name in place},
            "gps_time": gps_time,
            "gps_start": math.floor(gps_time) - (3 * int(length)) // 4,
            "duration_s": int(length),
            "detectors": detectors,
            "curves": [virgo if name == "V1" else curve for name in detectors],
            "noise": noise,
            "seed": seed,
        },
        time_limit,
        {"output": target},
    )
    inside = (3 * int(length)) // 4 + gps_time % 1
    settings: dict[str, Any] = {
        **binary,
        **{name: found_angles[name] for name in place},
        "gps_time": gps_time,
        "noise": noise,
    }
    settings |= {"duration_s": length, "seed": seed, "file": str(target) if target else None}
    return _result(found, settings, cut=chirp > inside)


def _result(found: dict[str, Any], settings: dict[str, Any], cut: bool) -> Result:
    parts = ", ".join(f"{seen['snr']:.4g} in {seen['detector']}" for seen in found["detectors"])
    told = [
        f"The optimal signal-to-noise ratio of the binary of {settings['mass1']:.4g} and {settings['mass2']:.4g} solar "
        f"masses at {settings['distance_mpc']:.4g} Mpc is {found['snr']:.4g} ({parts}), peaking at GPS "
        f"{found['peak_gps']:.4f} s"
    ]
    if cut:
        told.append("the beginning of the wave lies before the stretch and does not count")
    if settings["file"]:
        told.append(f"strain {'with' if settings['noise'] else 'without'} noise written to {settings['file']}")
    return Result(
        text=f"{'; '.join(told)}.",
        value=found["snr"],
        unit="1",
        source=f"LALSimulation, {settings['approximant']}: {REFERENCES[settings['approximant']]}; design noise curves",
        details={**settings, "value_is": "optimal signal-to-noise ratio of the network", "cut": cut, **found},
    )


TOOLS = (Tool(simulate_waveform),)
