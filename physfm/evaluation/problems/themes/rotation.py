"""Mechanics of what turns and swings: flywheels, springs, orbits, rolling, torsion."""

from __future__ import annotations

from physfm.evaluation.problems.causal import G_EARTH, Law, constant, derived, given
from physfm.evaluation.problems.family import Alteration, Family

FAMILIES = (
    Family(
        name="flywheel-braking",
        domains=("mechanics",),
        variables=(
            given("M", "mass of the flywheel", 20, 400, "kg"),
            given("R", "radius of the flywheel", 0.2, 0.9, "m", "cm"),
            given("omega", "initial angular velocity", 40, 300, "rad/s", "rpm"),
            given("tau", "braking torque", 5, 90, "N*m"),
            derived("I", "moment of inertia", "kg*m^2"),
            derived("alpha_b", "angular deceleration", "rad/s^2"),
            derived("t", "braking time", "s"),
            derived("E", "initial rotational energy", "J", "kJ"),
        ),
        laws=(
            Law("I", "M*R^2/2", "the moment of inertia of a uniform disc"),
            Law("alpha_b", "tau/I", "Newton's second law for rotation"),
            Law("t", "omega/alpha_b", "constant angular deceleration"),
            Law("E", "I*omega^2/2", "the energy of rotation"),
        ),
        scenes=(
            "A flywheel, a uniform solid disc[ with a mass of {M}][, of radius {R}], turns freely about its axis[ at "
            "{omega}]. A brake then acts on it[ with a constant torque of {tau}] until it stands still.",
            "An energy store for trams spins a homogeneous disc[ of mass {M}][, whose radius is {R},] about its "
            "symmetry axis[ with an angular velocity of {omega}]. To stop it, a steady braking torque is applied[, "
            "with a magnitude of {tau}].",
            "The motor of a potter's wheel fails while the wheel, a uniform circular slab[ of radius {R}][, with a "
            "mass of {M}], rotates[ at {omega}]. Friction exerts a torque on it that does not depend on the speed[ "
            "and amounts to {tau}].",
            "A grinding stone is a uniform cylinder that rotates about its axis[ and has a mass of {M}][; its radius "
            "is {R}].[ At the start it turns at {omega}.] A tool pressed to its rim slows it down steadily[ by a "
            "torque of {tau}] until it is at rest.",
        ),
        asks={
            "t": ("How long does it take to come to rest?", "After what time has it stopped?"),
            "E": (
                "How much kinetic energy does it hold at first?",
                "What is its rotational energy before the braking?",
            ),
        },
        told={
            "t": ("It comes to rest after {t}.", "It takes {t} to stop."),
            "E": ("Before the braking it holds a kinetic energy of {E}.",),
        },
        inverse={
            "M": ("What is its mass?", "Find its mass."),
            "R": ("What is its radius?", "How large is its radius?"),
            "omega": ("What was its angular velocity at first?", "With what angular velocity did it begin?"),
            "tau": ("How large is the torque that brakes it?", "Find the braking torque."),
        },
        alterations=(
            Alteration(
                "Suppose that in this world a torque changed the angular velocity of a body only half as fast as it "
                "does in ours, while moment of inertia and energy of rotation are as usual.",
                (Law("alpha_b", "tau/(2*I)"),),
            ),
            Alteration(
                "Suppose that in this world a piece of mass dm at a distance r from the axis contributed r³ dm/R to "
                "the moment of inertia of a wheel of radius R, in place of r² dm, and the laws of rotation were as "
                "usual otherwise.",
                (Law("I", "2*M*R^2/5"),),
            ),
        ),
        beside=(
            ("The surroundings are at {}.", 280, 305, "K"),
            ("The axis is {} above the floor.", 1.2, 3.0, "m"),
            ("The temperature of the brake rises by {} in the process.", 5, 60, "K"),
        ),
    ),
    Family(
        name="spring-oscillator",
        domains=("mechanics",),
        variables=(
            given("m", "oscillating mass", 0.1, 5, "kg", "g"),
            given("k", "spring constant", 20, 800, "N/m", "N/cm"),
            given("A", "amplitude", 1, 20, "cm", "mm", "m"),
            derived("omega", "angular frequency", "rad/s"),
            derived("v", "maximum speed", "m/s"),
            derived("a", "maximum acceleration", "m/s^2"),
        ),
        laws=(
            Law("omega", "sqrt(k/m)", "Newton's second law with Hooke's law"),
            Law("v", "A*omega", "the derivative of a harmonic motion"),
            Law("a", "v*omega", "the second derivative of a harmonic motion"),
        ),
        scenes=(
            "A glider[ with a mass of {m}] on a level air track is fixed to one end of a light spring[ with a spring "
            "constant of {k}]; the other end is held. The glider is displaced from equilibrium[ by {A}] and released "
            "from rest.",
            "In an instrument a weight[ of mass {m}] is held by a massless spring[ of stiffness {k}] and vibrates "
            "without damping[; its amplitude is {A}].",
            "A cart that rolls without friction and without noticeable inertia of its wheels oscillates to and fro on "
            "a horizontal rail, driven only by an ideal spring[ of force constant {k}].[ The cart has a mass of "
            "{m}.][ Its greatest displacement from the middle is {A}.]",
            "The undamped oscillation of a body[ of mass {m}] on a light spring is recorded[; the body swings {A} to "
            "either side of its equilibrium][, and the spring constant is known to be {k}].",
        ),
        asks={
            "v": ("What is the greatest speed during the motion?", "How fast does it pass through equilibrium?"),
            "a": (
                "What is the greatest magnitude of the acceleration?",
                "Find the magnitude of the acceleration at the turning points.",
            ),
        },
        told={"v": ("Its greatest speed is {v}.", "It passes through equilibrium at {v}.")},
        inverse={
            "A": ("What is the amplitude?", "How large is the amplitude of the oscillation?"),
            "k": ("What is the spring constant?", "Find the stiffness of the spring."),
            "m": ("What is the oscillating mass?", "How large is the mass that oscillates?"),
        },
        alterations=(
            Alteration(
                "Suppose that in this world a body were four times as inert: a force gives it an acceleration of the "
                "force divided by four times its mass.",
                (Law("omega", "sqrt(k/(4*m))"),),
            ),
            Alteration(
                "Suppose that in this world a spring pulled back with a force of k x³/A² at a displacement x, where k "
                "is what is called its spring constant, force constant or stiffness and A the amplitude, in place of "
                "Hooke's law.",
                (Law("v", "A*sqrt(k/(2*m))"), Law("a", "k*A/m")),
            ),
        ),
        beside=(
            ("The unstretched spring is {} long.", 0.3, 0.8, "m"),
            ("The wire of the spring has a diameter of {}.", 0.5, 3.0, "mm"),
            ("The apparatus stands {} above sea level.", 50, 900, "m"),
        ),
    ),
    Family(
        name="satellite-orbit",
        domains=("mechanics", "astrophysics"),
        variables=(
            given("M", "mass of the planet", 2e23, 1e25, "kg"),
            given("R", "radius of the planet", 2300, 8000, "km", "m"),
            given("h", "altitude of the orbit", 800, 30000, "km", "m"),
            constant("G"),
            derived("r", "orbital radius", "km"),
            derived("a", "gravitational acceleration at the orbit", "m/s^2"),
            derived("v", "orbital speed", "km/s"),
            derived("T", "orbital period", "h"),
        ),
        laws=(
            Law("r", "R + h", "the distance from the centre"),
            Law("a", "G*M/r^2", "Newton's law of gravitation"),
            Law("v", "sqrt(a*r)", "gravity as the centripetal force"),
            Law("T", "2*pi*r/v", "one turn at constant speed"),
        ),
        scenes=(
            "A satellite moves on a circular orbit around a planet without an atmosphere[ at an altitude of {h} above "
            "the surface].[ The planet has a mass of {M}.][ The planet's radius is {R}.]",
            "A space probe has been put on a circular path about a spherical exoplanet[ of mass {M}][, with a radius "
            "of {R}]; it runs without its engine[ at a height of {h} above the ground].",
            "A small moon circles its planet, far from any other body.[ The planet's mass is {M}.][ The planet's "
            "radius is {R}.][ The orbit is a circle {h} above the planet's surface.]",
            "Engineers plan a circular orbit for a relay station around a planet[ whose mass is {M}][, with a radius "
            "of {R}][; it is to stay {h} above the surface]. Other forces than the planet's gravity are negligible.",
        ),
        asks={
            "v": ("What is the speed along the orbit?", "How fast does it have to move on this orbit?"),
            "T": ("How long does one revolution take?", "Find the orbital period."),
        },
        told={"v": ("It moves at {v}.",), "T": ("One revolution takes {T}.",)},
        inverse={"M": ("What is the mass of the planet?", "Find the planet's mass.")},
        alterations=(
            Alteration(
                "Suppose that in this world gravity fell off with the third power of the distance: a planet of mass M "
                "and radius R gives a body at a distance r from its centre the acceleration G M R/r³, with the usual "
                "gravitational constant G.",
                (Law("a", "G*M*R/r^3"),),
            ),
            Alteration(
                "Suppose that in this world the inertial mass of a body were three times its gravitational mass, so "
                "that the force of gravity, which is as usual, gives it a third of the usual acceleration.",
                (Law("v", "sqrt(a*r/3)"),),
            ),
        ),
        beside=(
            ("What circles the planet has a mass of {}.", 200, 5000, "kg"),
            ("The planet turns about its own axis once in {}.", 8, 70, "h"),
            ("The planet is {} from its star.", 5e7, 9e8, "km"),
        ),
        requires=("M/R^3 - 8000", "34000 - M/R^3"),
    ),
    Family(
        name="rolling-ring",
        domains=("mechanics",),
        variables=(
            given("r", "inner radius", 3, 20, "cm", "mm"),
            given("R", "outer radius", 5, 25, "cm", "mm"),
            given("h", "height of the descent", 0.1, 1.2, "m", "cm"),
            G_EARTH,
            derived("beta", "inertia ratio", "1"),
            derived("v", "final speed", "m/s"),
            derived("omega", "final angular velocity", "rad/s"),
        ),
        laws=(
            Law(
                "beta",
                "(1 + r^2/R^2)/2",
                "the moment of inertia of a thick ring over its mass and outer radius squared",
            ),
            Law("v", "sqrt(2*g*h/(1 + beta))", "conservation of energy"),
            Law("omega", "v/R", "rolling without slipping"),
        ),
        scenes=(
            "A homogeneous thick-walled tube[ with an inner radius of {r}][, of outer radius {R},] rolls from rest "
            "down a ramp without slipping[; its axis comes down by {h}]. Rolling resistance and drag are negligible.",
            "A uniform ring with a rectangular cross-section starts from rest and rolls down a slope without sliding "
            "or losses.[ Its hole has a radius of {r}.][ Its outer rim has a radius of {R}.][ In all it loses {h} in "
            "height.]",
            "A length of uniform steel pipe gets loose on a hillside: it rolls, never slips, and nothing takes energy "
            "out of the motion.[ The pipe's inner radius is {r}.][ The pipe's outer radius is {R}.][ The pipe "
            "descends through a height of {h} from where it lay at rest.]",
            "Consider a hollow cylinder of constant density[, of outer radius {R}][, whose bore has the radius {r}]. "
            "Released from rest on an inclined plane, it rolls without slipping and without losses[ until it is {h} "
            "lower].",
        ),
        asks={
            "v": (
                "How fast does its centre move at the end?",
                "What is the speed of its centre at the end of the descent?",
            ),
            "omega": (
                "What is its angular velocity at the end?",
                "With what angular velocity does it turn when it has come down?",
            ),
        },
        told={"v": ("In the end its centre moves at {v}.",), "omega": ("In the end its angular velocity is {omega}.",)},
        inverse={"h": ("Through what height did it descend?", "How much lower is it in the end?")},
        alterations=(
            Alteration(
                "Suppose that in this world the energy of rotation were the moment of inertia times the square of the "
                "angular velocity, twice what it is in ours; all else, and the conservation of energy, is as usual.",
                (Law("v", "sqrt(2*g*h/(1 + 2*beta))"),),
            ),
            Alteration(
                "Suppose that in this world the energy that a body of mass M loses in a descent by h from rest were "
                "M g h²/H with H = {H}, in place of M g h.",
                (Law("v", "sqrt(2*g*h^2/(H*(1 + beta)))"),),
                (given("H", "reference height", 1.5, 4, "m"),),
            ),
        ),
        beside=(
            ("Its mass is {}.", 0.5, 40, "kg"),
            ("Its length along the axis is {}.", 5, 90, "cm"),
            ("Its temperature is {}.", 270, 310, "K"),
        ),
        requires=("R - 1.08*r", "2*r - R"),
    ),
    Family(
        name="torsion-pendulum",
        domains=("mechanics",),
        variables=(
            given("d", "wire diameter", 0.5, 2.5, "mm", "um"),
            given("L", "wire length", 0.3, 2.5, "m", "cm"),
            given("S", "shear modulus", 25, 85, "GPa"),
            given("M", "mass of the disc", 0.4, 6, "kg", "g"),
            given("R", "radius of the disc", 5, 25, "cm", "mm"),
            derived("kappa", "torsion constant", "N*m/rad"),
            derived("I", "moment of inertia", "kg*m^2"),
            derived("T", "oscillation period", "s"),
        ),
        laws=(
            Law("kappa", "pi*S*d^4/(32*L)", "elastic shear of a round wire"),
            Law("I", "M*R^2/2", "the moment of inertia of a uniform disc"),
            Law("T", "2*pi*sqrt(I/kappa)", "harmonic rotation under a linear restoring torque"),
        ),
        scenes=(
            "A uniform disc[ with a mass of {M}][, of radius {R},] hangs horizontally by its centre from a round "
            "wire[ of length {L}][, with a diameter of {d}][, whose metal has a shear modulus of {S}]. It is turned a "
            "little and let go; damping is negligible.",
            "In a clock a flat homogeneous disc twists to and fro at the end of a vertical solid wire, which obeys "
            "Hooke's law and has a circular cross-section.[ The disc has a mass of {M}.][ The radius of the disc is "
            "{R}.][ The wire is {L} long.][ The diameter of the wire is {d}.][ Its metal has a shear modulus of {S}.]",
            "To find how stiff an alloy is, a wire of it with a round cross-section is clamped at its upper end[; it "
            "is {L} long][, with a thickness of {d}][; the shear modulus turns out to be {S}]. A thin circular plate "
            "of uniform density is fixed to its lower end in the plane perpendicular to it[; the plate's mass is "
            "{M}][; its radius is {R}]. The plate performs small undamped torsional oscillations.",
            "Consider an ideal torsion pendulum: a massless cylindrical fibre[ of diameter {d}][, with a length of "
            "{L}], elastic[ with the shear modulus {S}], which carries at its end a uniform disc, coaxial with it[, "
            "of radius {R}][, with a mass of {M}].",
        ),
        asks={
            "T": ("What is the period of the oscillation?", "How long does one full oscillation take?"),
            "kappa": (
                "What is the torsion constant, torque per angle of twist?",
                "Find the ratio of the restoring torque to the angle of twist.",
            ),
        },
        told={"T": ("One full oscillation takes {T}.", "The period is measured as {T}.")},
        inverse={
            "S": ("What is the shear modulus?", "Find the shear modulus of what it hangs on."),
            "L": ("What is the length of what it hangs on?", "How long is the wire or fibre?"),
            "d": ("How thick is what it hangs on, as a diameter?", "Find the diameter of the wire or fibre."),
            "M": ("What is the mass of what oscillates?", "Find the mass of the oscillating body."),
        },
        alterations=(
            Alteration(
                "Suppose that in this world the torsion constant of a round wire of length L, diameter d and shear "
                "modulus S grew only with the third power of the diameter: it is π S d³ b/(32 L) with b = {b}.",
                (Law("kappa", "pi*S*d^3*b/(32*L)"),),
                (given("b", "reference width", 3, 6, "mm"),),
            ),
            Alteration(
                "Suppose that in this world a torque gave a body only a third of the angular acceleration that it "
                "gives in ours.",
                (Law("T", "2*pi*sqrt(3*I/kappa)"),),
            ),
        ),
        beside=(
            ("It is turned by {} at first.", 2, 8, "deg"),
            ("It hangs {} above the table.", 0.2, 0.9, "m"),
            ("The room is at {}.", 285, 300, "K"),
        ),
    ),
)
