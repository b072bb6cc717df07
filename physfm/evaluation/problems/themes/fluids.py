"""Fluids: flow in pipes, sinking and floating bodies, outflow, drag, capillarity."""

from __future__ import annotations

from physfm.evaluation.problems.causal import G_EARTH, Law, derived, given
from physfm.evaluation.problems.family import Alteration, Family

FAMILIES = (
    Family(
        name="venturi-pipe",
        domains=("fluids",),
        variables=(
            given("d_1", "diameter of the wide part", 3, 20, "cm", "mm"),
            given("d_2", "diameter of the narrow part", 1, 10, "cm", "mm"),
            given("v_1", "speed in the wide part", 0.2, 4, "m/s", "cm/s"),
            given("rho", "density of the liquid", 700, 1300, "kg/m^3", "g/cm^3"),
            derived("v_2", "speed in the narrow part", "m/s"),
            derived("p", "pressure difference", "kPa"),
        ),
        laws=(
            Law("v_2", "v_1*(d_1/d_2)^2", "the continuity of the flow"),
            Law("p", "rho*(v_2^2 - v_1^2)/2", "Bernoulli's equation at one height"),
        ),
        scenes=(
            "An incompressible liquid without viscosity[ and with a density of {rho}] flows steadily through a "
            "horizontal pipe of circular cross-section, first through a wide part, then through a narrow part[. The "
            "wide part is {d_1} in diameter][. In the wide part the liquid moves at {v_1}][. The narrow part is {d_2} "
            "in diameter]. There are no losses.",
            "A Venturi meter is built into a level, round pipe[ of diameter {d_1}]; this is the wide part, and the "
            "throat of the meter is the narrow part[, {d_2} in diameter]. The liquid, whose viscosity is negligible, "
            "arrives in steady flow[ with a speed of {v_1} in the wide part][; its density is {rho}].",
            "In a dairy a horizontal, circular tube narrows smoothly from a wide part to a narrow part. A thin "
            "liquid[ with the density {rho}] is pumped through it in steady, practically frictionless flow[. The wide "
            "part measures {d_1} across][. The narrow part measures {d_2} across][. In the wide part the flow speed "
            "is {v_1}].",
            "Fuel runs steadily through a level line with a round bore, wide at first and narrow afterwards[. Its "
            "speed is {v_1} where the bore is wide][. The wide part of the bore has a diameter of {d_1}][. The narrow "
            "part has a diameter of {d_2}][. The fuel has a density of {rho}]. Treat the fuel as an ideal, "
            "incompressible liquid with the same speed everywhere in a cross-section.",
        ),
        asks={
            "v_2": ("How fast does it flow in the narrow part?", "What is the flow speed in the narrow part?"),
            "p": (
                "By how much is the pressure in the narrow part lower than in the wide part?",
                "What is the difference in pressure between the wide and the narrow part?",
            ),
        },
        told={
            "v_2": ("In the narrow part the flow speed is {v_2}.",),
            "p": ("The pressure in the narrow part is lower than in the wide part by {p}.",),
        },
        inverse={
            "v_1": ("How fast does it flow in the wide part?", "What is the flow speed in the wide part?"),
            "d_2": ("What is the diameter of the narrow part?",),
        },
        alterations=(
            Alteration(
                "Suppose that along every streamline at one height p + ρ v² were constant, where p is the pressure, ρ "
                "the density and v the speed.",
                (Law("p", "rho*(v_2^2 - v_1^2)"),),
            ),
            Alteration(
                "Suppose that, unlike what is described below, a quarter of the volume that flows through the wide "
                "part left the pipe through a slit before the narrow part, and that Bernoulli's equation held for the "
                "rest.",
                (Law("v_2", "3*v_1*(d_1/d_2)^2/4"),),
            ),
        ),
        beside=(
            ("The pipe is {} long in all.", 2, 30, "m"),
            ("The liquid has a temperature of {}.", 280, 310, "K"),
            ("The wall of the pipe is {} thick.", 2, 9, "mm"),
        ),
        requires=("d_1 - 1.3*d_2", "6*d_2 - d_1", "60 - v_2"),
    ),
    Family(
        name="capillary-flow",
        domains=("fluids",),
        variables=(
            given("p", "pressure drop", 0.1, 6, "kPa", "Pa", "mbar"),
            given("r", "radius of the tube", 0.3, 3, "mm", "cm"),
            given("L", "length of the tube", 0.3, 4, "m", "cm"),
            given("eta", "viscosity", 1, 60, "mPa*s", "Pa*s"),
            given("rho", "density of the liquid", 750, 1250, "kg/m^3", "g/cm^3"),
            derived("Q", "flow rate", "cm^3/s"),
            derived("v", "mean flow speed", "cm/s"),
            derived("Y", "Reynolds number", "1"),
        ),
        laws=(
            Law("Q", "pi*r^4*p/(8*eta*L)", "the law of Hagen and Poiseuille"),
            Law("v", "Q/(pi*r^2)", "the definition of the mean speed"),
            Law("Y", "2*rho*v*r/eta", "the definition of the Reynolds number, with the diameter"),
        ),
        scenes=(
            "A Newtonian liquid is in steady, laminar flow through a straight horizontal tube[. The viscosity of the "
            "liquid is {eta}][. The density of the liquid is {rho}][. The tube has an inner radius of {r}][. The tube "
            "has a length of {L}]. Between its ends there is a pressure drop[ of {p}]. The flow is fully developed "
            "along the whole tube.",
            "Through a long, level capillary a pump presses oil in laminar flow[; the pressures at the two ends "
            "differ by {p}]. The capillary is round[, {r} in inner radius,] and straight[, {L} long]. The oil is "
            "Newtonian[. It has a viscosity of {eta}][. Its density is {rho}]. Effects of the inlet are negligible.",
            "A glucose solution runs through a thin round plastic tube that lies straight on the table[. The "
            "viscosity of the solution is {eta}][. The solution's density is {rho}][. The inner radius of the tube is "
            "{r}][. The tube is {L} long]. The liquid enters at a higher pressure than it leaves[, the difference "
            "being {p}]; the flow is laminar, Newtonian, and has its parabolic profile everywhere.",
            "A horizontal supply line of a machine carries lubricant[ with viscosity {eta}][ (density {rho})] at a "
            "low, steady rate, laminar throughout. The line is a round tube[; {r} is its inner radius][; {L} is its "
            "length]. It loses pressure by viscous friction alone[: {p} in all].",
        ),
        asks={
            "Q": (
                "What volume flows through the tube per time?",
                "How large is the volume flow rate?",
            ),
            "v": (
                "What is the mean flow speed in the tube?",
                "How fast does the liquid flow, averaged over the cross-section?",
            ),
            "Y": (
                "What is the Reynolds number of the flow, formed with the mean speed and the inner diameter?",
                "Find the Reynolds number, based on the inner diameter and the mean speed.",
            ),
        },
        told={
            "Q": ("A volume of {Q} passes the tube.", "The volume flow rate is {Q}."),
            "v": ("Averaged over the cross-section the liquid flows at {v}.",),
        },
        inverse={
            "p": (
                "How large is the pressure drop between the ends?",
                "By how much do the pressures at the ends differ?",
            ),
            "r": ("What is the inner radius?",),
            "eta": ("What is the viscosity of the liquid?",),
        },
        alterations=(
            Alteration(
                "Suppose that liquids did not stick to walls but slid along them at {b}, with the usual viscous "
                "friction within the liquid.",
                (Law("Q", "pi*r^4*p/(8*eta*L) + pi*r^2*b"),),
                (given("b", "speed at the wall", 10, 90, "cm/s"),),
            ),
            Alteration(
                "Suppose that the viscous shear stress were three times the product of viscosity and velocity "
                "gradient.",
                (Law("Q", "pi*r^4*p/(24*eta*L)"),),
            ),
        ),
        beside=(
            ("The wall of the tube is {} thick.", 0.5, 3, "mm"),
            ("The supply vessel holds {}.", 2, 20, "l"),
            ("The surface tension of the liquid is {}.", 20, 70, "mN/m"),
        ),
        requires=("1200 - Y", "L - 0.12*r*Y"),
    ),
    Family(
        name="stokes-settling",
        domains=("fluids",),
        variables=(
            given("r", "radius of the grain", 4, 60, "um", "mm"),
            given("rho_p", "density of the grain", 2500, 8000, "kg/m^3", "g/cm^3"),
            given("rho_f", "density of the liquid", 700, 1200, "kg/m^3", "g/cm^3"),
            given("eta", "viscosity", 1, 900, "mPa*s", "Pa*s"),
            given("H", "depth of the vessel", 5, 60, "cm", "mm"),
            G_EARTH,
            derived("x", "density excess", "kg/m^3"),
            derived("v", "settling speed", "mm/s"),
            derived("t", "settling time", "s"),
        ),
        laws=(
            Law("x", "rho_p - rho_f", "Archimedes' principle"),
            Law("v", "2*x*g*r^2/(9*eta)", "the balance of Stokes' drag and the weight less buoyancy"),
            Law("t", "H/v", "uniform motion"),
        ),
        scenes=(
            "A spherical grain sinks slowly in a Newtonian liquid at rest[. The grain has a radius of {r}][. The "
            "grain has a density of {rho_p}][. The liquid has a density of {rho_f}][. The liquid has a viscosity of "
            "{eta}]. The vessel is wide[ and {H} deep]; the grain moves at its terminal speed from the surface to the "
            "bottom, and Stokes' law holds.",
            "Fine round dust falls on to a broad basin of liquid and settles[. The liquid has a density of {rho_f}][. "
            "The liquid's viscosity is {eta}][. The depth of the basin is {H}]. A grain is a little sphere[ with a "
            "radius of {r}] of solid mineral[, {rho_p} in density]. Creeping flow and terminal speed all the way down "
            "are good assumptions for it.",
            "To find the size of metal beads, a technician lets one drop slowly through oil in a tall wide beaker[, "
            "over {H} from the surface to the bottom]. The bead is a perfect sphere[. Its density is {rho_p}][. Its "
            "radius is {r}][. The oil has the density {rho_f}][. The oil has the viscosity {eta}]. The bead obeys "
            "Stokes' law and reaches its final speed at once.",
            "In a settling test a dilute suspension of equal small spheres is left to itself in a tall jar. The "
            "spheres[, each {r} in radius,] consist of a heavy material[ with a density of {rho_p}]. The liquid is "
            "Newtonian[. Its viscosity is {eta}][. The liquid's density is {rho_f}]. Consider a sphere that starts at "
            "the surface and falls to the bottom[, {H} below,] in creeping flow at its terminal speed, far from the "
            "others and from the walls.",
        ),
        asks={
            "v": ("With what speed does it sink?", "What is its terminal speed?"),
            "t": ("How long does it take to reach the bottom?", "After what time does it arrive at the bottom?"),
        },
        told={
            "v": ("Its terminal speed is {v}.", "It sinks with a speed of {v}."),
            "t": ("It reaches the bottom after {t}.",),
        },
        inverse={
            "r": ("What is its radius?", "How large is its radius?"),
            "eta": ("What is the viscosity of the liquid?",),
        },
        alterations=(
            Alteration(
                "Suppose that Stokes' law for the drag on a sphere of radius r at a low speed v in a liquid of "
                "viscosity η read 6π η r v times the ratio of r to {b}, instead of 6π η r v.",
                (Law("v", "2*x*g*r*b/(9*eta)"),),
                (given("b", "length in the law of drag", 70, 300, "um"),),
            ),
            Alteration(
                "Suppose that a body in a liquid were pushed up by twice the weight of the liquid that it displaces.",
                (Law("x", "rho_p - 2*rho_f"),),
            ),
        ),
        beside=(
            ("The temperature is {}.", 280, 310, "K"),
            ("The vessel has a diameter of {}.", 0.3, 2.0, "m"),
            ("The air above has a pressure of {}.", 95, 103, "kPa"),
        ),
        requires=("0.1 - 2*rho_f*v*r/eta",),
    ),
    Family(
        name="floating-block",
        domains=("fluids", "mechanics"),
        variables=(
            given("H", "height of the block", 0.1, 2.0, "m", "cm"),
            given("A", "base area of the block", 0.2, 12, "m^2", "cm^2"),
            given("rho_b", "density of the block", 200, 600, "kg/m^3", "g/cm^3"),
            given("rho_l", "density of the liquid", 700, 1300, "kg/m^3", "g/cm^3"),
            derived("s", "draught", "cm"),
            derived("f", "freeboard", "cm"),
            derived("m", "largest load", "kg"),
        ),
        laws=(
            Law("s", "H*rho_b/rho_l", "Archimedes' principle"),
            Law("f", "H - s", "the division of the height by the surface of the liquid"),
            Law("m", "rho_l*A*f", "Archimedes' principle"),
        ),
        scenes=(
            "A uniform rectangular block floats upright and level in a calm liquid[ of density {rho_l}][. The block "
            "is {H} high][. Its base area is {A}][. Its density is {rho_b}].",
            "A raft is a single homogeneous slab of foam[ with a density of {rho_b}], a flat cuboid[ of height {H}][, "
            "with an area of {A} seen from above]. It lies horizontally on the still surface of a basin with some "
            "liquid other than water[, {rho_l} in density].",
            "In a tank filled with a liquid[ of density {rho_l}] a solid cuboid swims with its base horizontal[. Its "
            "density is {rho_b} throughout][. Its base has an area of {A}][. Its height is {H}].",
            "Engineers test a model of a pontoon: a uniform box-shaped body with vertical sides[, {H} high,] and a "
            "horizontal bottom[ of area {A}]. They let it float level in a basin. The material of the pontoon is light"
            "[ ({rho_b})], the liquid in the basin is heavier[ ({rho_l})].",
        ),
        asks={
            "s": ("How deep does its bottom lie below the surface?", "What is the draught, to the lower face?"),
            "m": (
                "What mass can at most be laid on top of it so that its upper face does not go below the surface?",
                "Find the largest load, as a mass on its upper face, with which it still floats level.",
            ),
        },
        told={
            "s": ("Its bottom lies {s} below the surface.",),
            "m": ("A mass of {m} on top of it brings its upper face just to the level of the surface.",),
        },
        inverse={
            "rho_b": ("What is the density of the body that floats?",),
            "H": ("How high is the body that floats, from its lower to its upper face?",),
        },
        alterations=(
            Alteration(
                "Suppose that a body in a liquid were pushed up by 1.5 times the weight of the liquid that it "
                "displaces.",
                (Law("s", "H*rho_b/(1.5*rho_l)"), Law("m", "1.5*rho_l*A*f")),
            ),
            Alteration(
                "Suppose that the density of a liquid had the value stated below at its surface only, grew linearly "
                "with depth from there, and were twice that value at a depth of {b}.",
                (
                    Law("s", "b*(sqrt(1 + 2*H*rho_b/(rho_l*b)) - 1)"),
                    Law("m", "rho_l*A*(H + H^2/(2*b)) - rho_b*A*H"),
                ),
                (given("b", "depth over which the density doubles", 0.1, 1.0, "m"),),
            ),
        ),
        beside=(
            ("The liquid is {} deep.", 3, 20, "m"),
            ("The pressure of the air is {}.", 95, 103, "kPa"),
            ("The surface of the liquid has an extent of {}.", 50, 900, "m^2"),
        ),
        requires=("A - 1.6*H^2",),
    ),
    Family(
        name="leaking-tank",
        domains=("fluids", "mechanics"),
        variables=(
            given("H", "depth of the hole below the surface", 0.1, 6, "m", "cm"),
            given("y", "height of the hole above the ground", 0.1, 4, "m", "cm"),
            given("d", "diameter of the jet", 1, 30, "mm", "cm"),
            G_EARTH,
            derived("v", "outflow speed", "m/s"),
            derived("Q", "outflow rate", "l/s"),
            derived("t", "fall time", "s"),
            derived("D", "distance reached by the jet", "m"),
        ),
        laws=(
            Law("v", "sqrt(2*g*H)", "Torricelli's law"),
            Law("Q", "pi*d^2/4*v", "the definition of the flow rate"),
            Law("t", "sqrt(2*y/g)", "free fall"),
            Law("D", "v*t", "uniform horizontal motion"),
        ),
        scenes=(
            "A wide open tank with a vertical wall stands on level ground. The wall has a small round hole[. The hole "
            "is {H} below the surface of the liquid][. The hole is {y} above the ground]. The liquid has no "
            "viscosity. The jet leaves horizontally[ with a diameter of {d}] and does not contract further. Neglect "
            "the resistance of the air.",
            "A rain barrel with vertical walls springs a leak. The leak is a smooth little opening[ at a height of "
            "{y} above the flat yard]; the water level is some way higher than the leak[, by {H}]. The water shoots "
            "out horizontally as a round jet[, {d} across,] without friction. The level hardly falls meanwhile, and "
            "air drag is negligible.",
            "From the side of a large cistern, open at the top, an ideal liquid escapes horizontally through a rounded "
            "nozzle[ with an opening of diameter {d}] that the jet fills[. The nozzle is {H} deeper than the liquid's "
            "surface][. The nozzle is {y} higher than the floor, which is level]. There is no drag.",
            "Pupils drill a clean hole into the vertical side of a broad water container that stands on a post[. The "
            "hole lies {y} above the horizontal lawn][. The water stands {H} above the hole]. The stream comes out "
            "horizontally[, with a circular cross-section {d} in diameter]. Losses and air resistance may be ignored; "
            "the surface of the water stays where it is.",
        ),
        asks={
            "D": (
                "At what horizontal distance from the hole does the jet reach the ground?",
                "How far, measured horizontally, does the jet get before it hits the ground?",
            ),
            "Q": (
                "What volume flows out per time?",
                "How large is the volume flow rate of the jet?",
            ),
        },
        told={
            "D": ("The jet reaches the ground at a horizontal distance of {D} from where it comes out.",),
            "Q": ("The volume flow rate of the jet is {Q}.",),
        },
        inverse={
            "H": ("How far below the surface does the liquid come out?", "How high is the surface above the outlet?"),
            "y": ("How high above the ground does the liquid come out?",),
        },
        alterations=(
            Alteration(
                "Suppose that, unlike what is said below about losses, half of the energy of every outflow were lost "
                "within the opening, so that only half of it is found as kinetic energy of the jet.",
                (Law("v", "sqrt(g*H)"),),
            ),
            Alteration(
                "Suppose that free jets fell through the air at a constant vertical speed of {b} from the start, "
                "while their horizontal speed stayed the same.",
                (Law("t", "y/b"),),
                (given("b", "vertical speed of a jet", 0.3, 1.5, "m/s"),),
            ),
        ),
        beside=(
            ("The pressure of the air is {}.", 95, 103, "kPa"),
            ("The walls are {} thick.", 1, 9, "mm"),
            ("The base area inside is {}.", 5, 40, "m^2"),
        ),
        requires=("H - 8*d",),
    ),
    Family(
        name="air-drag-power",
        domains=("fluids", "mechanics"),
        variables=(
            given("v", "speed", 30, 220, "km/h", "m/s"),
            given("A", "frontal area", 0.4, 8, "m^2", "cm^2"),
            given("C", "drag coefficient", 0.15, 1.1, "1"),
            given("rho", "density of the air", 0.9, 1.4, "kg/m^3", "g/l"),
            given("D", "length of the trip", 5, 300, "km", "m"),
            derived("F", "drag force", "N"),
            derived("P", "power against the drag", "kW"),
            derived("W", "work against the drag", "MJ"),
        ),
        laws=(
            Law("F", "rho*C*A*v^2/2", "the definition of the drag coefficient"),
            Law("P", "F*v", "the power of a force"),
            Law("W", "F*D", "the definition of work"),
        ),
        scenes=(
            "A car drives on a level road at constant speed[, {v}], on a high plateau where the air is still[ and has "
            "a density of {rho}][. Its frontal area is {A}][. Its drag coefficient is {C}]. The trip leads straight "
            "on[ for {D}].",
            "A racing cyclist in a streamlined shell goes along a straight, flat track[, {D} from end to end,] in a "
            "long hall whose air can be kept at any density that is wanted[; today it is {rho}]. There is no wind. "
            "The shell has a certain drag coefficient[, {C},] and a certain frontal area[, {A}]; the speed is kept "
            "constant[ at {v}].",
            "A van crosses a high plain[ over a distance of {D}] in calm weather. It is driven steadily[ at {v}]. "
            "Wind-tunnel tests have yielded its drag coefficient[, {C}]. Seen from the front it covers some area[, "
            "{A}]. Altitude and cold determine the density of the air, the same along the whole way[: {rho}].",
            "Engineers consider the air resistance of a vehicle in uniform, horizontal motion through resting air on "
            "another planet[. The drag coefficient is {C}][. The frontal area is {A}][. The speed is {v}][. The way "
            "is {D} long][. The air there has a density of {rho}].",
        ),
        asks={
            "F": ("How large is the force of the air on the vehicle?", "What is the air drag?"),
            "P": (
                "What power is needed against the air drag?",
                "How much power does the motion against the resistance of the air take?",
            ),
            "W": (
                "How much work is done against the air drag on the whole way?",
                "What energy does the resistance of the air take from beginning to end of the way?",
            ),
        },
        told={
            "F": ("The air drag is {F}.",),
            "P": ("Against the air drag a power of {P} is needed.",),
            "W": ("On the whole way {W} of work are done against the air drag.",),
        },
        inverse={
            "v": ("How fast is the vehicle?", "What is the speed of the vehicle?"),
            "C": ("What is the drag coefficient?",),
        },
        alterations=(
            Alteration(
                "Suppose that the drag force were ρ C A v²/2 times the ratio of v to {b}, in the usual notation (ρ "
                "density of the air, C drag coefficient, A frontal area, v speed).",
                (Law("F", "rho*C*A*v^3/(2*b)"),),
                (given("b", "speed in the law of drag", 4, 7, "m/s"),),
            ),
            Alteration(
                "Suppose that, unlike what is said below about the air, a constant headwind of {b} blew everywhere "
                "along the way, and that the drag followed from the speed relative to the air.",
                (Law("F", "rho*C*A*(v + b)^2/2"),),
                (given("b", "speed of the headwind", 2, 12, "m/s"),),
            ),
        ),
        beside=(
            ("The vehicle has a mass of {}.", 200, 3000, "kg"),
            ("The wheels have a diameter of {}.", 0.4, 0.9, "m"),
            ("The driver weighs {}.", 50, 100, "kg"),
        ),
    ),
    Family(
        name="capillary-rise",
        domains=("fluids",),
        variables=(
            given("gamma", "surface tension", 18, 75, "mN/m", "N/m"),
            given("theta", "contact angle", 10, 65, "deg", "rad"),
            given("r", "radius of the tube", 0.05, 0.6, "mm", "um"),
            given("rho", "density of the liquid", 700, 1300, "kg/m^3", "g/cm^3"),
            G_EARTH,
            derived("p", "capillary pressure", "Pa"),
            derived("H", "height of rise", "mm"),
            derived("m", "mass of the column", "mg"),
        ),
        laws=(
            Law("p", "2*gamma*cos(theta)/r", "the law of Young and Laplace for a spherical meniscus"),
            Law("H", "p/(rho*g)", "hydrostatic equilibrium"),
            Law("m", "rho*pi*r^2*H", "the volume of a cylinder"),
        ),
        scenes=(
            "A narrow tube[ with an inner radius of {r}] is dipped upright into a liquid[ of density {rho}] that wets "
            "it only in part[, at a contact angle of {theta}]. The liquid[, whose surface tension is {gamma},] climbs "
            "up in it. The meniscus is a part of a sphere, and its own small volume is negligible.",
            "In a vertical capillary[, {r} in radius,] a partly wetting liquid rises above the level outside until it "
            "comes to rest[. The liquid's surface tension is {gamma}][. Its density is {rho}][. It meets the wall at "
            "an angle of {theta}, the contact angle]. The capillary is long enough, open at both ends and circular; "
            "treat the meniscus as spherical and as thin compared with the column.",
            "Sap is drawn up by capillarity in a straight, vertical, round vessel of a dead stem, whose wall it wets "
            "incompletely[. The vessel has a radius of {r}][. The sap has a density of {rho}][. The surface tension "
            "of the sap is {gamma}][. Its contact angle with the vessel is {theta}]. Nothing evaporates; the stem "
            "stands in a dish of sap open to the air, and the meniscus is spherical and small.",
            "To determine surface tensions, a chemist holds a thin round tube upright in a dish of liquid[ with a "
            "density of {rho}] and lets the liquid rise to its equilibrium. The inner radius of the tube is known[ to "
            "be {r}], so are the contact angle[ of {theta}] and, for this calibration, the surface tension[ of "
            "{gamma}]. The meniscus, small compared with the rise, counts as spherical.",
        ),
        asks={
            "H": (
                "How high above the level outside does the liquid stand in equilibrium?",
                "What is the height of rise?",
            ),
            "p": (
                "By how much is the pressure in the liquid just under the meniscus lower than that of the air above "
                "it?",
                "What is the jump in pressure across the meniscus?",
            ),
        },
        told={
            "H": ("The liquid comes to rest {H} above the level outside.",),
            "p": ("The pressure jumps by {p} across the meniscus.",),
        },
        inverse={
            "gamma": ("What is the surface tension?", "How large is the surface tension of the liquid?"),
            "r": ("What is the inner radius in which the liquid rises?",),
        },
        alterations=(
            Alteration(
                "Suppose that in contact with a tube of radius r the surface tension of a liquid were larger than the "
                "value stated for it, by the ratio of {b} to r times that value.",
                (Law("p", "2*gamma*(1 + b/r)*cos(theta)/r"),),
                (given("b", "length in the law of surface tension", 0.05, 0.4, "mm"),),
            ),
            Alteration(
                "Suppose that across a spherical surface of radius s between liquid and air the pressure jumped by "
                "3γ/s instead of 2γ/s, where γ is the surface tension.",
                (Law("p", "3*gamma*cos(theta)/r"),),
            ),
        ),
        beside=(
            ("The outer radius is {}.", 2, 5, "mm"),
            ("The air has a pressure of {}.", 95, 103, "kPa"),
            ("The liquid in the dish is {} deep.", 1, 5, "cm"),
        ),
    ),
)
