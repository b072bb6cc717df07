"""Black holes and compact binaries: masses in odd units, redshifted masses, distances."""

from __future__ import annotations

from physfm.exercises.drawing import Draw
from physfm.exercises.exercise import Answer
from physfm.exercises.family import Family, call

SUNS = ("Msun", "solar masses", "solar_mass", "M_sun")


def sun(draw: Draw, low: float, high: float) -> str:
    """A mass in solar masses, as people write the unit."""
    return draw.quantity((draw.of(SUNS, ("Msol", "solar masses")), low, high), loose=False)


def _binary(draw: Draw) -> dict[str, str]:
    return {
        "first": sun(draw, 5.0, 90.0),
        "second": sun(draw, 1.2, 60.0),
        "distance": draw.quantity(("Mpc", 40.0, 9000.0), ("Gpc", 0.1, 12.0)),
    }


def _total(draw: Draw) -> dict[str, str]:
    return {
        "first": sun(draw, 5.0, 90.0),
        "second": sun(draw, 1.2, 60.0),
        "z": draw.number(0.01, 2.5),
    }


def _odd_mass(draw: Draw) -> dict[str, str]:
    unit, low, high = draw.of(
        (("lb", 1e2, 1e30), ("ton", 1.0, 1e27), ("g", 1e3, 1e33), ("oz", 1e4, 1e30), ("Mt", 1.0, 1e15)),
        (("stone", 1e3, 1e29), ("mg", 1e9, 1e36), ("Gt", 1e3, 1e18)),
    )
    return {"value": draw.number(low, high), "unit": unit}


def _light(draw: Draw) -> dict[str, str]:
    return {"distance": draw.quantity(("Mpc", 20.0, 9000.0), ("Gpc", 0.1, 12.0), ("kpc", 3e4, 9e6))}


def _moved(draw: Draw) -> dict[str, str]:
    line, low, high = draw.of(
        (
            ("the H-alpha line", 656.3, 656.3), ("a spectral line", 300.0, 900.0), ("Lyman alpha", 121.57, 121.57),
            ("an absorption line", 200.0, 800.0),
        ),
        (("the oxygen line", 500.7, 500.7), ("an emission line", 300.0, 900.0)),
    )  # fmt: skip
    return {
        "line": line,
        "wavelength": f"{low:g} nm" if low == high else draw.quantity(("nm", low, high), loose=False),
        "distance": draw.quantity(("Mpc", 100.0, 9000.0), ("Gpc", 0.1, 20.0)),
    }


