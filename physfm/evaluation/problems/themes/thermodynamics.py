"""Thermodynamics: heat, work, engines, mixing, conduction."""

from __future__ import annotations

from physfm.evaluation.problems.causal import Law, constant, derived, given, stated
from physfm.evaluation.problems.family import Alteration, Family

FAMILIES = (
    Family(
        name="isothermal-expansion",
        domains=("thermodynamics",),
        variables=(
            given("n", "amount of gas", 0.05, 5, "mol"),
            given("T", "temperature of the gas", 250, 600, "K"),
            given("V_1", "initial volume", 1, 20, "L", "m^3", "cm^3"),
            given("V_2", "final volume", 2, 100, "L", "m^3", "cm^3"),
            constant("R"),
            derived("p_1", "initial pressure", "kPa"),
            derived("r", "expansion ratio", "1"),
            derived("W", "work done by the gas", "J"),
            derived("S", "entropy gain of the gas", "J/K"),
        ),
        laws=(
            Law("p_1", "n*R*T/V_1", "the ideal gas law"),
            Law("r", "V_2/V_1", "the definition of the ratio"),
            Law("W", "p_1*V_1*ln(r)", "the integral of the pressure over the volume"),
            Law("S", "W/T", "the heat taken up, equal to the work at constant internal energy, over the temperature"),
        ),
        scenes=(
            "An ideal gas[, {n} of it,] expands slowly and reversibly in a cylinder[ from a volume of {V_1}][ to a "
            "volume of {V_2}], kept at a constant temperature[ of {T}] by a large heat bath.",
            "A piston is drawn out so slowly that the ideal gas behind it stays in thermal equilibrium with a "
            "thermostat[ at {T}]. The cylinder holds gas[ in the amount of {n}], which takes up little space at "
            "first[, {V_1}], and more in the end[, {V_2}].",
            "In a reversible isothermal process[ at {T}] the volume of an ideal gas grows[, starting at {V_1}][, "
            "ending at {V_2}]. Its amount does not change[ and is {n}].",
            "During one stroke of a Stirling engine the working gas, which may be taken as ideal, is in contact with "
            "the hot reservoir and expands reversibly at the reservoir's temperature[, {T}]. The stroke begins at the "
            "smaller volume[ of {V_1}] and ends at the larger one[ of {V_2}]; the engine contains a fixed amount of "
            "gas[, {n}].",
        ),
        asks={
            "W": (
                "How much work does the gas do?",
                "What work does the gas perform on its surroundings?",
                "Find the work done by the gas.",
            ),
            "S": (
                "By how much does the entropy of the gas increase?",
                "What is the change in the entropy of the gas?",
            ),
        },
        told={
            "W": ("The gas does {W} of work.", "The work done by the gas is {W}."),
            "S": ("The entropy of the gas increases by {S}.",),
        },
        inverse={
            "V_2": ("What is the final volume?", "To which volume does the gas expand?"),
            "n": ("What amount of gas is there?", "How much gas, as an amount of substance, is there?"),
        },
        alterations=(
            Alteration(
                "Suppose that in this world the pressure of an amount n of an ideal gas at the temperature T in a "
                "volume V were n·R·T·V₀/V² instead of n·R·T/V, where V₀ is a fixed volume of {V_0}, while its "
                "internal energy still depended on the temperature alone.",
                (Law("p_1", "n*R*T*V_0/V_1^2"), Law("W", "p_1*V_1^2*(1/V_1 - 1/V_2)")),
                (given("V_0", "reference volume", 2, 30, "L"),),
            ),
            Alteration(
                "Suppose that in this world the entropy that a body takes up with a heat Q at the temperature T were "
                "Q·T₀/T² instead of Q/T, where T₀ is a fixed temperature of {T_0}, all else being as we know it.",
                (Law("S", "W*T_0/T^2"),),
                (given("T_0", "reference temperature", 700, 1200, "K"),),
            ),
        ),
        beside=(
            ("The molar heat capacity of the gas at constant volume is {}.", 12, 30, "J/(mol*K)"),
            ("The air pressure in the room is {}.", 95, 103, "kPa"),
            ("The molar mass of the gas is {}.", 4, 44, "g/mol"),
        ),
        requires=("V_2 - 1.3*V_1",),
    ),
    Family(
        name="adiabatic-compression",
        domains=("thermodynamics",),
        variables=(
            given("f", "number of degrees of freedom", 3, 7, "1", whole=True),
            given("T_1", "initial temperature", 280, 400, "K"),
            given("p_1", "initial pressure", 80, 300, "kPa", "bar", "Pa"),
            given("V_1", "initial volume", 0.3, 5, "L", "cm^3"),
            given("V_2", "final volume", 0.03, 1, "L", "cm^3"),
            derived("r", "compression ratio", "1"),
            derived("gamma", "adiabatic index", "1"),
            derived("T_2", "final temperature", "K"),
            derived("p_2", "final pressure", "kPa"),
        ),
        laws=(
            Law("r", "V_1/V_2", "the definition of the ratio"),
            Law("gamma", "1 + 2/f", "equipartition, with the heat capacities f*R/2 and f*R/2 + R"),
            Law("T_2", "T_1*r^(gamma - 1)", "no heat exchange: T*V^(gamma - 1) is constant"),
            Law("p_2", "p_1*r*T_2/T_1", "the ideal gas law"),
        ),
        scenes=(
            "An ideal gas whose molecules have several excited degrees of freedom[, {f} each,] is compressed "
            "reversibly without exchange of heat[, from {V_1}][ to {V_2}]. It starts in equilibrium[ with a "
            "temperature of {T_1}][, under a pressure of {p_1}].",
            "The cylinder of an engine is full of fresh gas before the compression stroke[; its temperature is "
            "{T_1}][, its pressure {p_1}][, its volume {V_1}]. The piston then rises, quickly enough for heat to have "
            "no time to flow but slowly enough for equilibrium inside, until the gas fills a smaller volume[ of "
            "{V_2}]. Treat the gas as ideal[, with {f} degrees of freedom per molecule].",
            "In a well insulated vessel, an ideal gas is squeezed in equilibrium at all times[ from a volume of "
            "{V_1}][ into a volume of {V_2}]. At the start the gas is equally warm everywhere[; its pressure is "
            "{p_1}][; its temperature is {T_1}]. Equipartition holds[, with {f} degrees of freedom for each molecule].",
            "A gas bubble in an acoustic field shrinks reversibly and adiabatically, and the gas in it may be taken "
            "as ideal. Before, its volume is large[, {V_1}], and afterwards small[, {V_2}]. Before the collapse, the "
            "gas is in equilibrium[ at {T_1}][ under {p_1}]; every molecule stores heat in equally many degrees of "
            "freedom[, in {f} of them].",
        ),
        asks={
            "T_2": ("What is the temperature of the gas afterwards?", "Find the final temperature of the gas."),
            "p_2": ("What is the pressure of the gas afterwards?", "Which pressure does the gas have in the end?"),
        },
        told={
            "T_2": ("Afterwards its temperature is {T_2}.", "The final temperature is {T_2}."),
            "p_2": ("Afterwards its pressure is {p_2}.",),
        },
        inverse={
            "V_2": ("What is the final volume?", "Into what volume is the gas compressed?"),
            "p_1": ("What was the initial pressure?", "At which pressure did the compression start?"),
        },
        alterations=(
            Alteration(
                "Suppose that in this world each degree of freedom of a molecule held a mean energy of k_B·T instead "
                "of k_B·T/2, while the ideal gas law were as we know it.",
                (Law("gamma", "1 + 1/f"),),
            ),
            Alteration(
                "Suppose that in this world a third of the work done on a gas in adiabatic compression vanished, and "
                "only two thirds of it went into the internal energy of the gas.",
                (Law("T_2", "T_1*r^(2*(gamma - 1)/3)"),),
            ),
        ),
        beside=(
            ("The molar mass of the gas is {}.", 4, 44, "g/mol"),
            ("The walls have a mass of {}.", 0.3, 4, "kg"),
            ("The temperature outside is {}.", 270, 310, "K"),
        ),
        requires=("V_1 - 1.5*V_2", "15*V_2 - V_1"),
    ),
    Family(
        name="carnot-engine",
        domains=("thermodynamics",),
        variables=(
            given("T_h", "temperature of the hot reservoir", 400, 1500, "K"),
            given("T_c", "temperature of the cold reservoir", 270, 380, "K"),
            given("Q_h", "heat taken in per cycle", 0.5, 500, "kJ", "J"),
            given("nu", "cycle rate", 0.5, 50, "Hz"),
            derived("eta", "efficiency", "1"),
            derived("W", "work per cycle", "kJ"),
            derived("P", "power output", "kW"),
            derived("Q_c", "waste heat per cycle", "kJ"),
        ),
        laws=(
            Law("eta", "1 - T_c/T_h", "Carnot: a reversible cycle leaves the total entropy as it is"),
            Law("W", "eta*Q_h", "the definition of the efficiency"),
            Law("P", "W*nu", "the definition of power"),
            Law("Q_c", "Q_h - W", "the conservation of energy"),
        ),
        scenes=(
            "A Carnot engine works between a hot reservoir[ at {T_h}] and a cold one[ at {T_c}]. In each cycle it "
            "takes in heat[, {Q_h},] from the hot reservoir, and it repeats its cycle steadily[, at a rate of {nu}].",
            "A reversible heat engine absorbs heat[, {Q_h} in every cycle,] at one temperature only[, {T_h},] and "
            "rejects heat at one lower temperature only[, {T_c}]. The machine runs at a fixed rate of cycles[ of "
            "{nu}].",
            "In a geothermal plant, idealized as a Carnot machine, a working fluid runs through the same cycle again "
            "and again[, with a cycle frequency of {nu}]. Each time it draws heat[ in the amount of {Q_h}] from a hot "
            "source[ whose temperature is {T_h}], and it gives heat off to a river[ whose temperature is {T_c}].",
            "An inventor builds a machine as good as the second law permits, driven by the heat that passes from a "
            "furnace[ at {T_h}] to the surroundings[ at {T_c}]. Per cycle the furnace supplies heat[, {Q_h}], and the "
            "cycles follow each other at a constant rate[, {nu}].",
        ),
        asks={
            "W": ("How much work does it do in one cycle?", "What is the work obtained per cycle?"),
            "P": ("What is its mechanical power?", "Find the power that it delivers."),
            "Q_c": (
                "How much heat does it give off in one cycle?",
                "How much heat per cycle goes to the colder side?",
            ),
        },
        told={
            "W": ("It does {W} of work per cycle.", "The work per cycle is {W}."),
            "P": ("Its mechanical power is {P}.",),
            "Q_c": ("In each cycle it gives off {Q_c} of heat on the cold side.",),
        },
        inverse={
            "T_h": ("What is the temperature on the hot side?", "How hot is the source of its heat?"),
            "T_c": ("What is the temperature on the cold side?", "At which temperature does it give off heat?"),
        },
        alterations=(
            Alteration(
                "Suppose that in this world the entropy that goes with a heat Q at the temperature T were Q·T₀/T² "
                "instead of Q/T, with one temperature T₀ for all bodies, and a reversible machine still left the "
                "total entropy as it is.",
                (Law("eta", "1 - (T_c/T_h)^2"),),
            ),
            Alteration(
                "Suppose that in this world even the best engine had to hand over to the cold side 1.2 times the "
                "entropy that it takes from the hot side, and that the engine here is such a best one.",
                (Law("eta", "1 - 1.2*T_c/T_h"),),
            ),
        ),
        beside=(
            ("The working gas has a mass of {}.", 0.02, 3, "kg"),
            ("The highest pressure in the cycle is {}.", 5, 90, "bar"),
            ("The machine has been in use for {}.", 1, 20, "yr"),
        ),
        requires=("T_h - 1.3*T_c",),
    ),
    Family(
        name="calorimetry-mixing",
        domains=("thermodynamics",),
        variables=(
            given("m_1", "mass of the hot body", 0.1, 2, "kg", "g"),
            given("c_1", "specific heat of the hot body", 130, 900, "J/(kg*K)", "kJ/(kg*K)"),
            given("T_1", "initial temperature of the hot body", 350, 700, "K"),
            given("m_2", "mass of the water", 0.3, 5, "kg", "g"),
            given("T_2", "initial temperature of the water", 278, 300, "K"),
            stated("c_w", "specific heat of water", 4186, "J/(kg*K)"),
            derived("C_1", "heat capacity of the hot body", "J/K"),
            derived("C_2", "heat capacity of the water", "J/K"),
            derived("T", "final temperature", "K"),
            derived("D", "temperature rise of the water", "K"),
            derived("Q", "heat taken up by the water", "kJ"),
        ),
        laws=(
            Law("C_1", "m_1*c_1", "the definition of the specific heat"),
            Law("C_2", "m_2*c_w", "the definition of the specific heat"),
            Law("T", "(C_1*T_1 + C_2*T_2)/(C_1 + C_2)", "the conservation of energy"),
            Law("D", "T - T_2", "the definition of the rise"),
            Law("Q", "C_2*D", "the definition of the heat capacity"),
        ),
        scenes=(
            "A hot piece of metal[ of mass {m_1}][, of specific heat {c_1},][ at a temperature of {T_1}] is put into "
            "water[ of mass {m_2}][ at a temperature of {T_2}]. No heat is lost, nothing evaporates, and the vessel "
            "takes up a negligible amount of heat.",
            "A blacksmith quenches a hot workpiece in a bucket of water. The workpiece comes straight from the fire[, "
            "at {T_1}][; its mass is {m_1}][; its specific heat is {c_1}]. There is enough water in the bucket[, "
            "{m_2},] that it does not boil; it is cold at first[, at {T_2}]. Neglect the bucket and all losses of "
            "heat.",
            "To find out about a material, a student heats a sample[ to {T_1}] and drops it into an ideal calorimeter "
            "of negligible heat capacity that contains cold water[ at {T_2}]. The sample has a known mass[, {m_1},] "
            "and a known specific heat[, {c_1}]; the water's mass is known too[, {m_2}]. Heat goes only from the "
            "sample to the water, which stays liquid.",
            "Water[ at {T_2}] stands in a perfectly insulated tank[; its mass is {m_2}]. Somebody drops a heated "
            "stone into it[, the stone's temperature being {T_1}][, the stone's mass being {m_1}][, the stone's "
            "specific heat being {c_1}], and waits until both are equally warm. The tank itself takes up no heat and "
            "no steam forms.",
        ),
        asks={
            "D": ("By how much does the temperature of the water rise?", "How many kelvin does the water warm up by?"),
            "Q": ("How much heat does the water take up?", "Find the heat that the water receives."),
        },
        told={
            "Q": ("The water takes up {Q} of heat.",),
        },
        inverse={
            "m_1": ("What is the mass of the hot body?", "Find the mass of the body that is put into the water."),
            "c_1": (
                "What is the specific heat of the hot body?",
                "Find the specific heat of the body that is put into the water.",
            ),
        },
        alterations=(
            Alteration(
                "Suppose that in this world one third of the heat that a hotter body gives off vanished on its way, "
                "and only two thirds of it reached the colder body.",
                (Law("T", "(2*C_1*T_1/3 + C_2*T_2)/(2*C_1/3 + C_2)"),),
            ),
        ),
        beside=(
            ("The air temperature is {}.", 283, 303, "K"),
            ("The thermal conductivity of the hot body is {}.", 1, 200, "W/(m*K)"),
            ("The water stands {} deep.", 0.05, 0.4, "m"),
        ),
        requires=("365 - T", "D - 2"),
    ),
    Family(
        name="two-layer-wall",
        domains=("thermodynamics",),
        variables=(
            given("L_1", "thickness of the inner layer", 0.05, 0.4, "m", "cm", "mm"),
            given("k_1", "thermal conductivity of the inner layer", 0.3, 2, "W/(m*K)"),
            given("L_2", "thickness of the outer layer", 0.02, 0.3, "m", "cm", "mm"),
            given("k_2", "thermal conductivity of the outer layer", 0.02, 0.2, "W/(m*K)"),
            given("A", "area of the wall", 4, 60, "m^2"),
            given("D", "temperature difference across the wall", 5, 60, "K"),
            derived("R_1", "thermal resistance of the inner layer", "K/W"),
            derived("R_2", "thermal resistance of the outer layer", "K/W"),
            derived("R_w", "thermal resistance of the wall", "K/W"),
            derived("P", "heat current", "W"),
            derived("D_1", "temperature drop across the inner layer", "K"),
        ),
        laws=(
            Law("R_1", "L_1/(k_1*A)", "Fourier's law of conduction"),
            Law("R_2", "L_2/(k_2*A)", "Fourier's law of conduction"),
            Law("R_w", "R_1 + R_2", "layers in series carry the same heat"),
            Law("P", "D/R_w", "the definition of the thermal resistance"),
            Law("D_1", "P*R_1", "the definition of the thermal resistance"),
        ),
        scenes=(
            "The wall of a house[ has an area of {A} and] consists of two layers in perfect contact. The inner layer "
            "is masonry[ of thickness {L_1}][ with a thermal conductivity of {k_1}]; the outer layer is insulation[ "
            "of thickness {L_2}][ with a thermal conductivity of {k_2}]. In the steady state the inner face of the "
            "wall is warmer than its outer face[ by {D}].",
            "A furnace is lined with two flat layers that touch each other everywhere. On the inner side there is "
            "brick[, {L_1} thick][, whose thermal conductivity is {k_1}]; on the outer side there is foam[, {L_2} "
            "thick][, whose thermal conductivity is {k_2}]. The two faces of the lining differ in temperature[ by "
            "{D}], and heat passes steadily through its whole area[, {A}].",
            "A large cold store is closed off by a double wall[ of area {A}]. There is a steady difference between "
            "the temperatures of the wall's two faces[, namely {D}]. Its inner layer conducts better[, having a "
            "conductivity of {k_1}][, having a thickness of {L_1}], and its outer layer worse[, having a conductivity "
            "of {k_2}][, having a thickness of {L_2}]. No resistance arises at the boundary between the layers.",
            "Heat is conducted in one dimension and in a steady state through a plate made of an inner and an outer "
            "layer, stacked without a gap[, with a cross-section of {A}][, with a total temperature difference of {D} "
            "from face to face]. For the inner layer the maker states some data[: a thickness of {L_1}][, a thermal "
            "conductivity of {k_1}]; for the outer layer as well[: a thickness of {L_2}][, a thermal conductivity of "
            "{k_2}].",
        ),
        asks={
            "P": ("How much heat per unit time passes through?", "What is the heat current through both layers?"),
            "D_1": (
                "What is the temperature difference across the inner layer alone?",
                "By how much does the temperature change through the inner layer?",
            ),
        },
        told={
            "P": ("The heat current is {P}.", "Heat passes through at a rate of {P}."),
            "D_1": ("The temperature difference across the inner layer alone is {D_1}.",),
        },
        inverse={
            "L_2": ("How thick is the outer layer?", "What is the thickness of the outer layer?"),
            "k_2": (
                "What is the thermal conductivity of the outer layer?",
                "Find the thermal conductivity of the outer layer.",
            ),
        },
        alterations=(
            Alteration(
                "Suppose that in this world the heat current through a layer of thickness L were k·A·ΔT·L₀/L² instead "
                "of k·A·ΔT/L, where k is its thermal conductivity, A its area, ΔT the temperature difference across "
                "it, and L₀ a fixed length of {L_0}.",
                (Law("R_1", "L_1^2/(k_1*A*L_0)"), Law("R_2", "L_2^2/(k_2*A*L_0)")),
                (given("L_0", "reference length", 0.5, 3, "m"),),
            ),
            Alteration(
                "Suppose that in this world, whatever the materials, the boundary between two layers added a thermal "
                "resistance as if there were another layer between them with a thickness of {L_3} and a thermal "
                "conductivity of {k_3}.",
                (Law("R_w", "R_1 + R_2 + L_3/(k_3*A)"),),
                (
                    given("L_3", "thickness of the boundary", 0.1, 0.3, "m"),
                    given("k_3", "thermal conductivity of the boundary", 0.03, 0.1, "W/(m*K)"),
                ),
            ),
        ),
        beside=(
            ("The density of the inner layer is {}.", 600, 2200, "kg/m^3"),
            ("The specific heat of the outer layer is {}.", 800, 1500, "J/(kg*K)"),
            ("The air outside moves at {}.", 1, 9, "m/s"),
        ),
    ),
)
