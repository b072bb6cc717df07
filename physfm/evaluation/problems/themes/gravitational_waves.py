"""Gravitational waves: compact binaries from the inspiral to the last stable orbit, and what a detector sees."""

from __future__ import annotations

from physfm.evaluation.problems.causal import Law, constant, derived, given
from physfm.evaluation.problems.family import Alteration, Family

FAMILIES = (
    Family(
        name="binary-coalescence",
        domains=("gravitational waves",),
        variables=(
            given("m_1", "mass of the first body", 5, 35, "solar_mass", "kg"),
            given("m_2", "mass of the second body", 4, 30, "solar_mass", "kg"),
            given("f", "gravitational-wave frequency", 5, 30, "Hz", "mHz"),
            constant("G"),
            constant("c"),
            derived("M_c", "chirp mass", "solar_mass"),
            derived("T_c", "chirp mass as a time", "us"),
            derived("t", "time to coalescence", "s"),
        ),
        laws=(
            Law("M_c", "(m_1*m_2)^(3/5)/(m_1 + m_2)^(1/5)", "the definition of the chirp mass"),
            Law("T_c", "G*M_c/c^3", "the conversion of a mass to a time"),
            Law("t", "5/256*T_c^(-5/3)*(pi*f)^(-8/3)", "the quadrupole formula for circular orbits"),
        ),
        scenes=(
            "Two black holes, a first and a second one, circle each other and spiral in by gravitational radiation[. "
            "The first has a mass of {m_1}][. The second has a mass of {m_2}]. Their gravitational waves have reached "
            "a certain frequency[, {f}]. Use the leading (quadrupole) order for circular orbits down to zero "
            "separation; there is no redshift.",
            "A detector on Earth picks up the inspiral of a compact binary nearby[, at the moment when its "
            "gravitational waves are at {f}]. The components are two black holes[; the first has a mass of {m_1}][; "
            "the second has a mass of {m_2}]. Treat the binary as two Newtonian point masses on a slowly shrinking "
            "circle that lose energy by the quadrupole formula; redshift is negligible.",
            "Consider a quasi-circular binary of two compact objects[. The mass of the first is {m_1}][. The mass of "
            "the second is {m_2}][. It now radiates gravitational waves of frequency {f}]. Post-Newtonian corrections "
            "and cosmological redshift are neglected.",
            "In a simulation of a binary, the quadrupole formula drains energy from two point masses on a Newtonian "
            "circular orbit. The programmer enters the masses[. The first body gets {m_1}][. The second body gets "
            "{m_2}]. The initial separation is chosen so that gravitational waves are emitted at a given frequency[, "
            "{f}]. The simulation runs until the points meet.",
        ),
        asks={
            "M_c": ("What is the chirp mass of the binary?", "Find the combination of the masses known as chirp mass."),
            "t": (
                "How long does it take from then on until the two bodies meet?",
                "What time is left until the coalescence?",
            ),
        },
        told={
            "M_c": ("The chirp mass is {M_c}.", "Its chirp mass amounts to {M_c}."),
            "t": ("The two bodies meet {t} later.", "From then on {t} pass until the coalescence."),
        },
        inverse={
            "m_2": ("What is the mass of the second body?",),
            "f": ("What frequency do the gravitational waves have at the beginning of this time?",),
        },
        alterations=(
            Alteration(
                "Suppose that a binary emitted its gravitational waves at its orbital frequency instead of twice that, "
                "while the radiated power at a given separation were the same as in our world.",
                (Law("t", "5/256*T_c^(-5/3)*(2*pi*f)^(-8/3)"),),
            ),
            Alteration(
                "Suppose that at a given separation binaries radiated three times the power that they radiate in our "
                "world, with their orbits and their wave frequencies unchanged.",
                (Law("t", "5/768*T_c^(-5/3)*(pi*f)^(-8/3)"),),
            ),
        ),
        beside=(
            ("The distance of the binary is {}.", 10, 90, "Mpc"),
            ("The arms of the detector are {} long.", 3, 4, "km"),
            ("The laser of the detector has a wavelength of {}.", 1000, 1100, "nm"),
        ),
        requires=("c^3/(6*sqrt(6)*pi*G*(m_1 + m_2)) - 1.5*f",),
    ),
    Family(
        name="inspiral-strain",
        domains=("gravitational waves",),
        variables=(
            given("M_c", "chirp mass", 5, 40, "solar_mass", "kg"),
            given("f", "gravitational-wave frequency", 8, 60, "Hz", "mHz"),
            given("D", "distance of the binary", 20, 300, "Mpc", "m"),
            given("L", "arm length", 1, 40, "km", "m"),
            constant("G"),
            constant("c"),
            derived("r_c", "chirp mass as a length", "km"),
            derived("A", "strain amplitude", "1"),
            derived("x", "amplitude of the difference in arm length", "am"),
        ),
        laws=(
            Law("r_c", "G*M_c/c^2", "the conversion of a mass to a length"),
            Law("A", "4*r_c^(5/3)*(pi*f/c)^(2/3)/D", "the quadrupole formula for circular orbits"),
            Law("x", "A*L", "the definition of strain"),
        ),
        scenes=(
            "A compact binary on a circular orbit, seen face-on, sends gravitational waves[ of frequency {f}][. Its "
            "chirp mass is {M_c}][. Its distance is {D}]. The waves arrive perpendicularly at a Michelson "
            "interferometer with two equal arms[, each {L} long], along the axes of the plus polarisation. Use the "
            "leading (quadrupole) order, and neglect redshift.",
            "Two black holes in a circular inspiral[, with a chirp mass of {M_c},] happen to be exactly overhead of a "
            "gravitational-wave detector[ with arms of {L}], their orbital plane perpendicular to the line of sight "
            "and the detector's arms along the axes of the plus polarisation[. At the moment the wave frequency is "
            "{f}][. The distance of the black holes is {D}]. Newtonian orbits, the quadrupole formula and a static "
            "universe are good enough.",
            "Consider the plus-polarised part of the gravitational waves from a face-on circular binary[ at a "
            "distance of {D}] in leading order[; the chirp mass of the binary is {M_c}][; the waves have a frequency "
            "of {f}]. An interferometer with perpendicular arms[ of length {L}] is oriented optimally to it. There is "
            "no redshift.",
            "An observatory under construction will have two perpendicular arms[, {L} each]. Its designers study a "
            "test source straight above it: a binary, circular and face-on, with nothing lost by orientation or "
            "redshift[. Its chirp mass is {M_c}][. Its distance is {D}][. It radiates at a gravitational-wave "
            "frequency of {f}]. They use the quadrupole formula.",
        ),
        asks={
            "A": (
                "What is the strain amplitude of the plus polarisation at the detector?",
                "Find the amplitude of the dimensionless strain of the plus polarisation.",
            ),
            "x": (
                "With what amplitude does the difference between the two arm lengths oscillate?",
                "By how much, as an amplitude, does the one arm become longer than the other?",
            ),
        },
        told={
            "A": ("The plus polarisation has a strain amplitude of {A} at the detector.",),
            "x": ("The difference between the two arm lengths oscillates with an amplitude of {x}.",),
        },
        inverse={
            "D": ("How far away is the binary?", "What is the distance of the source?"),
            "M_c": ("What is the chirp mass of the binary?",),
        },
        alterations=(
            Alteration(
                "Suppose that the strain fell off as the inverse square of the distance, and agreed with that of our "
                "world at a distance of {b}.",
                (Law("A", "4*r_c^(5/3)*(pi*f/c)^(2/3)*b/D^2"),),
                (given("b", "distance of agreement", 1, 15, "Mpc"),),
            ),
            Alteration(
                "Suppose that a binary emitted its gravitational waves at its orbital frequency instead of twice "
                "that, with the same strain as in our world for the same masses at the same separation.",
                (Law("A", "4*r_c^(5/3)*(2*pi*f/c)^(2/3)/D"),),
            ),
        ),
        beside=(
            ("The mirrors have a mass of {} each.", 10, 200, "kg"),
            ("The laser emits {}.", 2, 150, "W"),
            ("The binary has been spiralling in for {}.", 1, 9, "Gyr"),
        ),
    ),
    Family(
        name="innermost-orbit",
        domains=("gravitational waves", "relativity"),
        variables=(
            given("M", "mass of the black hole", 8, 90, "solar_mass", "kg"),
            given("z", "redshift of the source", 0.05, 1.5, "1"),
            constant("G"),
            constant("c"),
            derived("r", "radius of the innermost stable orbit", "km"),
            derived("P", "orbital period at the source", "ms"),
            derived("f", "gravitational-wave frequency at the source", "Hz"),
            derived("f_d", "gravitational-wave frequency at the detector", "Hz"),
        ),
        laws=(
            Law("r", "6*G*M/c^2", "the Schwarzschild metric"),
            Law("P", "2*pi*sqrt(6)*r/c", "Kepler's third law, by which r/P at this radius is c/(2 pi sqrt(6))"),
            Law("f", "2/P", "the two maxima of the quadrupole in each orbit"),
            Law("f_d", "f/(1 + z)", "the cosmological redshift"),
        ),
        scenes=(
            "A small compact body orbits a non-rotating black hole[ with a mass of {M} in its own frame] on the "
            "innermost stable circular orbit. This happens in a remote galaxy[, at a cosmological redshift of {z}]. "
            "Only the dominant gravitational waves, at twice the orbital frequency, are considered.",
            "As a rough guide to the end of an inspiral people take the innermost stable circular orbit around a "
            "Schwarzschild black hole[ with a mass of {M} in the frame of the source]. The source lies at a "
            "cosmological distance[, its redshift being {z}]. The gravitational waves go with the quadrupole, twice "
            "per orbit.",
            "A test particle moves around a Schwarzschild black hole on the smallest circular orbit that is stable[; "
            "the black hole's mass, in its own frame, is {M}]. A detector at a cosmological distance receives the "
            "quadrupole gravitational waves of this motion[, redshifted by the expansion of the universe with z = "
            "{z}].",
            "Around a black hole without spin[, of mass {M} in its rest frame,] a neutron star has spiralled in as "
            "far as the last stable circular orbit. Take the neutron star as a test particle that emits gravitational "
            "waves at twice its orbital frequency. On the way to us the universe expands, which shifts the waves to "
            "the red[; the redshift is {z}].",
        ),
        asks={
            "r": (
                "What is the radius of this orbit, as the Schwarzschild radial coordinate?",
                "At which Schwarzschild radial coordinate does this orbit lie?",
            ),
            "f_d": (
                "At what frequency do the gravitational waves arrive at the detector?",
                "What frequency of the gravitational waves is measured on Earth?",
            ),
        },
        told={
            "r": ("The orbit has a radius of {r} (Schwarzschild coordinate).",),
            "f_d": ("On Earth the gravitational waves are measured at {f_d}.",),
        },
        inverse={
            "M": ("What is the mass of the black hole, in the frame of the source?",),
            "z": ("What is the redshift of the source?",),
        },
        alterations=(
            Alteration(
                "Suppose that the innermost stable circular orbit of a mass M lay at 4 G M/c², where the period "
                "follows from Kepler's third law with r³ = G M (P/2π)².",
                (Law("r", "4*G*M/c^2"), Law("P", "2*pi*sqrt(4)*r/c")),
            ),
            Alteration(
                "Suppose that, unlike what is said below, the dominant gravitational waves came at three times the "
                "orbital frequency.",
                (Law("f", "3/P"),),
            ),
        ),
        beside=(
            ("The signal stays in the detector's band for {}.", 0.1, 0.9, "s"),
            ("The detector's arms are {} long.", 3, 40, "km"),
            ("The small body has a radius of {}.", 10, 14, "km"),
        ),
    ),
    Family(
        name="orbital-decay",
        domains=("gravitational waves", "astrophysics"),
        variables=(
            given("m_1", "mass of the first star", 1.0, 2.0, "solar_mass", "kg"),
            given("m_2", "mass of the second star", 0.5, 1.6, "solar_mass", "kg"),
            given("P", "orbital period", 1.5, 12, "h", "min"),
            constant("G"),
            constant("c"),
            derived("a", "separation of the stars", "km"),
            derived("L_g", "power in gravitational waves", "W"),
            derived("E", "binding energy of the orbit", "J"),
            derived("t", "time to the merger", "Myr"),
        ),
        laws=(
            Law("a", "(G*(m_1 + m_2)*P^2/(4*pi^2))^(1/3)", "Kepler's third law"),
            Law("L_g", "32/5*G^4*m_1^2*m_2^2*(m_1 + m_2)/(c^5*a^5)", "the quadrupole formula"),
            Law("E", "G*m_1*m_2/(2*a)", "the virial theorem"),
            Law("t", "E/(4*L_g)", "the loss of the binding energy, at a power that grows as 1/a⁵"),
        ),
        scenes=(
            "Two compact stars, a first and a second one, move around each other on a circular orbit[ with a period "
            "of {P}][. The first star has a mass of {m_1}][. The second star has a mass of {m_2}]. They lose energy "
            "only by gravitational radiation; take the quadrupole formula and Newtonian orbits until they meet.",
            "A pulsar[ of {m_1}] and a compact companion[ of {m_2}] revolve on a circle about their common centre of "
            "mass[ once in {P}]. Gravitational waves, treated in leading (quadrupole) order, are all that shrinks the "
            "orbit. The pulsar is the first star, the companion the second.",
            "Radio timing has found a double neutron star with an orbit of negligible eccentricity[. The orbital "
            "period is {P}][. The first star has a mass of {m_1}][. The second star has a mass of {m_2}]. Let "
            "Newtonian point masses that radiate according to the quadrupole formula represent it.",
            "Astronomers follow a white dwarf[ with mass {m_2}] that circles a neutron star[ with mass {m_1}][ every "
            "{P}]. No matter flows between them; both count as points down to the end, on a circular Newtonian orbit "
            "that decays by the gravitational waves of the quadrupole formula. The neutron star is called the first "
            "star.",
        ),
        asks={
            "a": ("How far are the two stars apart?", "What is the separation of the two stars today?"),
            "L_g": (
                "What power is radiated in gravitational waves today?",
                "How large is the gravitational-wave luminosity at present?",
            ),
            "t": ("How long does it take until the two merge?", "What time is left before the merger?"),
        },
        told={
            "a": ("At present the stars are {a} apart.",),
            "L_g": ("At present they radiate {L_g} in gravitational waves.",),
            "t": ("The merger is {t} away.",),
        },
        inverse={"P": ("What is the orbital period?", "In what time do the stars complete one orbit today?")},
        alterations=(
            Alteration(
                "Suppose that the power in gravitational waves fell off as the sixth power of the separation of the "
                "stars instead of the fifth, for the same masses, and agreed with that of our world at a separation "
                "of {b}.",
                (
                    Law("L_g", "32/5*G^4*m_1^2*m_2^2*(m_1 + m_2)*b/(c^5*a^6)"),
                    Law("t", "E/(5*L_g)"),
                ),
                (given("b", "separation of agreement", 10000, 200000, "km"),),
            ),
            Alteration(
                "Suppose that only half of the power that goes into gravitational waves were taken from the orbit, "
                "and the other half from the inside of the stars.",
                (Law("t", "E/(2*L_g)"),),
            ),
        ),
        beside=(
            ("The binary is {} away.", 0.5, 9.0, "kpc"),
            ("Its orbital plane is inclined by {} to the sky.", 20, 80, "deg"),
            ("The surface of the first star has a temperature of {}.", 100000, 900000, "K"),
        ),
    ),
)
