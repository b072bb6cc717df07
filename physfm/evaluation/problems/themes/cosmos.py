"""Cosmos: binaries and their gravitational waves, black holes, stars, distances, escape from planets."""

from __future__ import annotations

from physfm.evaluation.problems.causal import Law, constant, derived, given, stated
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
            "Schwarzschild black hole[ with a mass of {M}] (in the frame of the source). The source lies at a "
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
    Family(
        name="binary-masses",
        domains=("astrophysics", "mechanics"),
        variables=(
            given("theta", "angular separation", 0.1, 8, "arcsec", "mas"),
            given("d", "distance of the binary", 2, 60, "pc", "m"),
            given("P", "orbital period", 3, 300, "yr", "d"),
            given("q", "mass ratio", 0.2, 0.95, "1"),
            constant("G"),
            derived("a", "separation of the stars", "au"),
            derived("M", "total mass", "solar_mass"),
            derived("m_1", "mass of the heavier star", "solar_mass"),
        ),
        laws=(
            Law("a", "theta*d", "the small-angle approximation"),
            Law("M", "4*pi^2*a^3/(G*P^2)", "Kepler's third law"),
            Law("m_1", "M/(1 + q)", "the definition of the mass ratio"),
        ),
        scenes=(
            "A visual binary is seen exactly face-on, and its orbit is circular[, with a period of {P}]. On the sky "
            "its two stars stand a constant angle apart[, {theta}][. The distance of the binary is {d}][. The ratio "
            "of the smaller to the larger mass is {q}].",
            "Two stars revolve on circles around their common centre of mass[ once in {P}]; the line of sight is "
            "perpendicular to the orbital plane. Parallax measurements tell the distance[, {d}], imaging the angle "
            "between the stars[, {theta}], and spectra the mass of the lighter star divided by that of the heavier "
            "one[, {q}].",
            "An astrometric mission follows a pair of stars on a circular, face-on orbit[. Their angular separation "
            "is {theta}][. The pair is {d} away][. One revolution takes {P}][. The lighter star has {q} times the "
            "mass of the heavier one].",
            "Consider two stars that circle each other in the plane of the sky[ at a distance of {d} from us]. Their "
            "angular separation stays the same[, namely {theta},] as they complete orbit after orbit[, each in {P}]. "
            "The lighter of the two is distinctly less massive[, by a factor of {q}].",
        ),
        asks={
            "M": ("What is the total mass of the two stars?", "Find the sum of the two masses."),
            "m_1": ("What is the mass of the heavier star?", "How massive is the heavier of the two stars?"),
        },
        told={
            "M": ("The total mass of the two stars is {M}.",),
            "m_1": ("The heavier star has a mass of {m_1}.", "For the heavier star this gives a mass of {m_1}."),
        },
        inverse={
            "P": ("What is the orbital period?", "How long does one orbit take?"),
            "d": ("How far away are the two stars?", "What is the distance of the binary?"),
        },
        alterations=(
            Alteration(
                "Suppose that two masses m and M at the distance r attracted each other with the force G m M/r² times "
                "the ratio of {b} to r, instead of G m M/r².",
                (Law("M", "4*pi^2*a^4/(G*P^2*b)"),),
                (given("b", "length in the law of gravitation", 0.5, 3.0, "au"),),
            ),
            Alteration(
                "Suppose that the inertia of every body were 1.5 times its mass, which alone counts in the law of "
                "gravitation.",
                (Law("M", "6*pi^2*a^3/(G*P^2)"),),
            ),
        ),
        beside=(
            ("The brighter star has a surface temperature of {}.", 4000, 9000, "K"),
            ("The telescope has an aperture of {}.", 0.5, 8.0, "m"),
            ("The pair moves through the Galaxy with {}.", 10, 60, "km/s"),
        ),
        requires=("M - 6e29", "6e31 - M"),
    ),
    Family(
        name="hawking-radiation",
        domains=("astrophysics", "quantum"),
        variables=(
            given("M", "mass of the black hole", 1e12, 1e22, "kg", "g"),
            constant("G"),
            constant("c"),
            constant("hbar"),
            constant("k_B"),
            constant("sigma"),
            derived("r_s", "Schwarzschild radius", "m"),
            derived("T", "Hawking temperature", "K"),
            derived("A", "area of the horizon", "m^2"),
            derived("L", "luminosity", "W"),
        ),
        laws=(
            Law("r_s", "2*G*M/c^2", "the Schwarzschild metric"),
            Law("T", "hbar*c/(4*pi*k_B*r_s)", "the Hawking effect"),
            Law("A", "4*pi*r_s^2", "the area of a sphere"),
            Law("L", "sigma*A*T^4", "the law of Stefan and Boltzmann"),
        ),
        scenes=(
            "A primordial black hole[ with a mass of {M}] carries neither spin nor charge. Regard its horizon as a "
            "perfect black body that radiates light alone at the Hawking temperature.",
            "A Schwarzschild black hole[ with a mass of {M}] is far from any matter. Assume that it emits Hawking "
            "radiation like a black body of the size of its horizon, photons only.",
            "Suppose that long ago the early universe left behind a tiny black hole without rotation and charge[, of "
            "mass {M}]. Let it shine by Hawking radiation as a black sphere with the Schwarzschild radius would at "
            "that temperature, in photons only.",
            "In a thought experiment an asteroid[ of {M}] collapses to a black hole that neither rotates nor is "
            "charged. Its Hawking radiation is approximated by that of a black body with the horizon for a surface.",
        ),
        asks={
            "r_s": ("What is the Schwarzschild radius of the black hole?", "How large is the radius of the horizon?"),
            "T": ("What is the temperature of the black hole?", "Find the Hawking temperature, as seen from far away."),
            "L": ("What power does the black hole radiate?", "How luminous is the black hole?"),
        },
        told={
            "T": ("Its Hawking temperature is {T}.",),
            "r_s": ("Its Schwarzschild radius is {r_s}.",),
        },
        inverse={"M": ("What is the mass of the black hole?", "How much mass does the black hole have?")},
        alterations=(
            Alteration(
                "Suppose that the Hawking temperature were proportional to the inverse square of the Schwarzschild "
                "radius, and agreed with that of our world for a Schwarzschild radius of {b}.",
                (Law("T", "hbar*c*b/(4*pi*k_B*r_s^2)"),),
                (given("b", "radius of agreement", 1e-10, 1e-7, "m"),),
            ),
            Alteration(
                "Suppose that the horizon of a mass M lay at the radius G M/c², and that temperature and luminosity "
                "depended on this radius as they depend on the radius of the horizon in our world.",
                (Law("r_s", "G*M/c^2"),),
            ),
        ),
        beside=(
            ("The black hole is {} away.", 2, 90, "kpc"),
            ("The age of the universe is {}.", 13.7, 13.9, "Gyr"),
            ("It moves through the Galaxy with {}.", 50, 300, "km/s"),
        ),
    ),
    Family(
        name="star-flux",
        domains=("astrophysics", "thermodynamics"),
        variables=(
            given("R", "radius of the star", 3e5, 8e6, "km", "m"),
            given("T", "surface temperature", 3000, 20000, "K"),
            given("d", "distance of the star", 2, 500, "pc", "m"),
            constant("sigma"),
            derived("F_s", "flux at the surface", "W/m^2"),
            derived("L", "luminosity", "W"),
            derived("F", "flux at the Earth", "W/m^2"),
        ),
        laws=(
            Law("F_s", "sigma*T^4", "the law of Stefan and Boltzmann"),
            Law("L", "4*pi*R^2*F_s", "the area of a sphere"),
            Law("F", "L/(4*pi*d^2)", "the conservation of energy"),
        ),
        scenes=(
            "A star radiates like a black body[ at a temperature of {T}][. Its radius is {R}][. Its distance from the "
            "Earth is {d}]. Nothing is absorbed on the way.",
            "A spherical star[, {R} in radius,] is seen[ from a distance of {d}] through perfectly empty space. Its "
            "surface is black and of uniform temperature[, namely {T}].",
            "Astronomers model a star as a black sphere[ of radius {R}][ with a surface temperature of {T}]; between "
            "it and the Earth[, over {d},] there is no dust.",
            "Astronomers know the temperature of a star from its spectrum[: {T}]. Its radius follows from "
            "interferometry[: {R}]. The parallax gives its distance[: {d}]. The star is a perfect black body, and "
            "interstellar absorption is negligible.",
        ),
        asks={
            "L": ("What is the luminosity of the star?", "What power does the whole star radiate?"),
            "F": (
                "What flux of its light arrives at the Earth, above the atmosphere?",
                "How much power per area does the Earth receive from it, outside of the atmosphere and face-on?",
            ),
        },
        told={
            "L": ("The star's luminosity is {L}.",),
            "F": ("At the Earth, above the atmosphere, its light has a flux of {F}.",),
        },
        inverse={
            "T": ("What is the surface temperature of the star?", "How hot is the star's surface?"),
            "R": ("What is the radius of the star?",),
        },
        alterations=(
            Alteration(
                "Suppose that the flux of light at the distance r from a small source of power L were L/(4π r²) times "
                "the ratio of {b} to r.",
                (Law("F", "L*b/(4*pi*d^3)"),),
                (given("b", "length in the law of the flux", 0.1, 1.5, "pc"),),
            ),
            Alteration(
                "Suppose that a black body at the temperature T radiated σ T⁴ times the ratio of {b} to T per area, "
                "with the usual constant σ of the law of Stefan and Boltzmann.",
                (Law("F_s", "sigma*T^3*b"),),
                (given("b", "temperature in the law of radiation", 500, 2500, "K"),),
            ),
        ),
        beside=(
            ("The star's mass is {}.", 0.6, 9.0, "solar_mass"),
            ("The star is {} old.", 0.1, 5.0, "Gyr"),
            ("The light is collected by a mirror {} in diameter.", 0.2, 8.0, "m"),
        ),
    ),
    Family(
        name="distance-modulus",
        domains=("astrophysics",),
        variables=(
            given("m", "apparent magnitude", 8, 17, "1"),
            given("M", "absolute magnitude", 0.5, 5.5, "1"),
            given("X", "extinction", 0.1, 1.8, "1"),
            given("theta", "angular diameter", 2, 40, "arcmin", "deg", "mrad"),
            stated("d_0", "reference distance of absolute magnitudes", 10, "pc"),
            derived("mu", "distance modulus", "1"),
            derived("d", "distance", "pc"),
            derived("s", "diameter of the cluster", "pc"),
        ),
        laws=(
            Law("mu", "m - M - X", "the definition of magnitudes and extinction"),
            Law("d", "d_0*10^(mu/5)", "the inverse-square law, with five magnitudes for a factor of 100"),
            Law("s", "theta*d", "the small-angle approximation"),
        ),
        scenes=(
            "In a star cluster[, whose angular diameter is {theta},] one star is of a well-known type[, with an "
            "absolute magnitude of {M}]. It appears in the telescope[ with a magnitude of {m}]; dust on the way dims "
            "it[ by {X} magnitudes].",
            "A pulsating star is a member of a spherical cluster of stars. Its period tells its absolute magnitude[, "
            "{M}]. Its apparent magnitude is measured[ as {m}], its reddening tells the extinction[, {X} magnitudes], "
            "and the cluster is seen under a certain angle[, {theta} across].",
            "Astronomers determine the distance of a cluster from a standard candle in it[. The candle's apparent "
            "magnitude is {m}][. The candle's absolute magnitude is {M}]. Interstellar dust makes it look fainter "
            "than it would without dust[, by {X} magnitudes]. On the photographic plate the cluster covers a round "
            "patch of sky[ of diameter {theta}].",
            "An open cluster[ of {theta} in angular diameter] lies behind a thin cloud of dust[ that takes away {X} "
            "magnitudes]. A star in the cluster has an apparent magnitude[ of {m}, dust included,] and an absolute "
            "magnitude[ of {M}, by its spectral type].",
        ),
        asks={
            "d": ("How far away is the cluster?", "What is the distance of the cluster?"),
            "s": ("What is the diameter of the cluster?", "How large is the cluster across?"),
        },
        told={
            "d": ("The cluster turns out to be {d} away.",),
            "s": ("The cluster turns out to be {s} in diameter.",),
        },
        inverse={
            "m": ("What is the apparent magnitude of the star, dust included?",),
            "theta": ("What is the angular diameter of the cluster?",),
        },
        alterations=(
            Alteration(
                "Suppose that magnitudes were defined so that five of them meant a factor of 1000 in brightness, not "
                "100, for all the magnitudes stated.",
                (Law("d", "d_0*10^(3*mu/10)"),),
            ),
            Alteration(
                "Suppose that the brightness of a source fell off as the third power of the distance.",
                (Law("d", "d_0*10^(2*mu/15)"),),
            ),
        ),
        beside=(
            ("The cluster is {} old.", 0.1, 9.0, "Gyr"),
            ("It holds stars with a total of {}.", 500, 9000, "solar_mass"),
            ("The exposure took {}.", 2, 50, "min"),
        ),
        requires=("mu - 2",),
    ),
    Family(
        name="escape-speed",
        domains=("astrophysics", "mechanics"),
        variables=(
            given("rho", "density of the planet", 1200, 7000, "kg/m^3", "g/cm^3"),
            given("R", "radius of the planet", 500, 20000, "km", "m"),
            given("m", "mass of the probe", 20, 5000, "kg", "t"),
            constant("G"),
            derived("M", "mass of the planet", "kg"),
            derived("v", "escape speed", "km/s"),
            derived("K", "kinetic energy of the probe", "GJ"),
        ),
        laws=(
            Law("M", "4*pi/3*R^3*rho", "the volume of a sphere"),
            Law("v", "sqrt(2*G*M/R)", "the conservation of energy"),
            Law("K", "m*v^2/2", "the definition of kinetic energy"),
        ),
        scenes=(
            "A probe[ with a mass of {m}] stands on a spherical, homogeneous planet without air and rotation[. The "
            "radius of the planet is {R}][. The density of the planet is {rho}]. A short blast is to give the probe "
            "just the speed with which it leaves the planet for ever.",
            "A mass driver stands on an airless, homogeneous globe without rotation[. The globe's radius is {R}][. "
            "The globe's density is {rho}]. It shoots a probe[ of {m}] upwards so that the probe just does not fall "
            "back.",
            "On the surface of a small world, round, homogeneous and not rotating[, with a density of {rho}], "
            "explorers prepare a probe[ weighing {m}] that shall be thrown off to infinity with the least possible "
            "speed[; the world's radius is {R}]. There is no atmosphere.",
            "A lonely planet[, {R} in radius,] consists of one material throughout[, {rho} in density]. It has no "
            "atmosphere and does not spin. A probe[ of mass {m}] is launched from the ground with exactly the escape "
            "speed.",
        ),
        asks={
            "v": ("With what speed must the probe start?", "What is the escape speed at the surface?"),
            "K": (
                "How much kinetic energy does the probe need at the start?",
                "What kinetic energy does the probe have at its launch?",
            ),
            "M": ("What is the mass of the planet?", "How much mass does this body have, the probe not included?"),
        },
        told={
            "v": ("The escape speed at the surface is {v}.",),
            "K": ("At the start the probe needs a kinetic energy of {K}.",),
        },
        inverse={
            "R": ("What is the radius of the body from which the probe starts?",),
            "rho": ("What is the density of the body from which the probe starts?",),
        },
        alterations=(
            Alteration(
                "Suppose that a spherical body of mass M attracted a body of mass m at the distance r from its centre "
                "with the force G M m/r² times the ratio of {b} to r.",
                (Law("v", "sqrt(G*M*b)/R"),),
                (given("b", "length in the law of gravitation", 20, 400, "km"),),
            ),
            Alteration(
                "Suppose that, unlike what is said below, the planet were hollow, with an empty sphere of half its "
                "radius in the middle, and that the density stated were that of its solid shell.",
                (Law("M", "4*pi/3*(R^3 - (R/2)^3)*rho"),),
            ),
        ),
        beside=(
            ("The surface has a temperature of {}.", 60, 400, "K"),
            ("The nearest star is {} away.", 50, 900, "Gm"),
            ("A day there lasts as long as the year, {}.", 100, 900, "d"),
        ),
    ),
    Family(
        name="eddington-growth",
        domains=("astrophysics",),
        variables=(
            given("M", "mass of the black hole", 1e5, 1e10, "solar_mass", "kg"),
            given("epsilon", "radiative efficiency", 0.05, 0.35, "1", "percent"),
            constant("G"),
            constant("c"),
            constant("m_p"),
            constant("sigma_T"),
            derived("L", "Eddington luminosity", "W"),
            derived("Q", "accretion rate", "solar_mass/yr"),
            derived("t", "growth time", "Myr"),
        ),
        laws=(
            Law("L", "4*pi*G*M*m_p*c/sigma_T", "the balance of gravity and radiation pressure"),
            Law("Q", "L/(epsilon*c^2)", "the definition of the efficiency"),
            Law("t", "M/((1 - epsilon)*Q)", "the definition of the growth time"),
        ),
        scenes=(
            "A black hole[ of {M}] in the centre of a galaxy swallows ionised hydrogen and shines exactly at its "
            "Eddington luminosity. Of the rest energy of the infalling gas a part[, the fraction {epsilon},] is "
            "radiated; the black hole gains the rest.",
            "A quasar[, powered by a black hole of {M},] radiates at the Eddington limit for fully ionised hydrogen. "
            "Its accretion disk turns rest energy of the gas into light[ with an efficiency of {epsilon}]; what is "
            "not radiated falls into the black hole.",
            "In the young universe a massive black hole[, {M} at the moment,] grows as fast as radiation pressure on "
            "ionised hydrogen lets it. Light carries away part of the rest energy of the accreted matter[, namely "
            "{epsilon} of it], and all the remainder adds to the black hole.",
            "Spherical accretion of pure ionised hydrogen on to a black hole[ with mass {M}] is held at the Eddington "
            "limit. The radiated energy, in units of the rest energy of the inflowing gas, is fixed[ at {epsilon}]; "
            "the energy that is not radiated stays in the black hole.",
        ),
        asks={
            "L": ("What is the luminosity?", "How much power is radiated?"),
            "Q": (
                "What mass of gas flows in per time?",
                "Find the rate at which gas flows in, counted before part of its rest energy is radiated.",
            ),
            "t": (
                "How long does it take at the present rate of growth, kept constant, to add the black hole's present "
                "mass once more?",
                "What is the ratio of the black hole's mass to the rate at which its mass grows?",
            ),
        },
        told={
            "L": ("The luminosity is {L}.",),
            "Q": ("Gas flows in at a rate of {Q}.",),
        },
        inverse={
            "M": ("What is the mass of the black hole?",),
            "epsilon": ("What fraction of the rest energy of the gas is radiated?",),
        },
        alterations=(
            Alteration(
                "Suppose that the gas were fully ionised helium, with four proton masses and two electrons for each "
                "nucleus, wherever hydrogen is mentioned below.",
                (Law("L", "4*pi*G*M*2*m_p*c/sigma_T"),),
            ),
            Alteration(
                "Suppose that a photon of given energy gave an electron only a third of the momentum that it gives it "
                "in our world, with the same cross section.",
                (Law("L", "12*pi*G*M*m_p*c/sigma_T"),),
            ),
        ),
        beside=(
            ("Its galaxy has a redshift of {}.", 0.1, 6.0, "1"),
            ("Far away the gas has a temperature of {}.", 10000, 90000, "K"),
            ("The luminosity of its host's stars corresponds to a flux of {} at the Earth.", 1, 90, "fW/m^2"),
        ),
    ),
)
