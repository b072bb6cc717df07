"""Gas under gravity: clusters of galaxies, atmospheres, accretion, collapse."""

from __future__ import annotations

from physfm.evaluation.problems.causal import Law, constant, derived, given
from physfm.evaluation.problems.family import Alteration, Family

FAMILIES = (
    Family(
        name="cluster-virial-temperature",
        domains=("statistical mechanics", "astrophysics"),
        variables=(
            given("M", "mass of the cluster", 1e14, 2e15, "solar_mass", "kg"),
            given("r", "radius of the cluster", 0.8, 3, "Mpc", "kpc", "m"),
            given("mu", "mean molecular weight", 0.55, 1.2, "1"),
            constant("G"),
            constant("m_p"),
            constant("k_B"),
            derived("v", "velocity dispersion along the line of sight", "km/s"),
            derived("T", "temperature of the gas", "K"),
        ),
        laws=(
            Law("v", "sqrt(G*M/(5*r))", "the virial theorem with the potential energy -3*G*M^2/(5*r)"),
            Law("T", "mu*m_p*v^2/k_B", "equipartition along one direction"),
        ),
        scenes=(
            "A cluster of galaxies[ with a mass of {M}] may be treated as a sphere of uniform density[ with a radius "
            "of {r}] in virial equilibrium, with random motions equally strong in all directions and everywhere. Its "
            "hot gas has the same velocity dispersion as the galaxies[, its particles having a mean mass of {mu} "
            "proton masses].",
            "Hot gas emits X-rays from within a bound, relaxed group of thousands of galaxies. All its matter is "
            "spread evenly through a ball[; the ball's radius is {r}][; the total mass is {M}]. Its motions are "
            "isotropic and the same everywhere, and gas particles[, on average {mu} times as heavy as a proton,] move "
            "randomly as fast as the galaxies do.",
            "Dark matter, galaxies and gas of a cluster are in equilibrium under their own gravity according to the "
            "virial theorem. Suppose a constant density out to a sharp edge[ at {r} from the centre], one velocity "
            "dispersion for everything, the same in all directions, and gas particles of one kind of mean mass[, {mu} "
            "times the proton's]. Gravitational lensing has yielded the total mass[, {M}].",
            "Model a galaxy cluster as a homogeneous self-gravitating sphere that obeys the virial theorem, filled "
            "with a fully ionized gas whose thermal motions match those of the galaxies in every direction. The "
            "sphere has a certain mass[, {M}], a certain radius[, {r}], and the gas a certain mean molecular weight[, "
            "{mu}].",
        ),
        asks={
            "v": (
                "What is the velocity dispersion along the line of sight?",
                "Find the root-mean-square velocity of the galaxies along one direction, relative to the centre.",
            ),
            "T": ("What is the temperature of the gas?", "How hot is the gas?"),
        },
        told={
            "v": ("The velocity dispersion along the line of sight is {v}.",),
            "T": ("The gas has a temperature of {T}.", "The temperature of the gas is {T}."),
        },
        inverse={
            "M": ("What is the total mass?", "Find the mass of the cluster."),
            "r": ("What is the radius of the sphere?", "Find the radius of the cluster."),
        },
        alterations=(
            Alteration(
                "Suppose that in this world a system bound by gravity came to rest in a state with a total kinetic "
                "energy as large as the magnitude of its potential energy, instead of half as large.",
                (Law("v", "sqrt(2*G*M/(5*r))"),),
            ),
            Alteration(
                "Suppose that in this world the mean kinetic energy of a gas particle at the temperature T were "
                "k_B·T/2 in all instead of 3·k_B·T/2.",
                (Law("T", "3*mu*m_p*v^2/k_B"),),
            ),
        ),
        beside=(
            ("The cluster is {} away.", 60, 900, "Mpc"),
            ("The gas has been observed for {} with an X-ray telescope.", 5, 90, "h"),
            ("The cluster has a redshift of {}.", 0.02, 0.2, "1"),
        ),
    ),
    Family(
        name="atmospheric-escape",
        domains=("statistical mechanics", "astrophysics"),
        variables=(
            given("M", "mass of the planet", 1e23, 8e24, "kg"),
            given("r", "distance from the centre", 1500, 8000, "km", "m"),
            given("T", "temperature", 400, 1600, "K"),
            given("m", "mass of a particle", 1, 30, "u", "kg"),
            constant("G"),
            constant("k_B"),
            derived("w", "escape speed", "km/s"),
            derived("v_p", "most probable speed", "km/s"),
            derived("x", "ratio of the speeds", "1"),
            derived("q", "fraction of fast particles", "1"),
        ),
        laws=(
            Law("w", "sqrt(2*G*M/r)", "the conservation of energy"),
            Law("v_p", "sqrt(2*k_B*T/m)", "the maximum of the Maxwell distribution"),
            Law("x", "w/v_p", "the definition of the ratio"),
            Law("q", "erfc(x) + 2*x*exp(-x^2)/sqrt(pi)", "the integral of the Maxwell distribution of speeds"),
        ),
        scenes=(
            "High in the atmosphere of a planet[ of mass {M}] there is a level[, {r} from the planet's centre,] above "
            "which particles do not collide. The gas there is in thermal equilibrium[ at {T}] and consists of "
            "particles of one kind[ with a mass of {m}].",
            "A moon slowly loses its gas to space. At the exobase[, at a distance of {r} from the centre of the "
            "moon,] the speeds of the particles follow the Maxwell distribution[ of a temperature of {T}]. The moon's "
            "own mass is known[, {M}], and all the particles are alike[, {m} each].",
            "Consider atoms[ of mass {m}] in the outermost layer of a planet's atmosphere, where their temperature is "
            "uniform[ and equal to {T}]. The layer is thin and lies far out[, {r} from the centre of the planet]. "
            "Outside of it, only the gravity of the planet[, whose mass is {M},] matters.",
            "After an impact, a young planet is wrapped in a thin gas in equilibrium[ at {T}]. We look at a place at "
            "the top of this gas[, where the distance to the middle of the planet is {r}]; from there on a particle "
            "would fly freely, attracted only by the planet[, which has a mass of {M}]. Each particle weighs the "
            "same[, {m}].",
        ),
        asks={
            "w": ("What is the escape speed from there?", "How fast must a particle be there to escape for good?"),
            "q": (
                "What fraction of the particles there is faster than the escape speed?",
                "What is the probability that a particle there, picked at random, moves faster than the escape speed?",
            ),
        },
        told={
            "q": ("A fraction of {q} of the particles there is faster than the escape speed.",),
        },
        inverse={
            "T": ("What is the temperature there?", "Find the temperature of the particles."),
            "m": ("What is the mass of a particle?", "How heavy is one of the particles?"),
        },
        alterations=(
            Alteration(
                "Suppose that in this world gravity fell off as the third power of the distance from a body's centre "
                "from the place considered outwards, while at that place it were as strong as Newton's law says.",
                (Law("w", "sqrt(G*M/r)"),),
            ),
            Alteration(
                "Suppose that in this world the fraction of the particles of a gas that are faster than v were "
                "exp(-m·v²/(2·k_B·T)), with m the mass of a particle, as if they moved in two dimensions only.",
                (Law("q", "exp(-x^2)"),),
            ),
        ),
        beside=(
            ("A day there lasts {}.", 10, 90, "h"),
            ("The pressure at the ground is {}.", 0.01, 2, "bar"),
            ("The planet's sun is {} old.", 0.1, 9, "Gyr"),
        ),
        requires=("x - 1.2", "3 - x"),
        rel_tol=0.03,
    ),
    Family(
        name="accretion-from-gas",
        domains=("fluids", "astrophysics"),
        variables=(
            given("M", "mass of the star", 0.5, 50, "solar_mass", "kg"),
            given("T", "temperature of the gas", 10, 10000, "K"),
            given("n", "number density of the gas", 1, 1e5, "1/cm^3", "1/m^3"),
            given("mu", "mean molecular weight", 0.6, 2.4, "1"),
            constant("G"),
            constant("k_B"),
            constant("m_p"),
            derived("rho", "density of the gas", "kg/m^3"),
            derived("c_s", "speed of sound", "km/s"),
            derived("r_B", "accretion radius", "km"),
            derived("Q", "accretion rate", "kg/s"),
        ),
        laws=(
            Law("rho", "mu*m_p*n", "the definition of the mean molecular weight"),
            Law("c_s", "sqrt(k_B*T/(mu*m_p))", "the compression of an ideal gas at constant temperature"),
            Law("r_B", "2*G*M/c_s^2", "the escape speed being equal to the speed of sound there"),
            Law("Q", "pi*r_B^2*rho*c_s", "the flow of mass through the disc"),
        ),
        scenes=(
            "A star[ of mass {M}] sits at rest in an interstellar cloud of ideal gas, which is uniform far away[; its "
            "temperature is {T}][; its number density is {n}][; its particles have a mean mass of {mu} proton "
            "masses]. Estimate the star's growth as follows: sound is isothermal; the accretion radius is where the "
            "star's escape speed equals the speed of sound; and gas as dense as far away flows at the speed of sound "
            "through a disc of that radius into the star.",
            "An isolated black hole swallows gas from the medium around it, which is isothermal and ideal[: its "
            "particles weigh {mu} proton masses on average][; the particles' number density is {n}][; the temperature "
            "is {T}]. The hole[, with a mass of {M},] is taken to capture what passes, at the isothermal speed of "
            "sound and with the density of the medium, through a circular area. The circle's radius, called the "
            "accretion radius, is the distance at which the escape speed is as large as the speed of sound.",
            "Treat a dense molecular cloud as a uniform fluid in which pressure and density are proportional to each "
            "other, as in an ideal gas at one temperature[, {T}]. Its composition gives the mean molecular weight[, "
            "{mu}], and radio lines give the number of particles per volume[, {n}]. A compact object[ of {M}] floats "
            "in it. Call the distance where gravity's escape speed and the speed of sound are equal the accretion "
            "radius. The object collects the undisturbed fluid at the speed of sound over the area of a circle of "
            "this radius.",
            "Old neutron stars feed on thin gas. Suppose that one[ of mass {M}] does not move relative to an ideal "
            "gas that radiation keeps at one temperature[, {T}][; the gas's number density is {n}][; the gas's mean "
            "molecular weight is {mu}]. In a simple picture, gas of unchanged density crosses a disc with the speed "
            "of sound at constant temperature and is lost to the star. The rim of the disc is as far from the star as "
            "the place where sound is as fast as what is needed to escape; this is the accretion radius.",
        ),
        asks={
            "r_B": ("What is the accretion radius?", "Find the accretion radius as defined here."),
            "Q": (
                "What mass of gas is captured per unit time?",
                "At what rate does the mass of the central body grow?",
            ),
        },
        told={
            "r_B": ("The accretion radius is {r_B}.",),
            "Q": ("Gas is captured at a rate of {Q}.",),
        },
        inverse={
            "M": ("What is the mass of the central body?", "Find the mass of the body that attracts the gas."),
            "T": ("What is the temperature of the gas?", "Find the temperature of the gas."),
        },
        alterations=(
            Alteration(
                "Suppose that in this world the gravitational acceleration at the distance r from a mass M were "
                "G·M·L₀/r³ instead of G·M/r², where L₀ is a fixed length of {L_0}.",
                (Law("r_B", "sqrt(G*M*L_0)/c_s"),),
                (given("L_0", "reference length", 1e6, 1e8, "km"),),
            ),
            Alteration(
                "Suppose that in this world the pressure of a gas with n particles per volume at the temperature T "
                "were 3·n·k_B·T instead of n·k_B·T.",
                (Law("c_s", "sqrt(3*k_B*T/(mu*m_p))"),),
            ),
        ),
        beside=(
            ("The cloud has a diameter of {}.", 5, 90, "pc"),
            ("It is {} away from us.", 100, 3000, "ly"),
            ("The magnetic field out there is {}.", 0.1, 2, "nT"),
        ),
    ),
    Family(
        name="jeans-collapse",
        domains=("fluids", "astrophysics"),
        variables=(
            given("T", "temperature of the cloud", 8, 100, "K"),
            given("n", "number density of the cloud", 100, 1e6, "1/cm^3", "1/m^3"),
            given("mu", "mean molecular weight", 1.2, 2.4, "1"),
            constant("G"),
            constant("k_B"),
            constant("m_p"),
            derived("rho", "density of the cloud", "kg/m^3"),
            derived("c_s", "speed of sound", "km/s"),
            derived("l_J", "Jeans length", "pc"),
            derived("M_J", "Jeans mass", "solar_mass"),
        ),
        laws=(
            Law("rho", "mu*m_p*n", "the definition of the mean molecular weight"),
            Law("c_s", "sqrt(k_B*T/(mu*m_p))", "the compression of an ideal gas at constant temperature"),
            Law("l_J", "c_s*sqrt(pi/(G*rho))", "the dispersion relation omega^2 = c_s^2*k^2 - 4*pi*G*rho"),
            Law("M_J", "pi*rho*l_J^3/6", "the volume of a sphere with this diameter"),
        ),
        scenes=(
            "A uniform cloud of interstellar ideal gas at rest is disturbed by weak sound waves[; its temperature is "
            "{T}][; its number density is {n}][; its mean particle mass is {mu} proton masses]. Sound in it is "
            "isothermal. Waves longer than a critical wavelength, the Jeans length, grow under the gas's own gravity "
            "instead of oscillating, as linear theory shows.",
            "Stars form where gas is cold and dense. Take an unbounded homogeneous medium of ideal gas whose "
            "temperature stays constant when it is compressed[; the temperature is {T}][; the number of particles per "
            "volume is {n}][; a particle weighs {mu} times as much as a proton on average]. In the usual linear "
            "analysis of small density waves there is a wavelength of neutral stability, called the Jeans length.",
            "In a dark nebula dust keeps an ideal gas at one temperature[, {T}]. Observers derive the density of "
            "particles[, {n},] and the mean molecular weight[, {mu}]. Consider plane density waves in this gas with "
            "pressure and self-gravity, in the linear approximation and with the unperturbed gas taken as uniform. "
            "The Jeans length is the wavelength at which their frequency vanishes.",
            "Consider the stability of a large, isothermal and uniform body of ideal gas against small sinusoidal "
            "disturbances of its density. Pressure makes short waves oscillate; self-gravity makes long ones grow, "
            "and the boundary between them is the Jeans length. The gas has a mean molecular weight[ of {mu}], a "
            "number density[ of {n}] and a temperature[ of {T}], all of them uniform.",
        ),
        asks={
            "l_J": ("What is the Jeans length?", "Find the Jeans length."),
            "M_J": (
                "What is the mass of a sphere of the gas whose diameter is the Jeans length?",
                "How much gas does a ball contain whose diameter is one Jeans length?",
            ),
        },
        told={
            "l_J": ("The Jeans length is {l_J}.",),
            "M_J": ("A sphere of the gas whose diameter is the Jeans length has a mass of {M_J}.",),
        },
        inverse={
            "T": ("What is the temperature of the gas?", "How warm is the gas?"),
            "n": ("What is the number density of the gas?", "How many particles per volume are there?"),
        },
        alterations=(
            Alteration(
                "Suppose that in this world only half of the mass of any gas attracted other matter, while all of its "
                "mass were inert and felt attraction.",
                (Law("l_J", "c_s*sqrt(2*pi/(G*rho))"),),
            ),
            Alteration(
                "Suppose that in this world the pressure of a gas with n particles per volume at the temperature T "
                "were 2·n·k_B·T instead of n·k_B·T.",
                (Law("c_s", "sqrt(2*k_B*T/(mu*m_p))"),),
            ),
        ),
        beside=(
            ("The gas is {} away from us.", 400, 9000, "ly"),
            ("The starlight that reaches it is dimmed by {}.", 10, 90, "percent"),
            ("The dust in it has grains of {}.", 0.05, 0.9, "um"),
        ),
    ),
)
