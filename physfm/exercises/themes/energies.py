"""Energies of decays and collisions: Q values, thresholds, numbers of events, fractions."""

from __future__ import annotations

from physfm.exercises.drawing import Draw
from physfm.exercises.family import Family, call
from physfm.exercises.fillers import DECAYS, HEAVY

Q_DECAYS = (
    tuple(
        tuple(line.split())
        for line in (
            "K+ pi+ pi0", "B0 K+ pi-", "D0 K- pi+", "Lambda p pi-", "Xi- Lambda pi-", "Sigma+ p pi0", "D+ K+ pi0",
            "Lambda(b)0 p K-", "B+ J/psi(1S) K+", "phi(1020) K+ K-", "J/psi(1S) mu+ mu-", "Z mu+ mu-", "Sigma- n pi-",
            "D*(2010)+ D0 pi+", "psi(2S) mu+ mu-", "B(s)0 D(s)- pi+", "Delta(1232)++ p pi+", "Xi(c)+ Xi0 pi+",
        )
    ),
    tuple(
        tuple(line.split())
        for line in (
            "Omega- Lambda K-", "Xi0 Lambda pi0", "B0 D- pi+", "Lambda(c)+ Lambda pi+", "Upsilon(1S) tau+ tau-",
            "B(s)0 J/psi(1S) phi(1020)", "D(s)+ phi(1020) pi+", "D*(2010)+ D+ pi0", "Xi(1530)0 Xi- pi+",
        )
    ),
)  # fmt: skip
REACTIONS = (
    (
        "pi- p -> K0 Lambda", "p p -> p p pi0", "p p -> p p p pbar", "K- p -> Lambda pi0", "p p -> p n pi+",
        "pi+ p -> K+ Sigma+", "gamma p -> K+ Lambda", "gamma p -> n pi+", "p p -> p p eta", "pi- p -> n eta",
        "gamma p -> p J/psi(1S)", "e+ e- -> mu+ mu-", "K- p -> K0 n",
    ),
    (
        "p p -> p K+ Lambda", "pi- p -> K+ Sigma-", "gamma p -> p eta", "K- p -> K+ Xi-", "pi- p -> n omega(782)",
        "gamma p -> p phi(1020)", "e+ e- -> tau+ tau-", "p p -> p p K+ K-",
    ),
)  # fmt: skip


def _q_value(draw: Draw) -> dict[str, str]:
    parent, first, second = draw.of(*Q_DECAYS)
    return {"parent": parent, "first": first, "second": second, "unit": draw.of(("MeV", "GeV"), ("keV", "TeV"))}


def _reaction(draw: Draw) -> dict[str, str]:
    reaction = draw.of(*REACTIONS)
    beam, target = reaction.split(" -> ")[0].split()
    return {"reaction": reaction, "beam": beam, "target": target}


def _events(draw: Draw) -> dict[str, str]:
    parent, products = draw.of(*DECAYS)
    return {
        "parent": parent,
        "products": products,
        "sigma": draw.quantity(("pb", 0.05, 5000.0), ("fb", 5.0, 9000.0), ("nb", 0.01, 60.0), loose=False),
        "luminosity": draw.quantity(("fb^-1", 0.5, 3000.0), ("/fb", 1.0, 300.0), ("pb^-1", 20.0, 9000.0), loose=False),
    }


def _lumi_spelling(draw: Draw) -> dict[str, str]:
    slots = _events(draw)
    number, _, unit = slots["luminosity"].partition(" ")
    # "139 /fb" is read by no one: 139/fb is how it is typed.
    return {**slots, "luminosity": f"{number} 1/fb" if unit == "/fb" else slots["luminosity"]}


def _sample(draw: Draw) -> dict[str, str]:
    parent, products = draw.of(*DECAYS)
    return {"parent": parent, "products": products, "count": draw.number(2e3, 5e9)}


def _partial(draw: Draw) -> dict[str, str]:
    parent, products = draw.of(
        (
            ("Z", "mu+ mu-"), ("Z", "e+ e-"), ("W+", "e+ nu"), ("W+", "mu+ nu"), ("J/psi(1S)", "mu+ mu-"),
            ("phi(1020)", "K+ K-"), ("psi(2S)", "mu+ mu-"), ("omega(782)", "pi+ pi- pi0"), ("eta'(958)", "gamma gamma"),
        ),
        (("Z", "tau+ tau-"), ("W+", "tau+ nu"), ("Upsilon(1S)", "mu+ mu-"), ("J/psi(1S)", "e+ e-"),
         ("Upsilon(2S)", "mu+ mu-")),
    )  # fmt: skip
    return {"parent": parent, "products": products, "unit": draw.of(("MeV", "keV"), ("GeV", "eV"))}


