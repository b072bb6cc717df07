"""Converting and comparing units, one call each."""

from __future__ import annotations

from physfm.exercises.drawing import Draw
from physfm.exercises.exercise import Answer
from physfm.exercises.family import Family, call, yes_no
from physfm.exercises.fillers import UNITS

# Pairs of different dimensions that c = hbar = k_B = 1 makes one, with numbers that make sense.
NATURAL = (
    (
        ("GeV^-1", "fm", 0.05, 90.0), ("GeV^-2", "barn", 1e-9, 2.0),
        ("MeV", "K", 0.01, 900.0), ("GeV", "kg", 0.1, 90.0),
        ("GeV^-1", "s", 0.1, 1e15), ("eV", "K", 1e-3, 1e4), ("fm", "GeV^-1", 0.1, 90.0), ("K", "eV", 3.0, 1e8),
    ),
    (("MeV^-1", "m", 1e-3, 900.0), ("GeV^-2", "pb", 1e-9, 1.0), ("K", "MeV", 1e8, 1e13), ("g", "GeV", 1e-25, 1.0),
     ("s", "GeV^-1", 1e-24, 1e-6)),
)  # fmt: skip
HEAT = (("degC", "K", -200.0, 1500.0), ("K", "degC", 3.0, 3000.0), ("degF", "degC", -40.0, 500.0))
COMPOUND = (
    (
        "kg m^2/s^2", "N m", "J", "W s", "kg m/s", "N s", "V A", "W", "Pa m^3", "J/K", "kg/m^3", "T m^2", "C/s", "A s",
        "J s", "kg m^2/s", "N/m^2", "Pa", "V/m", "N/C", "J/m^3", "m/s^2", "N/kg", "eV", "GeV/c", "GeV/c^2", "Hz", "1/s",
        "kg", "ohm A", "V",
    ),
    (
        "erg", "kW h", "eV/c^2", "W/m^2", "J/m^2/s", "F V", "C", "H A", "Wb", "V s", "dyne cm", "bar", "kg/m/s^2",
        "J/kg", "m^2/s^2", "Gy", "Bq",
    ),
)  # fmt: skip


def _units(draw: Draw) -> dict[str, str]:
    while True:
        kind = draw.chance.randrange(len(UNITS[0]))
        ours, other = UNITS[0][kind], draw.part(UNITS[0], UNITS[1])[kind]
        pair = [draw.one(ours), draw.one(other)]
        draw.chance.shuffle(pair)
        if pair[0] != pair[1]:
            return {"value": draw.number(0.02, 9e6), "unit": pair[0], "to": pair[1]}


def _natural(draw: Draw) -> dict[str, str]:
    unit, to, low, high = draw.of(*NATURAL)
    return {"value": draw.number(low, high), "unit": unit, "to": to}


def _heat(draw: Draw) -> dict[str, str]:
    unit, to, low, high = draw.of(HEAT, (*HEAT, ("K", "degF", 3.0, 2000.0)))
    return {"value": f"{draw.chance.uniform(low, high):.{draw.one((0, 1, 2))}f}", "unit": unit, "to": to}


def _two(draw: Draw) -> dict[str, str]:
    from physfm.tools.quantity import unit

    pool = draw.part(COMPOUND[0], (*COMPOUND[1], *COMPOUND[0][:8]))
    first = draw.one(pool)
    alike = [u for u in pool if u != first and unit(u).dimensionality == unit(first).dimensionality]
    same = alike and draw.chance.random() < 0.6
    return {"first": first, "second": draw.one(alike if same else [u for u in pool if u != first])}


