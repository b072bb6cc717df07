"""Cosmology, black holes and compact binaries, one call each."""

from __future__ import annotations

from physfm.exercises.drawing import Draw
from physfm.exercises.exercise import Answer
from physfm.exercises.family import Family, call
from physfm.exercises.themes.mergers import sun

MASSES = (
    (("solar_mass", 0.1, 1e9), ("Msun", 0.5, 1e8), ("kg", 1.0, 1e32), ("g", 1.0, 1e34), ("earth_mass", 0.1, 900.0)),
    (("solar masses", 0.5, 1e9), ("jupiter_mass", 0.1, 50.0), ("kg", 1e20, 1e35), ("ton", 1e3, 1e25)),
)
HOLES = ((("solar_mass", 3.0, 900.0), ("Msun", 3.0, 900.0), ("kg", 6e30, 9e32)), (("solar masses", 3.0, 900.0),))


def _pair(draw: Draw) -> dict[str, str]:
    return {"first": sun(draw, 3.0, 90.0), "second": sun(draw, 1.2, 60.0)}


def _spiral(draw: Draw) -> dict[str, str]:
    frequency = draw.chance.random() < 0.6
    at = (
        draw.quantity(("Hz", 0.01, 40.0), ("mHz", 0.5, 900.0))
        if frequency
        else draw.quantity(("km", 1.5e3, 1e7), ("m", 2e6, 1e10), ("au", 0.001, 1.0))
    )
    key, how = ("frequency", "gravitational-wave frequency") if frequency else ("separation", "separation")
    return {**_pair(draw), "at": at, "key": key, "what": how}


def _mass(draw: Draw) -> dict[str, str]:
    return {"mass": draw.quantity(*draw.part(*MASSES))}


