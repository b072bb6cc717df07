"""Electromagnetism: charges, fields, circuits, induction."""

from __future__ import annotations

from physfm.evaluation.problems.causal import Law, constant, derived, given
from physfm.evaluation.problems.family import Alteration, Family

FAMILIES: tuple[Family, ...] = (
    Family(
        name="point-charge-acceleration",
        domains=("electromagnetism",),
        variables=(
            given("Q", "source charge", 10, 2000, "nC", "uC"),
            given("q", "charge of the bead", 1, 100, "nC", "uC"),
            given("m", "mass of the bead", 0.05, 5, "g", "mg", "kg"),
            given("r", "distance of the charges", 3, 60, "cm", "m", "mm"),
            constant("epsilon_0"),
            derived("E", "electric field strength", "V/m"),
            derived("F", "electric force", "N"),
            derived("a", "initial acceleration", "m/s^2"),
        ),
        laws=(
            Law("E", "Q/(4*pi*epsilon_0*r^2)", "Coulomb's law"),
            Law("F", "q*E", "the definition of the electric field"),
            Law("a", "F/m", "Newton's second law"),
        ),
        scenes=(
            "A tiny bead[ with a charge of {q}][, of mass {m},] is let go from rest in a space station, in vacuum,[ "
            "{r} away] from a small fixed sphere[ that carries a charge of {Q}]. Nothing else acts on the bead.",
            "Two point-like charges of the same sign face each other in empty space.[ The source, which is clamped, "
            "has a charge of {Q}.][ The other one sits on a bead that is free to move and has a charge of {q}.][ The "
            "bead's mass is {m}.][ At the moment of release they are {r} apart.] Gravity is of no importance.",
            "In a drop tower a charged dust grain, the bead, is released at rest in an evacuated capsule near a small "
            "charged electrode; both fall freely, so that only the electric force matters.[ The electrode holds {Q}.][ "
            "The grain holds {q}.][ The grain has a mass of {m}.][ The separation at the release is {r}.]",
            "Consider a fixed point charge in vacuum[, of strength {Q},] and a bead[ of mass {m}] at rest[ at a "
            "distance of {r} from it]. The bead is itself charged[ with {q}] and is pushed away when it is released; "
            "there are no other forces.",
        ),
        asks={
            "a": (
                "What is the acceleration of the bead right after the release?",
                "With what acceleration does the bead start to move?",
            ),
            "E": (
                "How strong is the electric field of the fixed charge at the place of the bead?",
                "Find the electric field strength that the fixed charge produces where the bead is released.",
            ),
        },
        told={
            "a": ("The bead starts with an acceleration of {a}.",),
            "E": ("The field of the fixed charge at the bead's place is {E}.",),
        },
        inverse={
            "Q": ("What is the charge of the fixed body?", "How large is the charge that is held fixed?"),
            "r": ("How far from the fixed charge was the bead released?", "What was the distance of the two charges?"),
        },
        alterations=(
            Alteration(
                "Suppose that in this world the electric field of a point charge Q at a distance r fell off with the "
                "third power of the distance: it is Q d/(4π epsilon_0 r³) with d = {d}.",
                (Law("E", "Q*d/(4*pi*epsilon_0*r^3)"),),
                (given("d", "reference distance", 0.8, 2, "m"),),
            ),
            Alteration(
                "Suppose that in this world the field of a point charge filled only a half-space, evenly, with the "
                "same total electric flux as in ours; any other charge is always in that half-space.",
                (Law("E", "Q/(2*pi*epsilon_0*r^2)"),),
            ),
        ),
        beside=(
            ("The radius of the bead is {}.", 0.05, 0.4, "mm"),
            ("The charges were put on {} before.", 2, 20, "min"),
            ("A stopwatch runs for {}.", 3, 30, "s"),
        ),
    ),
    Family(
        name="capacitor-energy",
        domains=("electromagnetism",),
        variables=(
            given("A", "plate area", 5, 500, "cm^2", "mm^2", "m^2"),
            given("d", "plate separation", 0.05, 2, "mm", "um"),
            given("epsilon_r", "relative permittivity", 1.5, 9, "1"),
            given("U", "voltage", 5, 400, "V", "kV"),
            constant("epsilon_0"),
            derived("C", "capacitance", "pF", "nF"),
            derived("Q", "charge on the plates", "nC"),
            derived("W", "stored energy", "uJ"),
        ),
        laws=(
            Law("C", "epsilon_0*epsilon_r*A/d", "the uniform field between wide plates"),
            Law("Q", "C*U", "the definition of capacitance"),
            Law("W", "Q*U/2", "the work of charging step by step"),
        ),
        scenes=(
            "A parallel-plate capacitor[ has plates of area {A} each][, {d} apart]. The space between the plates is "
            "filled with an insulator[ of relative permittivity {epsilon_r}].[ It is charged to a voltage of {U}.] "
            "Edge effects are negligible.",
            "Two metal foils are pressed to the two sides of a plastic film that fills all the space between them, "
            "and are connected to the poles of a battery[ with a voltage of {U}].[ Each foil has an area of {A}.][ "
            "The film is {d} thick.][ The plastic has a relative permittivity of {epsilon_r}.] The field at the edges "
            "may be ignored.",
            "In a sensor two flat parallel electrodes with a dielectric layer between them form a capacitor without "
            "stray fields.[ The layer's thickness, which is the distance of the electrodes, is {d}.][ Its dielectric "
            "constant is {epsilon_r}.][ The face of each electrode measures {A}.][ The applied voltage is {U}.]",
            "Consider an ideal plate capacitor without fringing, completely filled by a linear dielectric[ with a "
            "relative permittivity of {epsilon_r}][, with a plate area of {A}][, with a plate separation of {d}][, at "
            "a potential difference of {U}].",
        ),
        asks={
            "W": ("How much energy does it store?", "What is the energy of the electric field in it?"),
            "Q": ("How much charge is on the positive plate?", "Find the magnitude of the charge on each plate."),
        },
        told={"W": ("It stores an energy of {W}.",), "Q": ("The charge on each plate has a magnitude of {Q}.",)},
        inverse={
            "U": ("To what voltage is it charged?", "How large is the voltage across it?"),
            "A": ("What is the area of each plate?", "How large must each plate be?"),
            "d": ("How thick is the insulator?", "What is the distance between the plates?"),
            "epsilon_r": (
                "What is the relative permittivity of the insulator?",
                "Find the insulator's permittivity relative to that of the vacuum.",
            ),
        },
        alterations=(
            Alteration(
                "Suppose that in this world the capacitance of two plates of area A at a distance d fell off with the "
                "square of the distance: it is epsilon_0 epsilon_r A b/d² with b = {b}, where epsilon_0 is the vacuum "
                "permittivity and epsilon_r the relative one.",
                (Law("C", "epsilon_0*epsilon_r*A*b/d^2"),),
                (given("b", "reference thickness", 3, 9, "mm"),),
            ),
            Alteration(
                "Suppose that in this world the voltage of a capacitor grew with the square of its charge while it is "
                "being charged; charge and voltage at the end are related by the capacitance as usual, and the energy "
                "is the work done on the charge.",
                (Law("W", "Q*U/3"),),
            ),
        ),
        beside=(
            ("The metal of the plates is {} thick.", 0.01, 0.5, "mm"),
            ("The density of the insulator is {}.", 0.9, 2.2, "g/cm^3"),
            ("The wires to it are {} long.", 5, 90, "cm"),
        ),
        requires=("2e7*d - U",),
    ),
    Family(
        name="capacitor-discharge",
        domains=("electromagnetism",),
        variables=(
            given("R", "resistance", 1, 200, "kohm", "ohm", "Mohm"),
            given("C", "capacitance", 1, 200, "uF", "nF", "mF"),
            given("U_0", "initial voltage", 3, 100, "V", "mV"),
            given("t", "discharging time", 5, 20000, "ms", "s"),
            derived("tau", "time constant", "s"),
            derived("U", "remaining voltage", "V"),
            derived("I", "remaining current", "mA"),
        ),
        laws=(
            Law("tau", "R*C", "the balance of charge and current"),
            Law("U", "U_0*exp(-t/tau)", "exponential decay of the charge"),
            Law("I", "U/R", "Ohm's law"),
        ),
        scenes=(
            "A capacitor[ with a capacitance of {C}] has been charged[ to {U_0}]. It is then discharged through a "
            "resistor[ of {R}] and nothing else[; the discharge has been going on for {t}].",
            "In the timer of a lamp an ideal capacitor[ of {C}] loses its charge through a single ohmic resistor[ of "
            "{R}].[ At the beginning the voltage across it is {U_0}.][ One looks at it {t} later.]",
            "A defibrillator is made safe: its storage capacitor is connected to a bleeder resistor at time zero, "
            "with no other path for the current.[ The capacitance is {C}.][ The resistance is {R}.][ The voltage at "
            "time zero is {U_0}.][ An engineer checks it after a time of {t}.]",
            "Consider an RC circuit without a source[, with a resistance of {R}][, with a capacitance of {C}]. The "
            "switch is closed at t = 0[, when the capacitor is at {U_0}][, and the circuit is observed at a later "
            "time of {t}].",
        ),
        asks={
            "U": (
                "What is the voltage across the capacitor at that later moment?",
                "How large is the voltage that remains on the capacitor then?",
            ),
            "I": (
                "How large is the current through the resistor at that later moment?",
                "Find the current that still flows in the circuit then.",
            ),
        },
        told={
            "U": ("At that later moment the voltage across the capacitor is {U}.",),
            "I": ("At that later moment the current is {I}.",),
        },
        inverse={
            "U_0": (
                "What was the voltage across the capacitor at the beginning?",
                "To what voltage had the capacitor been charged?",
            ),
        },
        alterations=(
            Alteration(
                "Suppose that in this world the current through a resistor of resistance R grew with the square of its "
                "voltage U: it is U²/(R U₀), where U₀ is the voltage at the beginning.",
                (Law("U", "U_0/(1 + t/tau)"), Law("I", "U^2/(R*U_0)")),
            ),
            Alteration(
                "Suppose that in this world the charge on a capacitor of capacitance C grew with the square of its "
                "voltage U: it is C U²/U₀, where U₀ is the voltage at the beginning.",
                (Law("U", "U_0*(1 - t/(2*tau))"),),
            ),
        ),
        beside=(
            ("The capacitor may be used up to {}.", 150, 600, "V"),
            ("The resistor is {} long.", 4, 20, "mm"),
            ("Charging had taken {}.", 2, 40, "s"),
        ),
        requires=("t - 0.15*R*C", "1.6*R*C - t"),
    ),
    Family(
        name="ion-orbit",
        domains=("electromagnetism",),
        variables=(
            given("m", "ion mass", 4, 130, "u", "kg"),
            given("Z", "charge number", 1, 3, "1", whole=True),
            given("U", "accelerating voltage", 0.3, 20, "kV", "V"),
            given("B", "magnetic flux density", 60, 900, "mT", "T"),
            constant("e"),
            derived("K", "kinetic energy", "keV"),
            derived("p", "momentum", "kg*m/s"),
            derived("r", "radius of the path", "cm"),
            derived("v", "speed of the ion", "km/s"),
        ),
        laws=(
            Law("K", "Z*e*U", "the work of the electric field"),
            Law("p", "sqrt(2*m*K)", "the relation of momentum and kinetic energy"),
            Law("r", "p/(Z*e*B)", "the Lorentz force as the centripetal force"),
            Law("v", "p/m", "the definition of momentum"),
        ),
        scenes=(
            "In a mass spectrometer positive ions[ of mass {m}][, with a charge number of {Z},] are accelerated from "
            "rest[ through a voltage of {U}] and then enter a uniform magnetic field[ of {B}] at right angles to it.",
            "An ion source at rest releases a positive ion, which falls through an electrode gap[ with a potential "
            "difference of {U}] and flies on into the field of a bending magnet, perpendicular to the field lines.[ "
            "The ion has a mass of {m}.][ Its charge is {Z} times the elementary charge.][ The flux density of the "
            "magnet is {B}.] It stays slow compared with light.",
            "A vacuum chamber lies in a homogeneous magnetic field[ with a flux density of {B}]. Ions that were at "
            "rest before and have passed an accelerating voltage[ of {U}] are injected perpendicular to the field and "
            "turn in a circle[; each has lost {Z} of its electrons][; the mass of each is {m}].",
            "Non-relativistic ions[ with a charge number of {Z}][, with a mass of {m},] have gained all their kinetic "
            "energy[ in a voltage of {U}]. They move in the plane perpendicular to a constant magnetic flux density[ "
            "of {B}].",
        ),
        asks={
            "r": (
                "What is the radius of the path in the magnetic field?",
                "On a circle of what radius does such an ion move in the field?",
            ),
            "v": ("How fast is such an ion in the magnetic field?", "Find the speed of the ion in the magnetic field."),
        },
        told={"r": ("In the magnetic field the path has a radius of {r}.",), "v": ("The ion's speed there is {v}.",)},
        inverse={
            "m": ("What is the mass of the ion?", "Find the mass of one such ion."),
            "B": ("How large is the flux density of the magnetic field?", "Find the magnetic flux density."),
            "U": ("How large was the accelerating voltage?", "What voltage did the ion pass?"),
        },
        alterations=(
            Alteration(
                "Suppose that in this world a magnetic field acted on a moving charge with only a third of the force "
                "that it has in ours.",
                (Law("r", "3*p/(Z*e*B)"),),
            ),
            Alteration(
                "Suppose that in this world the kinetic energy of a body of mass m and speed v were m v², without the "
                "factor of one half, while momentum is m v as usual.",
                (Law("p", "sqrt(m*K)"),),
            ),
        ),
        beside=(
            ("The residual gas has a pressure of {}.", 1e-5, 9e-5, "Pa"),
            ("The beam carries a current of {}.", 2, 80, "nA"),
            ("The poles of the magnet are {} apart.", 3, 12, "cm"),
        ),
        requires=("1.5 - r",),
    ),
    Family(
        name="solenoid-energy",
        domains=("electromagnetism",),
        variables=(
            given("N", "number of turns", 150, 3000, "1", whole=True),
            given("l", "coil length", 20, 90, "cm", "m"),
            given("A", "cross-sectional area", 1, 20, "cm^2", "mm^2"),
            given("I", "current", 0.1, 10, "A", "mA"),
            constant("mu_0"),
            derived("B", "magnetic flux density", "mT"),
            derived("Psi", "flux linkage", "mWb"),
            derived("L", "inductance", "mH"),
            derived("W", "magnetic energy", "mJ"),
        ),
        laws=(
            Law("B", "mu_0*N*I/l", "Ampere's law for a long coil"),
            Law("Psi", "N*B*A", "the flux through all turns"),
            Law("L", "Psi/I", "the definition of inductance"),
            Law("W", "L*I^2/2", "the work against the induced voltage"),
        ),
        scenes=(
            "A long, thin air-core coil[ with {N} turns][, with a length of {l}][, with a cross-section of {A},] "
            "carries a steady current[ of {I}]. Its inner field may be taken as uniform.",
            "Wire has been wound evenly on a slender cardboard tube to make an empty solenoid.[ There are {N} "
            "turns.][ The winding is {l} long.][ The tube has a cross-sectional area of {A}.][ A current of {I} flows "
            "through it.] End effects are to be neglected.",
            "An inductor without a core is a straight, uniformly wound coil whose length is much larger than its "
            "diameter.[ Its length is {l}.][ Each turn encloses an area of {A}.][ The number of its turns is {N}.][ "
            "The current in it is {I}.]",
            "Treat a solenoid in air as a piece of an infinitely long one.[ The piece has a length of {l}.][ It has "
            "{N} turns.][ Its cross-sectional area is {A}.][ It carries a current of {I}.]",
        ),
        asks={
            "W": ("How much energy does the magnetic field of the coil hold?", "What energy is stored in it?"),
            "L": ("What is its inductance?", "Find the self-inductance of the coil."),
        },
        told={"W": ("It stores an energy of {W}.",), "L": ("Its inductance is {L}.",)},
        inverse={
            "A": ("What is its cross-sectional area?", "How large is the area that each turn encloses?"),
            "l": ("How long is the coil?", "Find the length of the coil."),
        },
        alterations=(
            Alteration(
                "Suppose that in this world the magnetic flux density inside a long coil of N turns, length l and "
                "current I fell off with the square of the length: it is mu_0 N I b/l² with b = {b}.",
                (Law("B", "mu_0*N*I*b/l^2"),),
                (given("b", "reference length", 1, 3, "m"),),
            ),
            Alteration(
                "Suppose that in this world the voltage induced in a coil were only a third of the rate of change of "
                "its flux linkage, and inductance were the induced voltage divided by the rate of change of the "
                "current.",
                (Law("L", "Psi/(3*I)"),),
            ),
        ),
        beside=(
            ("The resistance of the wire is {}.", 0.5, 40, "ohm"),
            ("The current has been flowing for {}.", 5, 60, "s"),
            ("The copper of the wire has a mass of {}.", 30, 400, "g"),
        ),
    ),
    Family(
        name="rotating-coil",
        domains=("electromagnetism",),
        variables=(
            given("N", "number of turns", 20, 200, "1", whole=True),
            given("A", "coil area", 10, 200, "cm^2", "m^2", "mm^2"),
            given("B", "magnetic flux density", 20, 400, "mT", "T"),
            given("f", "rotation frequency", 5, 100, "Hz"),
            given("R", "load resistance", 5, 300, "ohm", "kohm"),
            derived("omega", "angular velocity", "rad/s"),
            derived("Phi", "maximum flux linkage", "Wb"),
            derived("U", "peak voltage", "V"),
            derived("P", "mean power", "W"),
        ),
        laws=(
            Law("omega", "2*pi*f", "the angle of a full turn"),
            Law("Phi", "N*B*A", "the flux through all turns when they face the field"),
            Law("U", "Phi*omega", "Faraday's law of induction"),
            Law("P", "U^2/(2*R)", "Joule's law averaged over a period"),
        ),
        scenes=(
            "A flat coil[ with {N} turns][, of area {A},] rotates in a uniform magnetic field[ of {B}] about an axis "
            "in its plane and perpendicular to the field[; it turns with a frequency of {f}]. Its ends are connected "
            "to a resistor[ of {R}]; the coil's own resistance and inductance are negligible.",
            "A hand-cranked generator is an ideal flat winding that is turned at a constant rate between the poles of "
            "a wide magnet, with its axis at right angles to the field.[ The winding has {N} turns.][ Each turn "
            "encloses {A}.][ The flux density between the poles is {B}.][ The frequency of rotation is {f}.][ The "
            "lamp that it feeds, an ohmic resistance, has {R}.]",
            "In a bicycle dynamo seen as a plane rectangular coil without resistance or inductance[, with {N} "
            "turns][, with an area of {A}], the coil spins steadily[ at {f}] in a homogeneous field[ with a flux "
            "density of {B}], about a diameter perpendicular to the field lines. It drives a heater[ with a "
            "resistance of {R}].",
            "Consider the simplest alternating-current generator: a plane loop that rotates uniformly in a constant "
            "magnetic field, the axis of rotation being perpendicular to the field and in the plane of the loop, "
            "closed by an external ohmic load, the only resistance.[ The loop has {N} turns.][ Its area is {A}.][ The "
            "field's flux density is {B}.][ The loop turns with a frequency of {f}.][ The load is {R}.]",
        ),
        asks={
            "U": ("What is the peak value of the induced voltage?", "How high does the induced voltage rise?"),
            "P": (
                "What power does the load take up on average?",
                "Find the mean electrical power delivered to the external resistance.",
            ),
        },
        told={
            "U": ("The peak value of the induced voltage is {U}.",),
            "P": ("On average the external resistance takes up {P}.",),
        },
        inverse={
            "B": ("What is the magnetic flux density?", "How strong is the magnetic field, as a flux density?"),
            "f": ("With what frequency does the coil rotate?", "Find the frequency of rotation."),
            "A": ("What is the area of the coil?", "How large an area does each turn enclose?"),
        },
        alterations=(
            Alteration(
                "Suppose that in this world the voltage induced in a coil were only a quarter of the rate of change "
                "of its flux linkage.",
                (Law("U", "Phi*omega/4"),),
            ),
            Alteration(
                "Suppose that in this world the heat produced per unit of time in a resistance R at a momentary "
                "voltage u were u⁴/(R U₁²) with U₁ = {U_1}, in place of u²/R.",
                (Law("P", "3*U^4/(8*R*U_1^2)"),),
                (given("U_1", "reference voltage", 1, 1.3, "kV"),),
            ),
        ),
        beside=(
            ("The shaft has a diameter of {}.", 4, 15, "mm"),
            ("The magnet has a mass of {}.", 0.5, 6, "kg"),
            ("The machine has been running for {}.", 2, 50, "min"),
        ),
    ),
    Family(
        name="resistor-network",
        domains=("electromagnetism",),
        variables=(
            given("U", "source voltage", 3, 60, "V", "mV"),
            given("R_1", "series resistance", 20, 400, "ohm", "kohm"),
            given("R_2", "resistance of the first branch", 20, 600, "ohm", "kohm"),
            given("R_3", "resistance of the second branch", 20, 600, "ohm", "kohm"),
            derived("R_p", "resistance of the parallel branches", "ohm"),
            derived("R_t", "total resistance", "ohm"),
            derived("I", "source current", "mA"),
            derived("V", "voltage across the branches", "V"),
            derived("P", "power in the second branch", "mW"),
        ),
        laws=(
            Law("R_p", "R_2*R_3/(R_2 + R_3)", "the sum of the branch currents at one voltage"),
            Law("R_t", "R_1 + R_p", "the sum of voltages at one current"),
            Law("I", "U/R_t", "Ohm's law for the whole circuit"),
            Law("V", "I*R_p", "Ohm's law for the branches"),
            Law("P", "V^2/R_3", "Joule's law"),
        ),
        scenes=(
            "An ideal battery[ of {U}] feeds a first resistor[ of {R_1}], through which the whole current flows. "
            "Behind it the current splits into two parallel branches, the first with one resistor[ of {R_2}], the "
            "second with another[ of {R_3}], and returns to the battery.",
            "In a circuit board a series resistor[ with {R_1}] leads to a node from which two resistors go to ground "
            "side by side, as two branches.[ The first branch has {R_2}.][ The second branch has {R_3}.] The supply[ "
            "keeps a voltage of {U} between the input and ground and] has no internal resistance.",
            "A student connects two resistors in parallel, in a first and a second branch, and puts this pair in "
            "series with a third resistor across an ideal voltage source.[ The source gives {U}.][ The resistance in "
            "series is {R_1}.][ The first branch has a resistance of {R_2}.][ The second branch has a resistance of "
            "{R_3}.]",
            "Two lamps that behave as ohmic resistances hang side by side, as two branches, behind a long cable whose "
            "resistance is in series with both of them; the power supply at the other end is ideal.[ The cable has "
            "{R_1} in all.][ The lamp in the first branch has {R_2}.][ The lamp in the second branch has {R_3}.][ The "
            "supply voltage is {U}.]",
        ),
        asks={
            "I": ("How large is the current that the source delivers?", "What current flows out of the source?"),
            "P": (
                "What power is turned into heat in the second branch?",
                "Find the power that the second branch takes up.",
            ),
        },
        told={"I": ("The source delivers {I}.",), "P": ("The second branch takes up {P}.",)},
        inverse={"U": ("What is the voltage of the source?", "How large is the voltage that the source keeps up?")},
        alterations=(
            Alteration(
                "Suppose that in this world charge got lost where a current splits into branches: only three quarters "
                "of the current that arrives at the junction flow into the branches together, while Ohm's law holds "
                "for each resistor and voltages in series add up to that of the source.",
                (Law("R_t", "R_1 + 3*R_p/4"), Law("V", "3*I*R_p/4")),
            ),
            Alteration(
                "Suppose that in this world a resistor turned into heat only half of the product of its voltage and "
                "its current; Ohm's law is as usual.",
                (Law("P", "V^2/(2*R_3)"),),
            ),
        ),
        beside=(
            ("The battery could deliver a charge of {} in all.", 2, 9, "A*h"),
            ("Each resistor may take up to {}.", 3, 20, "W"),
            ("The circuit has been closed for {}.", 1, 30, "min"),
        ),
    ),
    Family(
        name="velocity-selector",
        domains=("electromagnetism",),
        variables=(
            given("U", "plate voltage", 100, 4000, "V", "kV"),
            given("d", "plate distance", 5, 30, "mm", "cm"),
            given("B_1", "flux density of the selector", 60, 500, "mT", "T"),
            given("B_2", "flux density of the analyser", 0.1, 1.5, "T", "mT"),
            given("m", "ion mass", 4, 130, "u", "kg"),
            constant("e"),
            derived("E", "electric field strength", "kV/m"),
            derived("v", "speed of the selected ions", "km/s"),
            derived("r", "radius of the path", "cm"),
        ),
        laws=(
            Law("E", "U/d", "the uniform field between parallel plates"),
            Law("v", "E/B_1", "balance of the electric and the magnetic force"),
            Law("r", "m*v/(e*B_2)", "the Lorentz force as the centripetal force"),
        ),
        scenes=(
            "Singly charged positive ions[ of mass {m}] go straight through a velocity selector, in which the "
            "electric field between two plates[ at a distance of {d}][, with a voltage of {U} between them,] is "
            "crossed at right angles with a magnetic field[ of {B_1}]. Behind it they enter a uniform magnetic field, "
            "the analyser[, with a flux density of {B_2}], perpendicular to it.",
            "A Wien filter with perpendicular fields lets only undeflected ions pass to an analysing magnet, whose "
            "field they cross at right angles. Each ion lacks one electron.[ The ions have a mass of {m}.][ The "
            "plates of the filter are at a distance of {d}.][ The voltage between its plates is {U}.][ Its magnetic "
            "flux density is {B_1}.][ The flux density of the analysing magnet is {B_2}.]",
            "To sort isotopes, ions with one elementary charge each[ and a mass of {m}] fly parallel to two capacitor "
            "plates[ with a gap of {d}][, at a voltage of {U}], in a magnetic field normal to both their path and the "
            "electric field[, of flux density {B_1}]. Those that stay on a straight line reach a second chamber with "
            "a homogeneous magnetic field normal to their path[, of {B_2}].",
            "Bainbridge's mass spectrograph combines a selector with crossed fields and a semicircular analyser. In "
            "the selector ions of charge number one are not deflected[ at a plate voltage of {U}][, with a plate "
            "spacing of {d}][, in a magnetic flux density of {B_1}]. In the analyser they meet a magnetic field "
            "perpendicular to their velocity[; it has a flux density of {B_2}].[ The mass of one ion is {m}.]",
        ),
        asks={
            "v": ("How fast are the ions that get through?", "What is the speed of the ions that pass undeflected?"),
            "r": (
                "What is the radius of their path behind the selector?",
                "On a circle of what radius do they move in the second magnetic field?",
            ),
        },
        told={
            "r": ("The path in the second magnetic field has a radius of {r}.",),
            "v": ("The ions that get through have a speed of {v}.",),
        },
        inverse={
            "m": ("What is the mass of one ion?", "Find the mass of the ions."),
            "U": ("How large is the voltage between the plates?", "What is the plate voltage?"),
        },
        alterations=(
            Alteration(
                "Suppose that in this world a magnetic field acted on a moving charge with three times the force that "
                "it has in ours, while the electric force is as usual.",
                (Law("v", "E/(3*B_1)"), Law("r", "m*v/(3*e*B_2)")),
            ),
            Alteration(
                "Suppose that in this world the electric field between two plates at a voltage U and a distance d "
                "fell off with the square of their distance: it is U b/d² with b = {b}.",
                (Law("E", "U*b/d^2"),),
                (given("b", "reference gap", 1, 3, "mm"),),
            ),
        ),
        beside=(
            ("The plates are {} long.", 5, 30, "cm"),
            ("The ion source is kept at {}.", 500, 1400, "K"),
            ("The current of ions is {}.", 1, 60, "nA"),
        ),
        requires=("3e6 - U/(d*B_1)", "2 - r", "r - 0.005"),
    ),
)
