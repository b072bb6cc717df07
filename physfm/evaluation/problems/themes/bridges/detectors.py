"""Detectors and the physics that they rest on: thermal noise, Cherenkov light, tracks in a magnetic field."""

from __future__ import annotations

from physfm.evaluation.problems.causal import G_EARTH, Law, constant, derived, given
from physfm.evaluation.problems.family import Alteration, Family

FAMILIES = (
    Family(
        name="suspension-thermal-noise",
        domains=("statistical mechanics", "gravitational waves"),
        variables=(
            given("m", "mass of the mirror", 1, 200, "kg", "g"),
            given("l", "length of the suspension", 0.3, 2, "m", "cm"),
            given("T", "temperature", 10, 300, "K"),
            given("L", "arm length", 0.3, 40, "km", "m"),
            G_EARTH,
            constant("k_B"),
            derived("k", "pendulum stiffness", "N/m"),
            derived("x", "thermal displacement", "pm"),
            derived("s", "equivalent strain", "1"),
        ),
        laws=(
            Law("k", "m*g/l", "the restoring force of a pendulum at small angles"),
            Law("x", "sqrt(k_B*T/k)", "equipartition of energy"),
            Law("s", "x/L", "the definition of strain"),
        ),
        scenes=(
            "In a gravitational-wave detector a mirror[ of mass {m}] hangs as a simple pendulum[ on wires {l} long] "
            "and is in thermal equilibrium[ at {T}]. Consider only its pendulum motion along the beam, treated "
            "classically. The mirror ends an arm of the interferometer[ with a length of {L}]. Express the motion as "
            "a strain by dividing it by the arm length.",
            "Thermal energy shakes the test mass at the end of a long vacuum tube[ of {L}]. The test mass[, weighing "
            "{m},] is held by massless fibres[ of length {l}] and swings in the direction of the tube with no other "
            "force than its weight and the fibres' pull. The whole installation has one temperature[, {T}]. The "
            "strain meant here is displacement over the length of the tube.",
            "For a future observatory of gravitational waves, engineers choose the length of the threads that carry a "
            "mirror[, {l}], the temperature of the cryostat[, {T}], the mirror's mass[, {m}], and the distance "
            "between the mirrors at both ends of an arm[, {L}]. They estimate how far the swinging of one mirror as a "
            "classical pendulum, along the arm and in equilibrium, carries it; divided by the arm's length this is an "
            "equivalent strain.",
            "In a laser interferometer every mirror is a pendulum so as to be free in the direction of the light. One "
            "mirror is looked at[; its mass is {m}][; the pendulum is {l} long][; the temperature is {T}][; the arm "
            "that it closes off is {L} long]. Its swing in the direction of the light is a classical harmonic motion "
            "in thermal equilibrium. A displacement divided by the length of the arm is called a strain.",
        ),
        asks={
            "x": (
                "What is the root-mean-square displacement of the mirror?",
                "Find the root-mean-square thermal displacement of the mirror along the beam.",
            ),
            "s": (
                "To what strain does the root-mean-square displacement correspond?",
                "What is the root-mean-square displacement of the mirror, expressed as a strain?",
            ),
        },
        told={
            "x": ("The root-mean-square displacement of the mirror is {x}.",),
            "s": ("Expressed as a strain, the root-mean-square displacement of the mirror is {s}.",),
        },
        inverse={
            "T": ("What is the temperature?", "At which temperature does the mirror hang?"),
            "m": ("What is the mass of the mirror?", "How heavy is the mirror?"),
        },
        alterations=(
            Alteration(
                "Suppose that in this world every quadratic term of the energy held k_B·T on average in thermal "
                "equilibrium, instead of k_B·T/2.",
                (Law("x", "sqrt(2*k_B*T/k)"),),
            ),
            Alteration(
                "Suppose that in this world every quadratic term of the energy held k_B·T²/(2·T₀) on average in "
                "thermal equilibrium, instead of k_B·T/2, where T₀ is a fixed temperature of {T_0}.",
                (Law("x", "sqrt(k_B*T^2/(T_0*k))"),),
                (given("T_0", "reference temperature", 400, 900, "K"),),
            ),
        ),
        beside=(
            ("The laser has a wavelength of {}.", 1000, 2000, "nm"),
            ("The laser has a power of {}.", 10, 200, "W"),
            ("The mirror has a diameter of {}.", 20, 60, "cm"),
        ),
    ),
    Family(
        name="cherenkov-ring",
        domains=("waves and optics", "particle physics"),
        variables=(
            given("p", "momentum of the particle", 0.2, 10, "GeV/c", "MeV/c"),
            given("m", "mass of the particle", 100, 1000, "MeV/c^2", "GeV/c^2"),
            given("n", "refractive index", 1.1, 1.6, "1"),
            given("d", "distance to the sensors", 5, 300, "cm", "m"),
            constant("c"),
            derived("E", "energy of the particle", "GeV"),
            derived("beta", "speed in units of the speed of light", "1"),
            derived("theta", "Cherenkov angle", "deg"),
            derived("r", "ring radius", "cm"),
        ),
        laws=(
            Law("E", "sqrt((p*c)^2 + (m*c^2)^2)", "the relativistic relation of energy and momentum"),
            Law("beta", "p*c/E", "the relativistic relation of speed, momentum and energy"),
            Law("theta", "arccos(1/(n*beta))", "the interference of the waves from all points of the path"),
            Law("r", "d*tan(theta)", "the geometry of a cone"),
        ),
        scenes=(
            "A charged particle[ with a momentum of {p}] radiates Cherenkov light over a short piece of its path in a "
            "transparent medium[ of refractive index {n}]; the mass of the particle is known[ to be {m}]. It moves at "
            "right angles to a plane of light sensors within the same medium, whose distance from that piece is "
            "known[ to be {d}].",
            "In a liquid[, whose refractive index is {n},] a fast charged hadron is stopped by a collision just after "
            "it has begun to emit Cherenkov light. Its direction was perpendicular to a wall with photomultipliers in "
            "the liquid, ahead of it[ at a distance of {d}]. Before the collision its speed did not change "
            "noticeably[, its momentum being {p}][, its mass {m}].",
            "A ring-imaging detector identifies particles by the light that they emit when they outrun light in "
            "matter. The block of matter that is used[, with an index of refraction of {n},] extends up to the "
            "pixels, so that no refraction occurs on the way. A particle[ of mass {m}] comes in perpendicular to the "
            "plane of the pixels[ with a momentum of {p}] and emits from nearly a single point[, {d} in front of that "
            "plane].",
            "Through a clear aerogel or glass[, in which light has a speed of c divided by {n},] a particle with one "
            "elementary charge flies straight towards a screen, at right angles to it. The accelerator sets its "
            "momentum[, {p}], and its kind determines its mass[, {m}]. A flash of Cherenkov light is produced by the "
            "particle in a thin slice of the material, and reaches the screen[ after {d}, measured along the "
            "particle's path,] without leaving the material.",
        ),
        asks={
            "theta": (
                "At what angle to the particle's path is the light emitted?",
                "What is the angle between the light and the path of the particle?",
            ),
            "r": ("What is the radius of the ring of light?", "How large is the radius of the circle that is lit?"),
        },
        told={"r": ("The ring of light has a radius of {r}.",)},
        inverse={
            "d": (
                "How far from the plane where it is detected is the light emitted?",
                "What is the distance from the source of the light to the plane where it is detected?",
            ),
            "n": ("What is the refractive index?", "Find the refractive index of the material."),
        },
        alterations=(
            Alteration(
                "Suppose that in this world light in a medium of refractive index n had the speed c/n² instead of c/n.",
                (Law("theta", "arccos(1/(n^2*beta))"),),
            ),
            Alteration(
                "Suppose that in this world particles were held back by the medium that they light up, so that a "
                "particle radiates only after its speed has fallen halfway to the speed of light in the medium, that "
                "is, to the mean of its original speed and the speed of light in the medium.",
                (Law("theta", "arccos(2/(n*beta + 1))"),),
            ),
        ),
        beside=(
            ("The medium has a density of {}.", 200, 2500, "kg/m^3"),
            ("The sensors are {} wide each.", 1, 20, "mm"),
            ("The particle was produced {} away.", 5, 90, "m"),
        ),
        requires=("n*beta - 1.05",),
    ),
    Family(
        name="detector-track-curvature",
        domains=("electromagnetism", "particle physics"),
        variables=(
            given("p", "momentum of the particle", 0.8, 50, "GeV/c", "MeV/c"),
            given("theta", "angle to the field", 20, 90, "deg", "rad"),
            given("z", "charge number", 1, 3, "1", whole=True),
            given("B", "magnetic field", 0.3, 4, "T", "mT"),
            given("L", "chord of the track", 0.3, 3, "m", "cm"),
            constant("e"),
            derived("p_T", "transverse momentum", "GeV/c"),
            derived("r", "radius of curvature", "m"),
            derived("s", "sagitta", "mm"),
        ),
        laws=(
            Law("p_T", "p*sin(theta)", "the component at right angles to the field"),
            Law("r", "p_T/(z*e*B)", "the Lorentz force bending the path"),
            Law("s", "L^2/(4*(r + sqrt(r^2 - L^2/4)))", "the geometry of a circle, as r - sqrt(r^2 - L^2/4)"),
        ),
        scenes=(
            "In a uniform magnetic field[ of {B}] the tracker of a collider experiment measures a charged particle, "
            "which may be a nucleus[; its momentum is {p}][; its charge number is {z}]. The particle starts at an "
            "angle to the field lines[, {theta},] and its path, seen along the field lines, is an arc between the "
            "first and the last measured point. Seen so, these two points lie at some distance from each other[, "
            "namely {L}]. Energy loss and scattering are negligible.",
            "A bubble chamber stands between the poles of a magnet[ with a field of {B}]. A nucleus crosses it "
            "without being slowed down noticeably[; its charge number is {z}][; it has a momentum of {p}][; its "
            "direction makes an angle of {theta} with the magnetic field]. The photograph, taken along the field, "
            "shows a piece of a circle[ with a chord of {L}].",
            "Cosmic rays are studied with a magnet in space whose field is the same everywhere inside[, {B}]. A "
            "particle passes through it[ with a momentum of {p}] at a certain angle to the field[, {theta}]. Its "
            "charge number is known from its light signal[: {z}]. In the projection on a plane at right angles to the "
            "field, the straight line between the ends of the recorded track has a known length[, {L}], and matter in "
            "the way may be ignored.",
            "Charged debris of a collision flies through a solenoid. For one track the charge number[, {z},] and the "
            "momentum[, {p},] are known, as well as the angle between the momentum and the solenoid's axis[, "
            "{theta}]. The uniform field inside is parallel to the axis[ and amounts to {B}]. On the plane "
            "perpendicular to the axis, the visible piece of the track spans a chord[ of {L}]. Losses of energy play "
            "no role.",
        ),
        asks={
            "r": (
                "What is the radius of the circle that the track follows, seen along the field?",
                "Seen along the field, what is the radius of curvature of the track?",
            ),
            "s": (
                "Seen along the field, how far does the track depart from its chord at most?",
                "What is the sagitta of the arc, that is, the largest distance between the arc and its chord?",
            ),
        },
        told={
            "r": ("Seen along the field, the radius of curvature of the track is {r}.",),
            "s": ("The largest distance between the arc and its chord is {s}.",),
        },
        inverse={
            "p": ("What is the momentum of the particle?", "Find the magnitude of the particle's momentum."),
            "B": ("How strong is the magnetic field?", "What is the magnetic field?"),
        },
        alterations=(
            Alteration(
                "Suppose that in this world the magnetic force on a moving charge were twice as strong as the Lorentz "
                "force law says.",
                (Law("r", "p_T/(2*z*e*B)"),),
            ),
            Alteration(
                "Suppose that in this world the magnetic force on a charge q that moves with a momentum component p_T "
                "at right angles to the field and a speed v at right angles to it were q·v·B·P₀/p_T instead of q·v·B, "
                "where P₀ is a fixed momentum of {P_0}.",
                (Law("r", "p_T^2/(z*e*B*P_0)"),),
                (given("P_0", "reference momentum", 0.1, 0.2, "GeV/c"),),
            ),
        ),
        beside=(
            ("The particle has a mass of {}.", 100, 900, "MeV/c^2"),
            ("The points are measured to within {}.", 10, 90, "um"),
            ("The detector is {} long.", 4, 20, "m"),
        ),
        requires=("2*r - 2.2*L",),
    ),
)