FAMILIES = (
    Family(
        name="luminosity-distance",
        kind="single",
        train="""
            What is the luminosity distance of redshift {z}?
            luminosity distance at z = {z}
            How far away, in luminosity distance, is a source at redshift {z}?
            A galaxy has a redshift of {z}. Luminosity distance?
            D_L for z={z}?
            Convert redshift {z} to a luminosity distance.
            Give me the Planck 2018 luminosity distance for z = {z}.
            For a redshift of {z}, how large is the luminosity distance?
            z = {z}: distance by luminosity?
            Please compute the luminosity distance of an object at z = {z}.
            A quasar at redshift {z}: at what luminosity distance?
            how far is redshift {z} (luminosity distance)
        """,
        held_out="""
            To what luminosity distance does z = {z} correspond?
            A supernova host lies at redshift {z}; give its luminosity distance.
            State D_L of an object with redshift {z}.
            With the Planck cosmology, z of {z} means which luminosity distance?
            Luminosity distance, please, for a redshift z of {z}.
        """,
        draw=lambda draw: {"z": draw.number(0.005, 9.0)},
        calls=(call("luminosity_distance", redshift="{z}"),),
        solution="The luminosity distance is {answer}.",
    ),
    Family(
        name="lookback-time",
        kind="single",
        train="""
            How long has light travelled from redshift {z}?
            lookback time at z = {z}
            A galaxy has a redshift of {z}. How long ago did its light leave?
            What is the lookback time of redshift {z}?
            Light travel time from z = {z}?
            How many Gyr ago was light emitted that we see at z={z}?
            For a redshift of {z}, how far back in time do we look?
            Find the age of light from an object at redshift {z}.
            When did light from z = {z} start, in Gyr before now?
            Please give the lookback time for z = {z}.
            z={z}, how many billion years of light travel
            Light of a source at redshift {z} was under way for how long?
        """,
        held_out="""
            Seeing an object at redshift {z} means looking how far back?
            Time since light left a source with z = {z}?
            State the light travel time belonging to redshift {z}.
            We observe z = {z}. How old is that light?
            Lookback, in Gyr, to a redshift of {z}?
        """,
        draw=lambda draw: {"z": draw.number(0.005, 9.0)},
        calls=(call("luminosity_distance", redshift="{z}"),),
        solution="The light has travelled {1|light has travelled }.",
        answer=lambda slots, results: Answer(results[-1].details["lookback_time_gyr"], "Gyr"),
    ),
    Family(
        name="redshift",
        kind="single",
        train="""
            What redshift has a luminosity distance of {distance}?
            redshift of {distance}
            A source is at a luminosity distance of {distance}. What is z?
            Find z for D_L = {distance}.
            Which redshift corresponds to {distance} of luminosity distance?
            Convert a luminosity distance of {distance} to a redshift.
            z at {distance}?
            The distance is {distance}; give the redshift (Planck cosmology).
            Please compute the redshift of an object {distance} away (luminosity distance).
            GW signals say {distance}. What redshift is that?
            how redshifted is a source at {distance}
            For a merger at {distance} luminosity distance, what is z?
        """,
        held_out="""
            State the redshift that goes with {distance}.
            At {distance} by luminosity, which z is expected?
            Luminosity distance {distance}: cosmological redshift?
            How large is z for something {distance} distant?
            Turn {distance} (luminosity distance) into z.
        """,
        draw=lambda draw: {"distance": draw.quantity(("Mpc", 20.0, 9000.0), ("Gpc", 0.1, 30.0), ("kpc", 2e4, 9e6))},
        calls=(call("redshift", distance="{distance}"),),
        solution="The redshift is {answer}.",
    ),
    Family(
        name="chirp-mass",
        kind="single",
        train="""
            What is the chirp mass of {first} and {second}?
            chirp mass {first} {second}
            Two black holes have {first} and {second}. Chirp mass?
            Find the chirp mass of a binary with masses {first} and {second}.
            Mc for {first} and {second}?
            Compute (m1 m2)^(3/5)/(m1+m2)^(1/5) for {first} and {second}.
            A binary of {first} and {second}: which chirp mass?
            Give me the chirp mass if the components are {first} and {second}.
            component masses {first}, {second}: chirp mass?
            How large is the chirp mass of a {first} plus {second} system?
            Please work out the chirp mass for m1 = {first} and m2 = {second}.
            The merger had {first} and {second}; its chirp mass?
        """,
        held_out="""
            State the chirp mass belonging to {first} and {second}.
            For a pair weighing {first} and {second}, what is the chirp mass?
            With components of {first} and {second}, which chirp mass governs the inspiral?
            Combine {first} and {second} into a chirp mass.
            m1 is {first}, m2 is {second}. What does Mc come to?
        """,
        draw=_pair,
        calls=(call("chirp_mass", first="{first}", second="{second}"),),
        solution="The chirp mass is {answer}.",
    ),
    Family(
        name="redshifted-chirp-mass",
        kind="single",
        train="""
            What is the detector-frame chirp mass of {first} and {second} at redshift {z}?
            redshifted chirp mass {first} {second} z={z}
            At z = {z}, black holes of {first} and {second} merge. Chirp mass as observed?
            Find (1+z) Mc for {first} and {second} with z = {z}.
            A binary of {first} and {second} has a redshift of {z}. Which chirp mass does LIGO measure?
            Detector frame, z = {z}: chirp mass of {first} and {second}?
            Observed chirp mass if m1 = {first}, m2 = {second} and z = {z}?
            Give the chirp mass in our frame of {first} and {second} at a redshift of {z}.
            How large does the chirp mass of {first} plus {second} look from redshift {z}?
            Please include the redshift {z}: chirp mass of {first} and {second}?
            source masses {first} and {second}, z {z}, detector chirp mass
            With redshift {z}, what chirp mass do we see for {first} and {second}?
        """,
        held_out="""
            State the redshifted chirp mass: {first}, {second}, z of {z}.
            The pair {first} and {second} is at z = {z}; what chirp mass arrives at the detector?
            Include cosmological redshift {z} in the chirp mass of {first} and {second}.
            From z = {z}, which chirp mass do components of {first} and {second} seem to have?
            Apparent chirp mass of {first} with {second} when the redshift is {z}?
        """,
        draw=lambda draw: {**_pair(draw), "z": draw.number(0.01, 3.0)},
        calls=(call("chirp_mass", first="{first}", second="{second}", redshift="{z}"),),
        solution="The chirp mass in the detector's frame is {answer}.",
    ),
    Family(
        name="time-to-merger",
        kind="single",
        train="""
            How long until {first} and {second} merge from a {what} of {at}?
            time to merger: {first}, {second}, {what} {at}
            A binary of {first} and {second} has a {what} of {at}. When does it merge?
            Find the time to coalescence for {first} and {second} at a {what} of {at}.
            At a {what} of {at}, how much time is left for {first} and {second}?
            {first} and {second} orbit each other with a {what} of {at}. Time until the merger?
            Compute the merger time, masses {first} and {second}, {what} {at}.
            Starting from a {what} of {at}: when do {first} and {second} coalesce?
            With a {what} of {at}, the pair {first} and {second} merges after what time?
            Give the inspiral time of {first} and {second} from {at} ({what}).
            how long do {first} and {second} live as a binary, {what} {at}
            Please tell me the remaining time of a {first} and {second} binary whose {what} is {at}.
        """,
        held_out="""
            The {what} is {at}: how soon do {first} and {second} collide?
            State the time to coalescence of {first} with {second}, {what} {at}.
            From {at} in {what}, what inspiral time remains for {first} and {second}?
            Masses of {first} and {second} at a {what} of {at}: how long to go?
            When will {first} and {second} have merged if the {what} is {at} now?
        """,
        draw=_spiral,
        calls=(call("time_to_merger", **{"first": "{first}", "second": "{second}", "{key}": "{at}"}),),
        solution="They merge after {answer}.",
    ),
    Family(
        name="schwarzschild-radius",
        kind="single",
        train="""
            What is the Schwarzschild radius of {mass}?
            schwarzschild radius {mass}
            How large is a black hole of {mass}?
            Find the horizon radius of a black hole with a mass of {mass}.
            2GM/c^2 for {mass}?
            A black hole has {mass}. Its Schwarzschild radius?
            Compute the gravitational radius 2GM/c^2 of {mass}.
            How small must {mass} be squeezed to become a black hole?
            Give me r_s for M = {mass}.
            Horizon size of {mass}?
            Please work out the Schwarzschild radius for a mass of {mass}.
            event horizon radius for {mass}
        """,
        held_out="""
            State the horizon radius that belongs to {mass}.
            If {mass} collapsed completely, which radius would the horizon have?
            Radius of a non-rotating black hole weighing {mass}?
            How far from the centre is the event horizon for {mass}?
            r_s, please, for a mass of {mass}.
        """,
        draw=_mass,
        calls=(call("schwarzschild_radius", mass="{mass}"),),
        solution="The Schwarzschild radius is {answer}.",
    ),
    Family(
        name="isco-frequency",
        kind="single",
        train="""
            What is the ISCO frequency of a total mass of {mass}?
            isco frequency {mass}
            At which gravitational-wave frequency is the innermost stable circular orbit of {mass}?
            Find the last stable orbit frequency for a total mass of {mass}.
            A binary has {mass} in total. Gravitational-wave frequency at the ISCO?
            Up to which frequency does the inspiral of {mass} last?
            f_ISCO for M = {mass}?
            Compute the ISCO gravitational-wave frequency of {mass}.
            Where in frequency does a binary with total mass {mass} end its inspiral?
            Give the frequency of the innermost stable orbit around {mass}.
            Please tell me f at the last stable orbit, total mass {mass}.
            innermost stable circular orbit of {mass}, frequency?
        """,
        held_out="""
            State f_ISCO of a system weighing {mass}.
            Which gravitational-wave frequency marks the end of inspiral for {mass}?
            The innermost stable orbit around {mass} radiates at how many Hz?
            For total mass {mass}, give the wave frequency at 6GM/c^2.
            How high does the inspiral chirp of {mass} go, up to the ISCO?
        """,
        draw=lambda draw: {"mass": draw.quantity(*draw.part(*HOLES))},
        calls=(call("isco_frequency", mass="{mass}"),),
        solution="The ISCO frequency is {answer}.",
    ),
)
