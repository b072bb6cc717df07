"""Statistical mechanics: molecules that escape, populations of levels, magnetic moments, thermal radiation."""

from __future__ import annotations

from physfm.evaluation.problems.causal import Law, constant, derived, given, stated
from physfm.evaluation.problems.family import Alteration, Family

FAMILIES = (
    Family(
        name="effusion",
        domains=("statistical mechanics",),
        variables=(
            given("p", "pressure", 0.001, 1, "Pa", "mbar"),
            given("T", "temperature", 250, 1500, "K"),
            given("M", "molar mass", 2, 200, "g/mol", "kg/mol"),
            given("A", "area of the hole", 0.01, 5, "mm^2", "m^2"),
            constant("k_B"),
            constant("N_A"),
            derived("m", "mass of a molecule", "kg"),
            derived("n", "number density", "1/m^3"),
            derived("v", "mean speed", "m/s"),
            derived("J", "effusion rate", "1/s"),
        ),
        laws=(
            Law("m", "M/N_A", "the definition of the molar mass"),
            Law("n", "p/(k_B*T)", "the ideal gas law"),
            Law("v", "sqrt(8*k_B*T/(pi*m))", "the Maxwell distribution"),
            Law("J", "n*v*A/4", "a quarter of number density times mean speed hits unit area of a wall per unit time"),
        ),
        scenes=(
            "A dilute gas escapes from a vessel into vacuum through a small hole in its thin wall[, with an area of "
            "{A}]. The hole is much smaller than the mean free path. The gas consists of one kind of molecule[ with a "
            "molar mass of {M}], and in the vessel it is in equilibrium[ at a temperature of {T}][, with a pressure "
            "of {p}].",
            "An oven for an atomic beam contains a vapour in thermal equilibrium[ at {T}]. The vapour[, whose molar "
            "mass is {M},] streams without collisions through an opening in a thin wall[, {A} in area,] into empty "
            "space. Inside, it exerts a steady pressure[ of {p}].",
            "In a vacuum chamber there is a residual gas of one kind[, of molar mass {M}][, at a pressure of {p}][, "
            "at a temperature of {T}]. A tiny leak[ of area {A}] in a thin partition lets molecules pass one by one "
            "into a neighbouring chamber that is kept empty.",
            "In a Knudsen cell the pressure is constant[ at {p}] and so is the temperature[, at {T}]. Its lid is thin "
            "and has an aperture[ of {A}] through which molecules[ with a molar mass of {M}] leave into vacuum "
            "without meeting each other.",
        ),
        asks={
            "v": (
                "What is the mean speed of the molecules inside?",
                "Find the average of the speeds of the molecules before they leave.",
            ),
            "J": (
                "How many molecules leave per unit time?",
                "At what rate do molecules pass through the opening?",
            ),
        },
        told={
            "J": ("Molecules leave at a rate of {J}.", "The rate at which molecules leave is {J}."),
        },
        inverse={
            "A": ("What is the area of the opening?", "How large is the opening's area?"),
            "p": ("What is the pressure inside?", "Find the pressure of the gas."),
        },
        alterations=(
            Alteration(
                "Suppose that in this world the mean translational energy of a molecule in a gas were 3·k_B·T instead "
                "of 3·k_B·T/2, while the distribution of speeds kept its shape and the ideal gas law were as we know "
                "it.",
                (Law("v", "sqrt(16*k_B*T/(pi*m))"),),
            ),
            Alteration(
                "Suppose that in this world all molecules of a gas had the same speed, in directions evenly spread, "
                "with the translational energy 3·k_B·T/2 each.",
                (Law("v", "sqrt(3*k_B*T/m)"),),
            ),
        ),
        beside=(
            ("The vessel has a volume of {}.", 0.2, 20, "L"),
            ("A molecule has a diameter of {}.", 0.2, 0.6, "nm"),
            ("The vessel was sealed {} ago.", 2, 48, "h"),
        ),
    ),
    Family(
        name="two-level-population",
        domains=("statistical mechanics",),
        variables=(
            given("N", "number of atoms", 1e15, 1e22, "1"),
            given("E", "energy gap", 5, 40, "meV", "J", "eV"),
            given("w", "degeneracy of the upper level", 2, 6, "1", whole=True),
            given("T", "temperature", 20, 300, "K"),
            constant("k_B"),
            derived("b", "Boltzmann factor", "1"),
            derived("q", "fraction in the upper level", "1"),
            derived("N_2", "number of excited atoms", "1"),
            derived("U", "thermal energy", "J"),
        ),
        laws=(
            Law("b", "exp(-E/(k_B*T))", "the Boltzmann distribution"),
            Law("q", "w*b/(1 + w*b)", "the probabilities of all states add up to one"),
            Law("N_2", "N*q", "the definition of the fraction"),
            Law("U", "N_2*E", "the sum of the energies of the excited atoms"),
        ),
        scenes=(
            "Independent atoms[, {N} in number,] in thermal equilibrium[ at {T}] have a single ground state and one "
            "excited level above it, and no other levels matter. The excited level lies higher[ by {E}] and consists "
            "of several states of equal energy[, {w} of them].",
            "In a crystal there are impurity ions[, {N} altogether,] that do not affect one another. Each has a "
            "nondegenerate lowest state and a degenerate upper level[ with {w} states], separated by an energy gap[ "
            "of {E}]. The crystal is in equilibrium[ at a temperature of {T}], and higher levels are out of reach.",
            "Consider a system of identical two-level atoms, fixed in place[, {N} of them]. The lower level is a "
            "single state; the upper one is degenerate[, with {w} states,] and lies higher[ by {E}]. A heat bath "
            "keeps them in equilibrium[ at {T}].",
            "A solid is doped with centres[, {N} in all], each of which can be in its only ground state or in an "
            "excited level. The excitation costs a fixed energy[, {E}], and the excited level comprises several "
            "states[, {w} in number]. Everything is at one temperature[, {T}], and the centres are independent.",
        ),
        asks={
            "N_2": ("How many of them are excited on average?", "What is the mean number of them in the upper level?"),
            "U": (
                "What is their total mean energy, counted from the ground state?",
                "Find the mean energy of all of them together, with the ground state at zero.",
            ),
        },
        told={
            "N_2": ("On average {N_2} of them are in the upper level.",),
            "U": ("Their total mean energy, counted from the ground state, is {U}.",),
        },
        inverse={
            "T": ("What is the temperature?", "At which temperature are they?"),
            "N": ("How many of them are there in total?", "What is their total number?"),
        },
        alterations=(
            Alteration(
                "Suppose that in this world the probability of a state of energy E at the temperature T were "
                "proportional to exp(-(E/(k_B·T))²) instead of exp(-E/(k_B·T)), energies being counted from the "
                "ground state.",
                (Law("b", "exp(-(E/(k_B*T))^2)"),),
            ),
            Alteration(
                "Suppose that in this world the probability of a state of energy E at the temperature T were "
                "proportional to 1/(1 + E/(k_B·T))² instead of exp(-E/(k_B·T)), energies being counted from the "
                "ground state.",
                (Law("b", "1/(1 + E/(k_B*T))^2"),),
            ),
        ),
        beside=(
            ("The volume of the sample is {}.", 1, 90, "mm^3"),
            ("An excited one emits its light after {} on average.", 1, 900, "us"),
            ("The sample's refractive index is {}.", 1.3, 2.2, "1"),
        ),
        requires=("3*k_B*T - E", "E - 0.3*k_B*T"),
    ),
    Family(
        name="spin-paramagnet",
        domains=("statistical mechanics",),
        variables=(
            given("n", "density of spins", 1e25, 5e28, "1/m^3", "1/cm^3"),
            given("B", "magnetic field", 0.5, 5, "T", "mT"),
            given("T", "temperature", 1, 10, "K", "mK"),
            constant("mu_B"),
            constant("k_B"),
            derived("x", "ratio of magnetic to thermal energy", "1"),
            derived("P", "polarization", "1"),
            derived("M", "magnetization", "A/m"),
        ),
        laws=(
            Law("x", "mu_B*B/(k_B*T)", "the energy of a moment in a field over the thermal energy"),
            Law("P", "tanh(x)", "the Boltzmann distribution over the two orientations"),
            Law("M", "n*mu_B*P", "the sum of the moments in a unit of volume"),
        ),
        scenes=(
            "A paramagnetic salt contains independent spins 1/2[ at a density of {n}], each with a magnetic moment of "
            "one Bohr magneton along or against the field. It is in equilibrium[ at a temperature of {T}] in a "
            "magnetic field[ of {B}].",
            "Unpaired electrons in a solid[, whose number density is {n},] do not interact with each other. Each of "
            "them points either with or against an applied field[ of {B}], with a moment of one Bohr magneton. A "
            "cryostat keeps the solid cold[, at {T}].",
            "Consider localized moments of one Bohr magneton each that can only be parallel or antiparallel to a "
            "magnetic field[; the field is {B}][; the number density of the moments is {n}][; the temperature is "
            "{T}]. They are in thermal equilibrium and do not feel one another.",
            "In a cold sample[ at {T}] placed between the poles of a magnet[ with a field of {B}], free radicals[ "
            "with a number density of {n}] carry one unpaired spin 1/2 each, whose moment is one Bohr magneton. "
            "Neglect interactions, and let equilibrium be reached.",
        ),
        asks={
            "P": (
                "What is the mean component of a moment along the field, as a fraction of the moment's size?",
                "Find the degree of polarization of the moments: the mean component along the field divided by the "
                "size of a moment.",
            ),
            "M": ("What is the magnetization?", "What is the mean magnetic moment per volume?"),
        },
        told={"M": ("The magnetization is {M}.", "The magnetic moment per volume is {M} on average.")},
        inverse={
            "T": ("What is the temperature?", "At which temperature is the sample?"),
            "n": ("How many moments are there per volume?", "What is the number density of the moments?"),
        },
        alterations=(
            Alteration(
                "Suppose that in this world each such moment could take three orientations, with, against and at a "
                "right angle to the field, one state for each, its size being as we know it.",
                (Law("P", "2*sinh(x)/(1 + 2*cosh(x))"),),
            ),
            Alteration(
                "Suppose that in this world such moments were classical and could point in all directions of space, "
                "each direction having the same weight apart from its Boltzmann factor, their size being as we know "
                "it.",
                (Law("P", "cosh(x)/sinh(x) - 1/x"),),
            ),
        ),
        beside=(
            ("The sample has a mass of {}.", 1, 50, "g"),
            ("The sample has a specific heat of {}.", 0.2, 9, "J/(kg*K)"),
            ("The field was switched on {} ago.", 1, 12, "h"),
        ),
    ),
    Family(
        name="radiating-sphere",
        domains=("thermodynamics",),
        variables=(
            given("P", "heating power", 5, 5000, "W", "kW"),
            given("r", "radius of the sphere", 0.5, 30, "cm", "m", "mm"),
            given("epsilon", "emissivity", 0.1, 1, "1"),
            constant("sigma"),
            stated("b_W", "constant in Wien's displacement law", 2.898e-3, "m*K"),
            derived("A", "surface area", "m^2"),
            derived("T", "surface temperature", "K"),
            derived("lambda_m", "wavelength of strongest emission", "um"),
        ),
        laws=(
            Law("A", "4*pi*r^2", "the geometry of a sphere"),
            Law("T", "(P/(epsilon*sigma*A))^(1/4)", "the Stefan-Boltzmann law, with all power radiated"),
            Law("lambda_m", "b_W/T", "Wien's displacement law"),
        ),
        scenes=(
            "A grey sphere[ with a radius of {r}][, with an emissivity of {epsilon},] in cold empty space is heated "
            "from within[ with a power of {P}] until it is in a steady state. It loses heat by radiation alone and "
            "receives none.",
            "Inside an evacuated chamber with very cold walls hangs a ball[, {r} in radius,] with an electric heater "
            "in it[ that supplies {P}]. Its surface radiates evenly[ with an emissivity of {epsilon} at all "
            "wavelengths], and its temperature has become constant. The radiation from the walls is negligible.",
            "A spherical probe far from any star gets rid of the heat of its reactor by thermal radiation only. Its "
            "surface is grey[, with the emissivity {epsilon}][, and has a radius of {r}]. The reactor gives off heat "
            "steadily[, at {P}].",
            "Laser light keeps a round pellet glowing in vacuum; the pellet absorbs a constant power[ of {P}] and has "
            "no other source of heat. Its radius does not change[ and is {r}]; its emissivity is the same for all "
            "wavelengths[, {epsilon}]. It is equally hot all over, and emission is its only loss.",
        ),
        asks={
            "T": ("What temperature does the surface have?", "How hot is the surface?"),
            "lambda_m": (
                "At which wavelength does it emit most per unit of wavelength?",
                "At which wavelength is its emission spectrum, per unit wavelength, at its maximum?",
            ),
        },
        told={
            "T": ("The surface is at {T}.", "Its surface temperature is {T}."),
            "lambda_m": ("Its emission per unit of wavelength is strongest at {lambda_m}.",),
        },
        inverse={
            "P": ("What is the heating power?", "With what power is it heated?"),
            "epsilon": ("What is the emissivity of the surface?", "Find the emissivity."),
        },
        alterations=(
            Alteration(
                "Suppose that in this world a black surface radiated the power σ·T³·T₀ per area instead of σ·T⁴, "
                "where σ is the Stefan-Boltzmann constant and T₀ a fixed temperature of {T_0}, a grey one "
                "proportionally less, and Wien's displacement law were as we know it.",
                (Law("T", "(P/(epsilon*sigma*A*T_0))^(1/3)"),),
                (given("T_0", "reference temperature", 100, 200, "K"),),
            ),
            Alteration(
                "Suppose that in this world a black surface radiated the power σ·T⁵/T₀ per area instead of σ·T⁴, "
                "where σ is the Stefan-Boltzmann constant and T₀ a fixed temperature of {T_0}, a grey one "
                "proportionally less, and Wien's displacement law were as we know it.",
                (Law("T", "(P*T_0/(epsilon*sigma*A))^(1/5)"),),
                (given("T_0", "reference temperature", 50, 150, "K"),),
            ),
        ),
        beside=(
            ("Its material has a density of {}.", 2000, 9000, "kg/m^3"),
            ("Its material has a specific heat of {}.", 200, 900, "J/(kg*K)"),
            ("It melts at {}.", 3100, 3600, "K"),
        ),
        requires=("3000 - T", "T - 300"),
    ),
)