FAMILIES = (
    Family(
        name="convert",
        kind="single",
        train="""
            Convert {value} {unit} to {to}.
            {value} {unit} in {to}
            How many {to} are {value} {unit}?
            What is {value} {unit} in {to}?
            Please convert {value} {unit} into {to}.
            Express {value} {unit} in {to}.
            {value} {unit} = ? {to}
            How much is {value} {unit} when measured in {to}?
            I have {value} {unit}; what is that in {to}?
            Turn {value} {unit} into {to}, please.
            change {value} {unit} to {to}
            Give {value} {unit} as a number of {to}.
            {value} {unit} corresponds to how many {to}?
        """,
        held_out="""
            Rewrite {value} {unit} with {to} as the unit.
            In {to}, {value} {unit} would be?
            My instrument shows {value} {unit}. What is it in {to}?
            How do I write {value} {unit} in {to}?
            {value} {unit} -> {to}
        """,
        draw=_units,
        calls=(call("convert", value="{value}", unit="{unit}", to="{to}"),),
        solution="{value} {unit} is {answer}.",
    ),
    Family(
        name="convert-natural",
        kind="single",
        train="""
            In natural units, convert {value} {unit} to {to}.
            With hbar = c = k_B = 1, what is {value} {unit} in {to}?
            {value} {unit} in {to} (natural units)
            Setting c and hbar to 1, how many {to} are {value} {unit}?
            Natural units: {value} {unit} to {to}?
            Use hbar = c = 1 to turn {value} {unit} into {to}.
            A theorist quotes {value} {unit}. What is that in {to}, with natural units?
            Express {value} {unit} in {to} by putting back hbar, c and k_B.
            convert {value} {unit} to {to} with c=hbar=1
            How much is {value} {unit} in {to} when c = hbar = k_B = 1?
            {value} {unit}, given in natural units, corresponds to how many {to}?
            Please insert the factors of hbar and c: {value} {unit} in {to}?
        """,
        held_out="""
            The paper uses natural units: {value} {unit}. Give {to}.
            Restore hbar and c in {value} {unit} so that it reads in {to}.
            If hbar, c and k_B are one, {value} {unit} equals how many {to}?
            Go from {value} {unit} to {to} in natural units.
            What would {value} {unit} be in {to}, natural units understood?
        """,
        draw=_natural,
        calls=(call("convert", value="{value}", unit="{unit}", to="{to}", natural=True),),
        solution="In natural units {value} {unit} is {answer}.",
    ),
    Family(
        name="convert-temperature",
        kind="single",
        train="""
            Convert {value} {unit} to {to}.
            What is a temperature of {value} {unit} in {to}?
            {value} {unit} in {to}
            How many {to} is {value} {unit}?
            A sample is at {value} {unit}. Give its temperature in {to}.
            Temperature {value} {unit}, in {to}?
            Please turn {value} {unit} into {to}.
            Express {value} {unit} on the scale of {to}.
            The thermometer reads {value} {unit}; what is it in {to}?
            {value} {unit} = ? {to}
            my oven is at {value} {unit}, how much in {to}
            Change the temperature {value} {unit} to {to}.
        """,
        held_out="""
            A cryostat at {value} {unit} has how many {to}?
            Give {value} {unit} as {to}.
            In {to}, how hot is {value} {unit}?
            Rewrite the temperature {value} {unit} in {to}.
            {value} {unit} -> {to}
        """,
        draw=_heat,
        calls=(call("convert", value="{value}", unit="{unit}", to="{to}"),),
        solution="{value} {unit} is {answer}.",
    ),
    Family(
        name="same-dimension",
        kind="single",
        train="""
            Do {first} and {second} have the same dimension?
            Is {first} the same kind of quantity as {second}?
            same dimension? {first} and {second}
            Can {first} be converted to {second}?
            Are {first} and {second} dimensionally equal?
            Compare the dimensions of {first} and {second}.
            May I add something in {first} to something in {second}?
            Is it true that {first} and {second} measure the same thing?
            {first} vs {second}: equal dimensions?
            Please check whether {first} matches {second} in dimension.
            does {first} have the dimension of {second}
            Would an equation with {first} on the left and {second} on the right balance?
        """,
        held_out="""
            Are {first} and {second} compatible units?
            Could a quantity in {first} also be given in {second}?
            Tell me if {first} and {second} agree in dimension.
            Dimension check: {first} against {second}.
            Is a sum of terms in {first} and {second} allowed?
        """,
        draw=_two,
        calls=(call("dimension", unit="{first}", other="{second}"),),
        solution="Comparing {first} with {second}, are the dimensions the same? {answer}.",
        answer=yes_no,
    ),
    Family(
        name="dimension",
        kind="single",
        train="""
            What is the dimension of {first}?
            dimension of {first}
            Which base dimensions make up {first}?
            Give the dimension of the unit {first}.
            In terms of mass, length and time, what is {first}?
            {first}: dimension?
            Break {first} down into base dimensions.
            Tell me the dimensional formula of {first}.
            What dimension has a quantity measured in {first}?
            Please do a dimensional analysis of {first}.
            Find the dimensions of {first}.
            how is {first} composed of base dimensions
        """,
        held_out="""
            Reduce {first} to base dimensions.
            A quantity comes in {first}. What dimension is that?
            State the dimension behind {first}.
            Which dimension belongs to {first}?
            Write {first} as powers of mass, length, time and so on.
        """,
        draw=lambda draw: {"first": draw.of(*COMPOUND)},
        calls=(call("dimension", unit="{first}"),),
        solution="The dimension of {first} is {answer}.",
        answer=lambda slots, results: Answer(text=str(results[-1].value), kind="word"),
    ),
)
