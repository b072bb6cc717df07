"""Astrophysics: masses of binaries, black holes, stars, distances, escape from planets, growth by accretion."""

from __future__ import annotations

from physfm.evaluation.problems.causal import Law, constant, derived, given, stated
from physfm.evaluation.problems.family import Alteration, Family

FAMILIES = (
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
            "In a thought experiment an asteroid[ with a mass of {M}] collapses as a whole to a black hole that "
            "neither rotates nor is charged. Its Hawking radiation is approximated by that of a black body with the "
            "horizon for a surface, in photons only.",
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
            "m": ("What is the apparent magnitude, dust included?",),
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
            "M": (
                "What is the mass of the body from which the probe starts?",
                "How much mass does this body have, the probe not included?",
            ),
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
            ("A year lasts {} there.", 100, 900, "d"),
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