def _pair(draw: Draw) -> dict[str, str]:
    heavy, light = draw.of(HEAVY[0], HEAVY[1]), draw.of(HEAVY[0], HEAVY[1])
    return {"heavy": heavy, "light": light}


def _fixed_target(draw: Draw) -> dict[str, str]:
    return {
        "beam": draw.of(("p", "pi-", "K+", "e-", "pi+"), ("K-", "pbar", "mu-")),
        "target": draw.of(("p", "n"), ("deuteron", "p")),
        "energy": draw.quantity(("GeV", 5.0, 900.0), ("TeV", 0.05, 7.0)),
        "particle": draw.of(
            ("J/psi(1S)", "phi(1020)", "Upsilon(1S)", "D0", "Lambda", "B0"), ("psi(2S)", "eta", "Omega-", "D(s)+")
        ),
    }


FAMILIES = (
    Family(
        name="q-value",
        kind="chain",
        train="""
            What is the Q value of {parent} -> {first} {second} in {unit}?
            How much energy, in {unit}, is released in the decay {parent} -> {first} {second}?
            Q of {parent} -> {first} {second} ({unit})
            Find the mass difference between {parent} and {first} plus {second}, in {unit}.
            A {parent} decays to {first} and {second}. How many {unit} become kinetic energy?
            From the masses, get the energy release of {parent} -> {first} {second} in {unit}.
            Subtract the masses of {first} and {second} from that of the {parent}; answer in {unit}.
            energy released, {parent} to {first} {second}, {unit}
            Compute Q = M - m1 - m2 for {parent} -> {first} {second} and express it in {unit}.
            How many {unit} of kinetic energy do the products of {parent} -> {first} {second} share?
            I need the Q value ({unit}) for {parent} -> {first} {second} from PDG masses.
            Using PDG masses, what does {parent} -> {first} {second} release? Give {unit}.
        """,
        held_out="""
            In {unit}, by how much does a {parent} outweigh {first} and {second} together?
            The decay {parent} -> {first} {second} sets free how many {unit}?
            Disintegration energy of {parent} -> {first} {second}, in {unit}?
            Determine the available kinetic energy of {parent} -> {first} {second} in {unit}.
            {parent} goes to {first} {second}: mass excess in {unit}?
        """,
        draw=_q_value,
        calls=(
            call("pdg", particle="{parent}", property="mass"),
            call("pdg", particle="{first}", property="mass"),
            call("pdg", particle="{second}", property="mass"),
            call("calculate", expression="M-a-b", values={"M": "{1}", "a": "{2}", "b": "{3}"}, unit="{unit}"),
        ),
        solution="The decay {parent} -> {first} {second} releases {answer}.",
        tolerance=1e-2,
    ),
    Family(
        name="events-of-a-decay",
        kind="chain",
        train="""
            How many {parent} -> {products} events come from a cross section of {sigma} and {luminosity}?
            {parent} are made with {sigma}. With {luminosity}, how many decay to {products}?
            expected {parent} -> {products} events: sigma = {sigma}, L = {luminosity}
            The {parent} cross section is {sigma} and we collected {luminosity}. Number of decays to {products}?
            Estimate the yield of {parent} -> {products} for {luminosity} at a cross section of {sigma}.
            In {luminosity} of data, how often does {parent} -> {products} happen if {parent} production is {sigma}?
            Multiply {sigma}, {luminosity} and the branching fraction of {parent} -> {products}.
            yield of {parent} to {products}, {sigma}, {luminosity}?
            Before any cuts, how many {parent} -> {products} do we expect for {sigma} and {luminosity}?
            What is sigma x B x L for {parent} -> {products}, {sigma}, {luminosity}?
            We have {luminosity}; the {parent} production cross section is {sigma}. How many {products} decays?
            Count the {parent} -> {products} decays in {luminosity} for a production cross section of {sigma}.
        """,
        held_out="""
            Given {sigma} for {parent} production, predict the number of {parent} -> {products} in {luminosity}.
            A data set of {luminosity} holds how many {parent} -> {products} decays at {sigma}?
            Signal expectation: {parent} -> {products}, production {sigma}, integrated luminosity {luminosity}.
            With {sigma} times {luminosity}, what number of {parent} end up as {products}?
            How large a sample of {parent} -> {products} would {luminosity} give us at {sigma}?
        """,
        draw=_lumi_spelling,
        calls=(
            call("pdg", particle="{parent}", property="branching fraction", mode="{products}"),
            call("calculate", expression="s*L*B", values={"s": "{sigma}", "L": "{luminosity}", "B": "{1}"}),
        ),
        solution="The expected number of {parent} -> {products} events is {answer}.",
        tolerance=1e-2,
    ),
    Family(
        name="decays-in-a-sample",
        kind="chain",
        train="""
            Of {count} {parent}, how many decay to {products}?
            We produced {count} {parent}. How many {parent} -> {products} decays should we see?
            {count} {parent} particles: expected number of {products} decays
            If a machine makes {count} {parent} a year, how many go to {products}?
            Expected {parent} -> {products} in a sample of {count}?
            A run gives {count} {parent}. Estimate how many of them end as {products}.
            number of {parent} -> {products} among {count}
            Out of {count} {parent} mesons or other particles, count those that decay into {products}.
            With {count} {parent} in the detector, what number of {products} final states is expected?
            Please use the branching fraction: how many of {count} {parent} become {products}?
            There are {count} {parent}. Multiply by the branching fraction to {products}.
            How many {products} decays does a set of {count} {parent} hold?
        """,
        held_out="""
            Starting from {count} {parent}, predict the number that turn into {products}.
            From {count} decays of the {parent}, which number is {products}?
            {parent} -> {products}: how many in {count} decays?
            A factory recorded {count} {parent}; how many {products} events does that mean?
            What count of {parent} -> {products} belongs to {count} produced {parent}?
        """,
        draw=_sample,
        calls=(
            call("pdg", particle="{parent}", property="branching fraction", mode="{products}"),
            call("calculate", expression="N*B", values={"N": "{count}", "B": "{1}"}),
        ),
        solution="The expected number of {parent} -> {products} decays is {answer}.",
        tolerance=1e-2,
    ),
    Family(
        name="partial-width",
        kind="chain",
        train="""
            What is the partial width of {parent} -> {products} in {unit}?
            Find the partial width for {parent} -> {products}, in {unit}, from total width and branching fraction.
            partial width {parent} -> {products} ({unit})
            How wide, in {unit}, is the {parent} if only {parent} -> {products} counts?
            Multiply the width of the {parent} by the branching fraction to {products}; give {unit}.
            Gamma({parent} -> {products}) in {unit}?
            Calculate Gamma x B for {parent} -> {products} in {unit}.
            Which part of the {parent} width, in {unit}, is due to {products}?
            I want the {products} partial width of the {parent} in {unit}.
            partial decay width of {parent} into {products}, unit {unit}
            From PDG width and branching fraction: Gamma of {parent} -> {products} in {unit}?
            Tell me how many {unit} of the {parent} width come from {products}.
        """,
        held_out="""
            In {unit}, what does {products} contribute to the total width of the {parent}?
            Decay rate of {parent} to {products} as a width in {unit}?
            Work out the width of {parent} for the {products} channel in {unit}.
            {parent}, channel {products}: partial width, in {unit}, please.
            How large is the {products} share of the {parent} width, expressed in {unit}?
        """,
        draw=_partial,
        calls=(
            call("pdg", particle="{parent}", property="width"),
            call("pdg", particle="{parent}", property="branching fraction", mode="{products}"),
            call("calculate", expression="G*B", values={"G": "{1}", "B": "{2}"}, unit="{unit}"),
        ),
        solution="The partial width of {parent} -> {products} is {answer}.",
        tolerance=1e-2,
    ),
    Family(
        name="root-s-at-threshold",
        kind="chain",
        train="""
            What is the centre-of-mass energy at the threshold of {reaction} with {target} at rest?
            Find the threshold beam energy of {reaction}, then sqrt(s) there.
            sqrt(s) at threshold, {reaction}
            At the lowest beam energy that allows {reaction}, how large is the centre-of-mass energy?
            For {reaction} on a resting {target}: threshold, and the centre-of-mass energy it means?
            Compute sqrt(s) for {reaction} when the {beam} has just the threshold energy.
            The {beam} beam is exactly at threshold for {reaction}. What is sqrt(s)?
            which centre-of-mass energy belongs to the threshold of {reaction}
            First the threshold of {reaction}, then the energy in the centre of mass, please.
            How much centre-of-mass energy does {reaction} need? Go through the beam threshold.
            Threshold of {reaction} on {target} at rest, expressed as sqrt(s)?
            I would like sqrt(s) at the production threshold of {reaction}.
        """,
        held_out="""
            When {reaction} just becomes possible, what energy is in the centre of mass?
            Minimal beam energy for {reaction}, and from it the centre-of-mass energy?
            A {beam} hits {target} at rest, just enough for {reaction}. Give sqrt(s).
            {reaction}: invariant energy at threshold, via the beam energy?
            Determine root s at the onset of {reaction}.
        """,
        draw=_reaction,
        calls=(
            call("threshold", reaction="{reaction}"),
            call("center_of_mass_energy", beam="{beam}", energy="{1!|total beam energy of }", target="{target}"),
        ),
        solution="At the threshold of {reaction} the centre-of-mass energy is {answer}.",
        tolerance=1e-2,
    ),
    Family(
        name="mass-ratio",
        kind="chain",
        train="""
            How many times heavier is the {heavy} than the {light}?
            What is the ratio of the masses of {heavy} and {light}?
            mass of {heavy} divided by mass of {light}
            m({heavy})/m({light})?
            Compare {heavy} and {light}: what is the mass ratio, first over second?
            Divide the {heavy} mass by the {light} mass.
            By what factor does the mass of {heavy} differ from that of {light}?
            Give the PDG mass of {heavy} in units of the {light} mass.
            ratio {heavy} to {light} in mass?
            Express the mass of the {heavy} as a multiple of the mass of the {light}.
            I need m1/m2 with 1 = {heavy} and 2 = {light}.
            Please look up the masses of {heavy} and {light} and divide the first by the second.
        """,
        held_out="""
            In terms of {light} masses, how heavy is the {heavy}?
            One {heavy} weighs as much as how many {light}?
            Quotient of the {heavy} mass over the {light} mass?
            Take the masses of {heavy} and {light}. What is the first one relative to the second?
            How does the {heavy} compare in mass with the {light} (ratio)?
        """,
        draw=_pair,
        calls=(
            call("pdg", particle="{heavy}", property="mass"),
            call("pdg", particle="{light}", property="mass"),
            call("calculate", expression="a/b", values={"a": "{1}", "b": "{2}"}),
        ),
        solution="The mass of the {heavy} over that of the {light} is {answer}.",
        tolerance=1e-2,
    ),
    Family(
        name="energy-left-over",
        kind="chain",
        train="""
            A {beam} of total energy {energy} hits a {target} at rest. How many {particle} masses is sqrt(s)?
            {beam} with {energy} on resting {target}: sqrt(s) divided by the {particle} mass?
            sqrt(s)/m({particle}) for {beam} of {energy} on {target} at rest
            How many {particle} could the centre-of-mass energy of a {energy} {beam} on {target} make, by mass alone?
            Find sqrt(s) of {energy} {beam} on {target} at rest in units of the mass of {particle}.
            Compare sqrt(s) of a {beam} ({energy}) on a fixed {target} with the {particle} mass: ratio?
            Fixed target {target}, beam {beam} of {energy}: sqrt(s) as a multiple of m({particle})?
            ratio of cms energy to {particle} mass, {beam} {energy} on {target}
            A fixed-target run uses {beam} of {energy} on {target}. sqrt(s) is how many times the {particle} mass?
            By which factor does sqrt(s) of {beam} ({energy}) on {target} exceed the mass of the {particle}?
            Take {beam} at {energy} on {target} at rest and divide the cms energy by the {particle} mass.
            What is sqrt(s) over the {particle} mass when {beam} of {energy} strike {target}?
        """,
        held_out="""
            In {particle} masses, what is the invariant energy of {beam} ({energy} total) striking resting {target}?
            {energy} {beam} against stationary {target}: how does sqrt(s) compare, as a ratio, to m({particle})?
            Give root s / m for {beam} of {energy} on fixed {target}, m the mass of {particle}.
            How often does the {particle} mass fit into sqrt(s) for {energy} {beam} on {target}?
            Fixed-target collision, {beam} at {energy} on {target}. Centre-of-mass energy divided by {particle} mass?
        """,
        draw=_fixed_target,
        calls=(
            call("center_of_mass_energy", beam="{beam}", energy="{energy}", target="{target}"),
            call("pdg", particle="{particle}", property="mass"),
            call("calculate", expression="E/m", values={"E": "{1}", "m": "{2}"}),
        ),
        solution="The centre-of-mass energy over the {particle} mass is {answer}.",
        tolerance=1e-2,
    ),
)
