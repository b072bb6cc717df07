"""Mechanics: motion, forces, energy, rotation, oscillation."""

from __future__ import annotations

from physfm.evaluation.problems.causal import G_EARTH, Law, constant, derived, given
from physfm.evaluation.problems.family import Alteration, Family

FAMILIES = (
    Family(
        name="projectile-range",
        domains=("mechanics",),
        variables=(
            given("v", "launch speed", 5, 60, "m/s", "km/h"),
            given("theta", "launch angle", 15, 75, "deg", "rad"),
            G_EARTH,
            derived("u", "vertical launch velocity", "m/s"),
            derived("w", "horizontal velocity", "m/s"),
            derived("t", "time of flight", "s"),
            derived("D", "range", "m"),
        ),
        laws=(
            Law("u", "v*sin(theta)", "the component along the vertical"),
            Law("w", "v*cos(theta)", "the component along the ground"),
            Law("t", "2*u/g", "the time until the vertical velocity is reversed"),
            Law("D", "w*t", "uniform motion along the ground"),
        ),
        scenes=(
            "A ball is thrown from level ground[ with a launch speed of {v}][ at a launch angle of {theta} above the "
            "horizontal]. Air resistance is negligible.",
            "A golf ball leaves the tee[ at {v}][, its path {theta} above the horizontal at first], and lands at the "
            "same height. Neglect the air.",
            "On a wide flat field a catapult shoots a stone[ at an angle of {theta} to the ground][ with a speed of "
            "{v}]; the air may be ignored, and the stone comes down at the height from which it left.",
            "Neglecting drag, consider a projectile over level ground[ whose initial speed is {v}][, with an angle of "
            "elevation of {theta}].",
        ),
        asks={
            "D": ("How far away does it land?", "What is its range?", "Find the horizontal distance that it covers."),
            "t": ("How long is it in the air?", "What is the time of flight?"),
        },
        told={"D": ("It lands {D} away.", "Its range is {D}."), "t": ("It is in the air for {t}.",)},
        inverse={"v": ("With what speed did it start?", "What was the launch speed?")},
        alterations=(
            Alteration(
                "Suppose that in this world a thrown body keeps its horizontal velocity for the first half of the "
                "flight only and moves at half of it from then on.",
                (Law("D", "w*t/2 + w/2*t/2"),),
            ),
            Alteration(
                "Suppose that in this world the pull of the ground on a thrown body were three times as strong on the "
                "way down as on the way up, where the acceleration is g.",
                (Law("t", "u/g + u/(g*sqrt(3))"),),
            ),
        ),
        beside=(
            ("Its mass is {}.", 0.1, 5.0, "kg"),
            ("The temperature of the air is {}.", 275, 310, "K"),
            ("A spectator stands {} behind the starting point.", 2, 30, "m"),
        ),
    ),
    Family(
        name="incline-friction",
        domains=("mechanics",),
        variables=(
            given("m", "mass of the sliding body", 0.5, 20, "kg", "g"),
            given("theta", "angle of the slope", 27, 50, "deg", "rad"),
            given("mu", "coefficient of kinetic friction", 0.08, 0.32, "1"),
            given("L", "sliding distance", 0.5, 6, "m", "cm"),
            G_EARTH,
            derived("F_N", "normal force", "N"),
            derived("F_f", "friction force", "N"),
            derived("a", "acceleration", "m/s^2"),
            derived("v", "final speed", "m/s"),
        ),
        laws=(
            Law("F_N", "m*g*cos(theta)", "balance of forces perpendicular to the slope"),
            Law("F_f", "mu*F_N", "Coulomb's law of friction"),
            Law("a", "g*sin(theta) - F_f/m", "Newton's second law along the slope"),
            Law("v", "sqrt(2*a*L)", "constant acceleration from rest"),
        ),
        scenes=(
            "A block[ with a mass of {m}] is released from rest on a straight ramp[ inclined at {theta} to the "
            "horizontal][, with a coefficient of kinetic friction of {mu}][; it slides {L} along the ramp]. The air "
            "may be ignored.",
            "In a warehouse a crate[ that has a mass of {m}] starts from rest and slides down a plane chute[ that "
            "rises at an angle of {theta} to the floor][; the chute is {L} long]. Sliding friction acts on the crate "
            "all the way[, its coefficient being {mu}].",
            "A stone slab[ of mass {m}] lies on a flat, uniform hillside[ of slope angle {theta}]. It is let go "
            "without a push and slides straight down[ over a distance of {L} measured along the slope], with "
            "friction[ of kinetic coefficient {mu}] but without any other resistance.",
            "A physics student lets a wooden cuboid[ with mass {m}] slide down a tilted plank, from rest[, through a "
            "distance of {L} along the plank]. Between wood and plank there is dry sliding friction[ with the "
            "coefficient {mu}]. Drag is negligible[; the plank makes an angle of {theta} with the horizontal].",
        ),
        asks={
            "v": ("What final speed does it reach?", "How fast is it at the end of the slide?"),
            "F_f": (
                "How large is the friction force on it?",
                "Find the force of friction that acts on it as it slides.",
            ),
        },
        told={
            "v": (
                "It reaches a final speed of {v}.",
                "It is found to move at {v} at the end of the slide.",
            ),
        },
        inverse={
            "L": ("How far did it slide?", "Over what distance did it slide?"),
        },
        alterations=(
            Alteration(
                "Suppose that in this world sliding friction were the coefficient of friction times the whole weight "
                "of a body, whatever the slope of the surface, instead of the coefficient times the normal force.",
                (Law("F_f", "mu*m*g"),),
            ),
            Alteration(
                "Suppose that in this world every body were twice as inert: its acceleration is the net force on it "
                "divided by twice its mass, while its weight and friction are as usual.",
                (Law("a", "(m*g*sin(theta) - F_f)/(2*m)"),),
            ),
        ),
        beside=(
            ("The face that touches the surface has an area of {}.", 100, 900, "cm^2"),
            ("The temperature of the surroundings is {}.", 275, 305, "K"),
            ("The coefficient of friction between a rubber sole and the same surface is {}.", 0.6, 0.9, "1"),
        ),
        requires=("tan(theta) - 1.3*mu",),
    ),
    Family(
        name="atwood-pulley",
        domains=("mechanics",),
        variables=(
            given("m_1", "mass of the heavier body", 2.5, 6, "kg", "g"),
            given("m_2", "mass of the lighter body", 0.8, 2, "kg", "g"),
            given("M", "mass of the pulley", 1, 5, "kg", "g"),
            given("h", "drop height", 0.4, 4, "m", "cm"),
            G_EARTH,
            derived("F", "driving force", "N"),
            derived("m_eff", "effective inertial mass", "kg"),
            derived("a", "acceleration", "m/s^2"),
            derived("v", "final speed", "m/s"),
        ),
        laws=(
            Law("F", "(m_1 - m_2)*g", "the difference of the two weights"),
            Law("m_eff", "m_1 + m_2 + M/2", "the inertia of both bodies and of a disc at its rim"),
            Law("a", "F/m_eff", "Newton's second law for the whole machine"),
            Law("v", "sqrt(2*a*h)", "constant acceleration from rest"),
        ),
        scenes=(
            "Two bodies hang on a light cord over a pulley, which is a uniform disc on a frictionless axle[ and has a "
            "mass of {M}]; the cord does not slip.[ The heavier body has a mass of {m_1}.][ The lighter one has a "
            "mass of {m_2}.] The machine is released from rest, and the heavier body falls[ by {h}].",
            "In an Atwood machine the cord runs without slipping over a disc-shaped, homogeneous pulley[ of mass {M}] "
            "that turns without friction.[ On one side hangs a mass of {m_1}.][ On the other side hangs a smaller "
            "mass of {m_2}.][ After the release from rest the heavier side sinks through {h}.]",
            "A stage hand lets go of a sandbag[ of mass {m_1}] that is tied by a light rope to a lighter "
            "counterweight[ of mass {m_2}]. The rope passes over a pulley, a solid uniform disc[ of mass {M}], on "
            "which it does not slip; friction in the bearing is negligible. Everything is at rest at first[, and the "
            "sandbag comes down by {h}].",
            "A bucket of water[ with a total mass of {m_1}] and a lighter empty bucket[ with a mass of {m_2}] hang "
            "from the two ends of a rope of negligible mass. The rope goes over a frictionless pulley above the well, "
            "a uniform disc[ with a mass of {M}], without slipping. The full bucket drops from rest[ through a height "
            "of {h}].",
        ),
        asks={
            "a": ("With what acceleration do the two move?", "Find the magnitude of their acceleration."),
            "v": (
                "How fast are they at the end of the drop?",
                "What speed do they have at the end of the fall?",
            ),
        },
        told={"v": ("At the end of the drop their speed is {v}.",), "a": ("Their acceleration is {a}.",)},
        inverse={"h": ("How far did the heavier one drop?", "Through what height did the heavier one fall?")},
        alterations=(
            Alteration(
                "Suppose that in this world the moment of inertia of a uniform disc of mass M and radius R were M R² "
                "instead of M R²/2.",
                (Law("m_eff", "m_1 + m_2 + M"),),
            ),
            Alteration(
                "Suppose that in this world gravity pulled only half as strongly on a body that is moving upwards as "
                "on one that is moving downwards, whose weight is the usual one.",
                (Law("F", "(m_1 - m_2/2)*g"),),
            ),
        ),
        beside=(
            ("The radius of the disc is {}.", 5, 30, "cm"),
            ("The lighter side begins {} above the floor.", 5, 9, "cm"),
            ("The cord could carry a load of {} before breaking.", 800, 3000, "N"),
        ),
    ),
    Family(
        name="ballistic-pendulum",
        domains=("mechanics",),
        variables=(
            given("m", "mass of the projectile", 4, 20, "g", "kg"),
            given("v", "projectile speed", 150, 450, "m/s", "km/h"),
            given("M", "mass of the target", 1, 5, "kg", "g"),
            G_EARTH,
            derived("p", "momentum of the projectile", "kg*m/s"),
            derived("u", "speed just after the impact", "m/s"),
            derived("H", "rise height", "cm"),
        ),
        laws=(
            Law("p", "m*v", "the definition of momentum"),
            Law("u", "p/(m + M)", "conservation of momentum"),
            Law("H", "u^2/(2*g)", "conservation of energy after the impact"),
        ),
        scenes=(
            "A bullet[ with a mass of {m}] flies horizontally[ with a speed of {v}] into a wooden block[ of mass {M}] "
            "that hangs at rest on long cords, and stays in it. Block and bullet swing up together.",
            "To measure muzzle velocities, a pellet[ of mass {m}] is shot level into a suspended box of clay[ of mass "
            "{M}], which is at rest before and swings like a pendulum with the pellet stuck inside.[ The pellet "
            "hits the box at {v}.] The impact is over before the box has moved.",
            "A ballistic pendulum consists of a block[ with mass {M}] on strings of negligible mass. A projectile[ "
            "whose mass is {m}] comes in horizontally[ at {v}] and sticks in the block, which then rises without any "
            "loss to friction.",
            "In a forensic laboratory a sandbag hangs motionless from the ceiling[; its mass is {M}]. A slug fired "
            "horizontally[ at a speed of {v}] lodges in it[; the slug has a mass of {m}]. The bag swings freely "
            "afterwards.",
        ),
        asks={
            "H": (
                "How high above its first position does the target swing?",
                "By what height do target and projectile rise?",
            ),
            "u": (
                "What is the speed of target and projectile immediately after the impact?",
                "How fast does the target begin to move with the projectile in it?",
            ),
        },
        told={"H": ("The target rises by {H}.", "They swing up by {H}.")},
        inverse={
            "v": ("How fast was the projectile before the impact?", "With what speed did the projectile hit?"),
            "M": ("What is the mass of the target without the projectile?", "Find the mass of the target alone."),
        },
        alterations=(
            Alteration(
                "Suppose that in this world, whenever two bodies stick together, one third of their total momentum "
                "vanished.",
                (Law("u", "2*p/(3*(m + M))"),),
            ),
            Alteration(
                "Suppose that in this world the kinetic energy of a moving body were its mass times the square of its "
                "speed, without the factor of one half, while momentum and gravity are as usual and energy is "
                "conserved.",
                (Law("H", "u^2/g"),),
            ),
        ),
        beside=(
            ("The cords are {} long.", 2.5, 5.0, "m"),
            ("The gun stands {} away from the target.", 3, 8, "m"),
            ("The barrel of the gun has a length of {}.", 0.3, 0.9, "m"),
        ),
    ),
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
                "Suppose that in this world every braking torque fell off with the square root of the angular "
                "velocity as a body slows down; what is called its value here is that at the initial angular velocity.",
                (Law("t", "2*omega/alpha_b"),),
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
            "harmonically without damping[; its amplitude is {A}].",
            "A cart that rolls without friction and without noticeable inertia of its wheels oscillates to and fro on "
            "a horizontal rail, driven only by an ideal spring[ of force constant {k}].[ The cart has a mass of "
            "{m}.][ Its greatest displacement from the middle is {A}.]",
            "Undamped simple harmonic motion of a body[ of mass {m}] on a Hookean spring is recorded[; the body swings "
            "{A} to either side of its equilibrium][, and the spring constant is known to be {k}].",
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
                "is what is called its spring constant or stiffness and A the amplitude, in place of Hooke's law.",
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
