"""Mechanics of bodies that move along: flight, friction, pulleys, impact."""

from __future__ import annotations

from physfm.evaluation.problems.causal import G_EARTH, Law, derived, given
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
)