FAMILIES = (
    Family(
        name="detector-chirp-mass",
        kind="chain",
        train="""
            Black holes of {first} and {second} merge at a luminosity distance of {distance}. Chirp mass in our frame?
            What chirp mass does a detector see for {first} and {second} at {distance}?
            detector-frame chirp mass: {first}, {second}, {distance}
            A binary of {first} plus {second} lies {distance} away. Find its redshifted chirp mass.
            First the redshift of {distance}, then the chirp mass of {first} and {second} as observed.
            Compute the observed chirp mass of {first} and {second} for a source at {distance}.
            The source-frame masses are {first} and {second}, the distance is {distance}. Detector chirp mass?
            redshifted chirp mass for {first} + {second} at {distance}
            At {distance} a {first} black hole meets one of {second}. Which chirp mass is measured on Earth?
            Please give (1+z) times the chirp mass for {first} and {second} at a luminosity distance of {distance}.
            How large is the chirp mass seen by LIGO if {first} and {second} merge {distance} from us?
            Merger of {first} with {second} at {distance}: chirp mass with redshift?
        """,
        held_out="""
            A system with component masses {first} and {second} sits at {distance}; find the chirp mass we would record.
            Observer-frame chirp mass for {first} and {second}, luminosity distance {distance}?
            Account for cosmology: {first}, {second}, {distance}. What chirp mass arrives?
            What does the chirp mass of {first} and {second} look like from a distance of {distance}?
            For {distance}, redshift the chirp mass of a pair of {first} and {second}.
        """,
        draw=_binary,
        calls=(
            call("redshift", distance="{distance}"),
            call("chirp_mass", first="{first}", second="{second}", redshift="{1}"),
        ),
        solution="In the detector's frame the chirp mass is {answer}.",
    ),
    Family(
        name="detector-isco",
        kind="chain",
        train="""
            Masses {first} and {second} merge at redshift {z}. Which ISCO frequency does the detector see?
            ISCO frequency in the detector frame for {first} and {second} at z = {z}?
            isco frequency: {first} + {second}, z={z}
            At redshift {z}, a binary of {first} and {second}: total redshifted mass, then its ISCO frequency.
            Find the observed gravitational-wave frequency at the last stable orbit for {first} and {second}, z = {z}.
            Two black holes, {first} and {second}, at redshift {z}: at which observed frequency is the ISCO?
            Multiply the total mass of {first} and {second} by 1+z with z = {z}; what is the ISCO frequency?
            Where in frequency does the inspiral of {first} and {second} end for us if z = {z}?
            observed end-of-inspiral frequency for {first} and {second} at a redshift of {z}
            For a redshift of {z} and masses {first}, {second}: ISCO frequency in our frame, in Hz?
            What frequency on Earth marks the innermost stable orbit of {first} plus {second} at z={z}?
            Please compute the redshifted ISCO frequency of a {first} and {second} binary, z = {z}.
        """,
        held_out="""
            With z = {z}, how many Hz does the last stable orbit of {first} and {second} radiate at, as received?
            The pair {first}, {second} is at redshift {z}. Received ISCO frequency?
            Detector-frame total mass of {first} and {second} at z = {z}, and the ISCO frequency from it?
            Up to which frequency do we follow the inspiral of {first} and {second} at redshift {z}?
            Innermost orbit, {first} with {second}, redshift {z}: frequency we record?
        """,
        draw=_total,
        calls=(
            call(
                "calculate",
                expression="(a+b)*(1+z)",
                values={"a": "{first}", "b": "{second}", "z": "{z}"},
                unit="solar_mass",
            ),
            call("isco_frequency", mass="{1}"),
        ),
        solution="The detector sees the innermost stable orbit at {answer}.",
    ),
    Family(
        name="radius-of-odd-mass",
        kind="chain",
        train="""
            What is the Schwarzschild radius of {value} {unit}? Convert to kg first.
            Convert {value} {unit} to kg and find the Schwarzschild radius.
            schwarzschild radius of {value} {unit}, via kg
            If {value} {unit} collapsed to a black hole, how large would its horizon be? Use kg.
            How small must {value} {unit} become to be a black hole? Go through kilograms (kg).
            In kg, how much is {value} {unit}, and what is its Schwarzschild radius?
            A mass of {value} {unit}: first kg, then the horizon radius.
            Horizon radius for {value} {unit} (kg first)?
            Please turn {value} {unit} into kg and give 2GM/c^2.
            I have {value} {unit}. After converting to kg, what black-hole radius is that?
            Change {value} {unit} to kg; then the gravitational radius 2GM/c^2?
            radius of a black hole weighing {value} {unit}; work in kg
        """,
        held_out="""
            Express {value} {unit} in kg, then tell me the radius of the corresponding black hole.
            A black hole made from {value} {unit} has which radius? Kilograms (kg) as a step between.
            Gravitational radius of {value} {unit}, with the mass in kg along the way?
            Squeeze {value} {unit} into a black hole: kg, then r_s?
            Find r_s for {value} {unit} after changing to kg.
        """,
        draw=_odd_mass,
        calls=(
            call("convert", value="{value}", unit="{unit}", to="kg"),
            call("schwarzschild_radius", mass="{1|= }"),
        ),
        solution="The Schwarzschild radius of {value} {unit} is {answer}.",
    ),
    Family(
        name="lookback-of-distance",
        kind="chain",
        train="""
            For how long has light travelled from a source at a luminosity distance of {distance}?
            A merger happened at {distance} (luminosity distance). How long ago?
            lookback time for a luminosity distance of {distance}
            Find the redshift of {distance}, then the light travel time.
            How many Gyr ago did light leave a galaxy at luminosity distance {distance}?
            Given a luminosity distance of {distance}: redshift, and then lookback time?
            Light from {distance} (luminosity distance) started when?
            How old is the light we see from {distance} of luminosity distance?
            Luminosity distance {distance}; travel time of the light in Gyr?
            Please give the lookback time of a source at {distance} luminosity distance.
            light travel time from {distance}, luminosity distance, Planck cosmology
            A supernova has a luminosity distance of {distance}. How long was its light under way?
        """,
        held_out="""
            We see an object with a luminosity distance of {distance}; how far back in time is that?
            Time since emission for luminosity distance {distance}, in Gyr?
            When was the light emitted that reaches us from {distance} (luminosity distance)?
            Via its redshift, find how long light needed from luminosity distance {distance}.
            Age of the signal from {distance} away in luminosity distance?
        """,
        draw=_light,
        calls=(
            call("redshift", distance="{distance}"),
            call("luminosity_distance", redshift="{1}"),
        ),
        solution="The light has travelled {2|light has travelled }.",
        answer=lambda slots, results: Answer(results[-1].details["lookback_time_gyr"], "Gyr"),
        tolerance=1e-2,
    ),
    Family(
        name="redshifted-line",
        kind="chain",
        train="""
            At which wavelength do we see {line} of {wavelength} from a source at a luminosity distance of {distance}?
            {line}, {wavelength} at rest, from {distance} away: observed wavelength?
            observed wavelength of {line} ({wavelength}) at luminosity distance {distance}
            A quasar lies at {distance}. Where is {line} with rest wavelength {wavelength} observed?
            First find the redshift of {distance}, then shift {line} of {wavelength}.
            How far to the red is {line} ({wavelength}) moved for a galaxy at {distance}? Give the new wavelength.
            Multiply {wavelength} by 1+z for a source at {distance}: where is {line} seen?
            Redshift {line} at {wavelength} to a luminosity distance of {distance}.
            A galaxy at {distance} shows {line}. The rest wavelength is {wavelength}; what do we measure?
            Please compute (1+z) times {wavelength} for {line} at {distance}.
            where does {line} of {wavelength} appear in a spectrum from {distance}
            For a distance of {distance}, which observed wavelength has {line} emitted at {wavelength}?
        """,
        held_out="""
            Emitted at {wavelength}, received from {distance}: what wavelength has {line}?
            Predict the received wavelength of {line} ({wavelength}) when the luminosity distance is {distance}.
            Our telescope looks at {distance}. Find where {line} with {wavelength} at rest would lie.
            By 1+z, {wavelength} becomes what for {line} in a host at {distance}?
            Cosmological shift of {line}, rest {wavelength}, distance {distance}: result?
        """,
        draw=_moved,
        calls=(
            call("redshift", distance="{distance}"),
            call("calculate", expression="w*(1+z)", values={"w": "{wavelength}", "z": "{1}"}),
        ),
        solution="It is observed at a wavelength of {answer}.",
    ),
)
