"""Bridges: a principle of one domain at work in the context of another."""

from __future__ import annotations

from physfm.evaluation.problems.causal import G_EARTH, Law, constant, derived, given, stated
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
            "spread evenly through a ball[; the ball's radius is {r}][; the total mass is {M}], its motions are "
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
    Family(
        name="degenerate-star-matter",
        domains=("quantum", "astrophysics"),
        variables=(
            given("rho", "density of the matter", 1e7, 2e8, "kg/m^3", "g/cm^3"),
            given("mu_e", "number of nucleons per electron", 1.8, 2.4, "1"),
            constant("m_u"),
            constant("hbar"),
            constant("m_e"),
            derived("n", "number density of electrons", "1/m^3"),
            derived("p_F", "Fermi momentum", "kg*m/s"),
            derived("E_F", "Fermi energy", "keV"),
            derived("P", "degeneracy pressure", "Pa"),
        ),
        laws=(
            Law("n", "rho/(mu_e*m_u)", "the neutrality of matter, with one atomic mass unit for each nucleon"),
            Law("p_F", "hbar*(3*pi^2*n)^(1/3)", "Pauli's principle with two electrons in each state of motion"),
            Law("E_F", "p_F^2/(2*m_e)", "the nonrelativistic relation of energy and momentum"),
            Law("P", "2*n*E_F/5", "two thirds of the energy density, the mean energy being 3*E_F/5"),
        ),
        scenes=(
            "In the interior of a white dwarf the matter[, which has a density of {rho},] is neutral, and its "
            "electrons may be treated as an ideal nonrelativistic gas at zero temperature. For each electron there is "
            "a fixed number of nucleons[, {mu_e}], each with a mass of one atomic mass unit.",
            "A dead star of low mass is held up by its electrons. Somewhere inside, its mass density is known[ to be "
            "{rho}], and so is its composition[, namely {mu_e} nucleons of one atomic mass unit each per electron]. "
            "Electrons there form a cold Fermi gas without interactions; neglect relativity.",
            "The core of an evolved star has become so dense[, at {rho},] that its electrons are completely "
            "degenerate. Neglect their temperature, their interactions and relativistic effects, and count for each "
            "nucleon one atomic mass unit. The ions neutralize the electrons[; there are {mu_e} nucleons for every "
            "electron].",
            "Cold matter of a compact star consists of bare nuclei and free electrons, neutral as a whole[; it "
            "contains {mu_e} nucleons per electron][; its mass density is {rho}]. The mass is that of the nucleons, "
            "one atomic mass unit each. The electrons are an ideal Fermi gas in its ground state, slow compared with "
            "light.",
        ),
        asks={
            "E_F": ("What is the Fermi energy of the electrons?", "Find the highest kinetic energy of an electron."),
            "P": ("What is the pressure of the electrons?", "Find the pressure that the electrons exert."),
        },
        told={
            "E_F": ("The Fermi energy of the electrons is {E_F}.",),
            "P": ("The pressure of the electrons is {P}.", "The electrons exert a pressure of {P}."),
        },
        inverse={"rho": ("What is the mass density?", "How dense is the matter?")},
        alterations=(
            Alteration(
                "Suppose that in this world Pauli's principle allowed four electrons, instead of two, in each state "
                "of motion.",
                (Law("p_F", "hbar*(3*pi^2*n/2)^(1/3)"),),
            ),
            Alteration(
                "Suppose that in this world the kinetic energy of an electron of momentum p were c·p at all momenta, "
                "with c the speed of light.",
                (Law("E_F", "c*p_F"), Law("P", "n*E_F/4")),
                (constant("c"),),
            ),
        ),
        beside=(
            ("The star has a mass of {}.", 0.2, 0.6, "solar_mass"),
            ("The surface of the star has a temperature of {}.", 5000, 25000, "K"),
            ("The star is {} old.", 0.5, 9, "Gyr"),
        ),
    ),
    Family(
        name="nebula-radio-line",
        domains=("quantum", "astrophysics"),
        variables=(
            given("n", "principal quantum number of the lower level", 40, 170, "1", whole=True),
            given("T", "temperature of the nebula", 4000, 15000, "K"),
            stated("E_H", "ionization energy of hydrogen", 13.6057, "eV"),
            constant("h"),
            constant("k_B"),
            constant("m_p"),
            constant("c"),
            derived("E_a", "binding energy of the lower level", "meV"),
            derived("E_b", "binding energy of the upper level", "meV"),
            derived("E", "photon energy", "meV"),
            derived("f", "frequency of the line", "GHz"),
            derived("w", "width of the line", "kHz"),
        ),
        laws=(
            Law("E_a", "E_H/n^2", "the levels of hydrogen"),
            Law("E_b", "E_H/(n + 1)^2", "the levels of hydrogen"),
            Law("E", "E_a - E_b", "the conservation of energy"),
            Law("f", "E/h", "Planck's relation"),
            Law("w", "f*sqrt(8*ln(2)*k_B*T/(m_p*c^2))", "the Doppler effect of the Maxwell distribution"),
        ),
        scenes=(
            "Hydrogen atoms in an ionized nebula[ at a temperature of {T}] emit a radio line when an electron falls "
            "from one highly excited level to the next lower one[, whose principal quantum number is {n}]. The line "
            "is broadened only by the thermal motion of the atoms; the mass of an atom is taken as that of a proton.",
            "Around a hot young star protons catch electrons, which then cascade down from level to level in steps of "
            "one. One such step, whose final level is given by its principal quantum number[, {n}], yields a spectral "
            "line. The hydrogen atoms, as heavy as a proton to good accuracy, have the Maxwell distribution of "
            "velocities[ for {T}], and nothing else widens the line.",
            "A radio telescope is tuned to a recombination line of hydrogen in which the principal quantum number "
            "drops by 1[ to {n}]. The gas that emits it does not move as a whole, is transparent and has a uniform "
            "temperature[ of {T}]. Let Doppler shifts of atoms with the mass of a proton be the only cause of the "
            "line's width.",
            "In the outskirts of a galaxy, very large hydrogen atoms emit as they go over between neighbouring "
            "levels[, the lower one having number {n} counted from the ground state as number 1]. Their random "
            "thermal motion[, as at {T},] shifts the frequency from atom to atom, each of them with the mass of one "
            "proton; other sources of broadening are absent.",
        ),
        asks={
            "f": ("What is the frequency of the line?", "At what frequency is the centre of the line?"),
            "w": (
                "What is the full width of the line at half of its maximum, as a frequency?",
                "How wide is the line in frequency, between the points of half its peak intensity?",
            ),
        },
        told={"w": ("The full width of the line at half maximum is {w}.",)},
        inverse={"T": ("What is the temperature of the gas?", "How hot is the gas?")},
        alterations=(
            Alteration(
                "Suppose that in this world the binding energy of the hydrogen level with the principal quantum "
                "number n were the ionization energy divided by n, instead of by n².",
                (Law("E_a", "E_H/n"), Law("E_b", "E_H/(n + 1)")),
            ),
            Alteration(
                "Suppose that in this world the mean kinetic energy of the thermal motion along any one direction "
                "were k_B·T instead of k_B·T/2, the shape of the distribution of velocities being as we know it.",
                (Law("w", "f*sqrt(16*ln(2)*k_B*T/(m_p*c^2))"),),
            ),
        ),
        beside=(
            ("The emitting gas is {} away.", 400, 3000, "pc"),
            ("The dish that receives the signal has a diameter of {}.", 20, 100, "m"),
            ("There are {} electrons per cubic centimetre.", 100, 9000, "1"),
        ),
    ),
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
            "In a uniform magnetic field[ of {B}] the tracker of a collider experiment measures a charged particle[ "
            "with a momentum of {p}][, with a charge number of {z}]. The particle starts at an angle to the field "
            "lines[, {theta},] and its path, seen along the field lines, is an arc between the first and the last "
            "measured point. Seen so, these two points lie at some distance from each other[, namely {L}]. Energy "
            "loss and scattering are negligible.",
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
    Family(
        name="exotic-atom",
        domains=("particle physics", "quantum"),
        variables=(
            given("m", "mass of the bound particle", 100, 500, "MeV/c^2", "kg"),
            given("M", "mass of the nucleus", 1, 15, "u", "kg"),
            given("Z", "nuclear charge number", 1, 6, "1", whole=True),
            constant("epsilon_0"),
            constant("hbar"),
            constant("e"),
            derived("mu", "reduced mass", "MeV/c^2"),
            derived("a", "Bohr radius of the atom", "fm"),
            derived("E_b", "binding energy of the ground state", "keV"),
            derived("E", "photon energy", "keV"),
        ),
        laws=(
            Law("mu", "m*M/(m + M)", "the separation of the relative motion"),
            Law("a", "4*pi*epsilon_0*hbar^2/(mu*Z*e^2)", "the ground state in the Coulomb potential"),
            Law("E_b", "Z*e^2/(8*pi*epsilon_0*a)", "half of the potential energy, by the virial theorem"),
            Law("E", "3*E_b/4", "the levels falling off as 1/n^2, from the second to the first"),
        ),
        scenes=(
            "A negative particle with one elementary charge[ and a mass of {m}] has taken the place of all electrons "
            "in an atom with a point-like nucleus[ of mass {M}][, of charge number {Z}]. It falls from the second to "
            "the first level and emits a photon. Treat the two bodies without relativity and neglect forces other "
            "than Coulomb's.",
            "Slow negative mesons are caught by nuclei and emit X-rays. In the case considered the nucleus[, a point "
            "charge with {Z} as its charge number,] is not infinitely heavy[: its mass is {M}], and the meson carries "
            "one negative elementary charge[ and has a mass of {m}]. Neglect the strong force, relativity, and "
            "remaining electrons. The last X-ray quantum comes from the step between the two lowest principal quantum "
            "numbers.",
            "An accelerator delivers a beam of particles of charge -e[, each with a mass of {m}]. One of them forms a "
            "two-body system, alike to hydrogen, with a bare nucleus[, of mass {M},] that may be taken as a point[ "
            "and whose charge number is {Z}]. In the nonrelativistic theory of the Coulomb force, consider its ground "
            "state and the photon that is given off in the transition from n = 2 to n = 1, the recoil being neglected.",
            "Muon-like particles of one negative elementary charge[, {m} in mass,] can replace an electron and come "
            "much closer to the nucleus. Think of a single such particle around a bare, point-like nucleus[ with a "
            "charge number of {Z}][, with a mass of {M}]. Both move about their common centre of mass under the "
            "Coulomb force alone, slowly compared with light. A photon is emitted as the particle passes from the "
            "first excited principal level to the ground state.",
        ),
        asks={
            "a": (
                "What is the Bohr radius of this atom, for the distance between the two bodies?",
                "Find the most probable distance between the two bodies in the ground state, the atom's Bohr radius.",
            ),
            "E": ("What is the energy of the photon?", "How much energy does the photon have?"),
        },
        told={
            "a": ("The atom's Bohr radius, for the distance between the two bodies, is {a}.",),
            "E": ("The photon has an energy of {E}.",),
        },
        inverse={
            "m": (
                "What is the mass of the particle that orbits the nucleus?",
                "Find the mass of the particle that is bound to the nucleus.",
            ),
        },
        alterations=(
            Alteration(
                "Suppose that in this world the angular momentum of two bodies about their centre of mass on the n-th "
                "Bohr orbit were n·2·ħ instead of n·ħ, all else in Bohr's model being as usual.",
                (Law("a", "16*pi*epsilon_0*hbar^2/(mu*Z*e^2)"),),
            ),
            Alteration(
                "Suppose that in this world the Coulomb force between two charges were {s} times as strong as in "
                "ours, at all distances.",
                (
                    Law("a", "4*pi*epsilon_0*hbar^2/(mu*s*Z*e^2)"),
                    Law("E_b", "s*Z*e^2/(8*pi*epsilon_0*a)"),
                ),
                (given("s", "strength of the force", 1.3, 4, "1"),),
            ),
        ),
        beside=(
            ("A free particle of this kind lives for {} on average.", 0.02, 2.2, "us"),
            ("The detector is {} away.", 0.1, 2, "m"),
            ("The beam stops in a target that is {} thick.", 1, 30, "mm"),
        ),
        requires=("M - 1.65e-27*Z", "5e-27*Z - M"),
    ),
    Family(
        name="silicon-energy-resolution",
        domains=("condensed matter", "particle physics"),
        variables=(
            given("E", "deposited energy", 5, 600, "keV", "MeV"),
            given("w", "energy per pair", 2.9, 5, "eV", "J"),
            given("F", "Fano factor", 0.08, 0.15, "1"),
            given("q", "electronic noise", 10, 120, "1"),
            derived("N", "mean number of pairs", "1"),
            derived("S", "fluctuation of the signal", "1"),
            derived("D", "energy resolution", "eV"),
        ),
        laws=(
            Law("N", "E/w", "the definition of the energy per pair"),
            Law("S", "sqrt(F*N + q^2)", "independent fluctuations add in quadrature"),
            Law("D", "sqrt(8*ln(2))*w*S", "the full width of a normal distribution at half of its maximum"),
        ),
        scenes=(
            "A photon is completely absorbed in a semiconductor detector[ and deposits {E}]. On average one "
            "electron-hole pair is created per fixed amount of energy[, {w}]. The number of pairs fluctuates with a "
            "variance that is its mean times the Fano factor[ of {F}], and the amplifier adds independent noise[ with "
            "a standard deviation of {q} electrons]. All charge is collected, and the pulse heights are normally "
            "distributed.",
            "Nuclei of a radioactive source send monoenergetic particles into a diode[; each of them leaves {E} in "
            "it]. The material of the diode needs a known mean energy to free one pair of charges[, {w}]. Its Fano "
            "factor, the variance of the number of pairs over their mean, is known as well[, {F}], and so is the "
            "root-mean-square noise of the electronics in units of one electron's charge[, {q}], which does not "
            "depend on the signal. Normal distributions may be assumed, and no charge is lost.",
            "The line in the spectrum of a solid-state detector has a width because charges are counted. Every event "
            "releases the same energy in the crystal[, {E}]. Two properties of the crystal matter, the mean energy "
            "per electron-hole pair[, {w},] and the Fano factor[, {F}], by which the variance of the number of pairs "
            "is smaller than for independent events. The preamplifier contributes, independently, noise of constant "
            "size[, as large as {q} electrons (standard deviation)]. Both contributions are normally distributed.",
            "In an X-ray camera every pixel collects all the electrons that a photon sets free. It takes a certain "
            "mean energy to create one electron-hole pair[, {w}], the photons all have one energy[, {E}], and reading "
            "a pixel adds noise independent of the number of electrons[, {q} electrons r.m.s.]. Without that noise, "
            "the variance of the number of electrons would be the Fano factor[, {F},] times their mean number. Take "
            "all fluctuations as normal.",
        ),
        asks={
            "N": (
                "How many electron-hole pairs are created on average?",
                "What is the mean number of pairs per event?",
            ),
            "D": (
                "What is the full width of the line at half maximum, expressed in energy?",
                "Find the energy resolution as the full width at half maximum.",
            ),
        },
        told={
            "D": ("The full width of the line at half maximum is {D}.",),
        },
        inverse={"w": ("What is the mean energy per pair?", "How much energy does one pair cost on average?")},
        alterations=(
            Alteration(
                "Suppose that in this world electron-hole pairs were created independently of one another, so that "
                "their number had the variance of a Poisson distribution, whatever is said below of a Fano factor.",
                (Law("S", "sqrt(N + q^2)"),),
            ),
            Alteration(
                "Suppose that in this world the standard deviations of independent fluctuations added up, instead of "
                "their variances.",
                (Law("S", "sqrt(F*N) + q"),),
            ),
        ),
        beside=(
            ("The detector is {} thick.", 0.2, 5, "mm"),
            ("The voltage across the detector is {}.", 50, 900, "V"),
            ("The detector sees {} of these events per second.", 10, 900, "1"),
        ),
    ),
    Family(
        name="nanoresonator-quanta",
        domains=("mechanics", "quantum"),
        variables=(
            given("k", "spring constant", 0.1, 100, "N/m"),
            given("m", "effective mass", 1, 1000, "fg", "kg"),
            given("T", "temperature", 1, 100, "mK", "K"),
            constant("hbar"),
            constant("k_B"),
            derived("omega", "angular frequency", "1/s"),
            derived("E", "energy of one quantum", "neV"),
            derived("N", "mean number of quanta", "1"),
            derived("x", "root-mean-square displacement", "pm"),
        ),
        laws=(
            Law("omega", "sqrt(k/m)", "the equation of motion of a harmonic oscillator"),
            Law("E", "hbar*omega", "the spacing of the levels of a harmonic oscillator"),
            Law("N", "1/(exp(E/(k_B*T)) - 1)", "the Planck distribution"),
            Law("x", "sqrt(E*(N + 1/2)/k)", "half of the energy being potential energy on average"),
        ),
        scenes=(
            "The cantilever of a force microscope vibrates as a one-dimensional quantum harmonic oscillator in "
            "thermal equilibrium[ at {T}]. Its spring constant is known[, {k}], and so is its effective mass[, {m}].",
            "A tiny beam of silicon nitride is cooled in a dilution refrigerator[ to {T}] until its lowest mode of "
            "vibration is close to its ground state. The mode acts as a harmonic oscillator with a certain "
            "stiffness[, {k},] and a certain moving mass[, {m}]. It is in equilibrium with its surroundings.",
            "Engineers build a drum from a sheet of graphene and listen to its fundamental mode, a single harmonic "
            "oscillator that obeys quantum mechanics[; its spring constant is {k}][; its effective mass is {m}]. It "
            "shares the temperature of the chip[, {T}].",
            "A nanometre-sized bead[ of mass {m}] is held along one axis by an elastic support[ of stiffness {k}]. "
            "Along this axis its centre of mass is a quantum-mechanical harmonic oscillator, in equilibrium with cold "
            "surroundings[ at a temperature of {T}].",
        ),
        asks={
            "N": (
                "What is the mean number of vibrational quanta above the ground state?",
                "How many quanta of vibration are excited on average?",
            ),
            "x": (
                "What is the root-mean-square displacement from rest, zero-point motion included?",
                "Find the root-mean-square deviation of the coordinate from its mean, with all quantum effects.",
            ),
        },
        told={"N": ("On average {N} quanta of vibration are excited.",)},
        inverse={
            "T": ("What is the temperature?", "Find the temperature."),
            "m": ("What is the effective mass of the vibration?", "Find the mass that takes part in the vibration."),
        },
        alterations=(
            Alteration(
                "Suppose that in this world the levels of a harmonic oscillator of angular frequency ω lay at n·ħ·ω "
                "with n = 0, 1, 2 and so on, without any zero-point energy, half of the mean energy being potential "
                "energy all the same and the displacement vanishing with it.",
                (Law("x", "sqrt(E*N/k)"),),
            ),
            Alteration(
                "Suppose that in this world the levels of a harmonic oscillator of angular frequency ω lay at (n + "
                "1/2)·2·ħ·ω with n = 0, 1, 2 and so on, half of the mean energy being potential energy as ever.",
                (Law("E", "2*hbar*omega"),),
            ),
        ),
        beside=(
            ("The quality factor of the vibration is {}.", 10000, 900000, "1"),
            ("The length of the vibrating part is {}.", 0.5, 20, "um"),
            ("The pressure of the remaining gas is {}.", 1, 90, "nPa"),
        ),
        requires=("4*k_B*T - E", "E - 0.15*k_B*T"),
    ),
    Family(
        name="electron-microscope",
        domains=("relativity", "quantum"),
        variables=(
            given("U", "accelerating voltage", 150, 2000, "kV", "MV", "V"),
            given("a", "half-angle of the aperture", 2, 20, "mrad", "deg"),
            constant("e"),
            constant("m_e"),
            constant("c"),
            constant("h"),
            derived("gamma", "Lorentz factor", "1"),
            derived("p", "momentum of an electron", "kg*m/s"),
            derived("lambda", "wavelength of the electrons", "pm"),
            derived("d", "resolution limit", "pm"),
        ),
        laws=(
            Law("gamma", "1 + e*U/(m_e*c^2)", "the work of the electric field adding to the rest energy"),
            Law("p", "m_e*c*sqrt(gamma^2 - 1)", "the relativistic relation of energy and momentum"),
            Law("lambda", "h/p", "de Broglie's relation"),
            Law("d", "0.61*lambda/sin(a)", "Rayleigh's criterion for incoherent light from a round aperture"),
        ),
        scenes=(
            "In an electron microscope, electrons from rest are accelerated by a voltage[ of {U}], and the objective "
            "lens accepts a cone of them with a certain half-angle[, {a}]. Diffraction alone limits the resolution, "
            "which is 0.61 times the wavelength over the sine of the half-angle. Relativity must be taken into "
            "account.",
            "Fast electrons, accelerated from rest through a potential difference[ of {U}], form the image of a thin "
            "film. A round aperture lets pass what is scattered by no more than a given angle[, {a}]; two points can "
            "be told apart if they are at least 0.61·λ/sin(α) from each other, with λ the wavelength of the "
            "relativistic electrons and α that angle. Errors of the lenses are corrected.",
            "Structural biologists shoot electrons at frozen proteins. The gun brings the electrons from rest to "
            "speeds close to that of light[ with a voltage of {U}]; the opening of the objective is expressed by the "
            "angle between the axis and the outermost rays[, {a}]. By Rayleigh's criterion the smallest distance that "
            "can be resolved is 0.61 wavelengths divided by the sine of this angle, no other blur being present.",
            "For a planned microscope, the semi-angle of the beam that is collected[, {a},] and the voltage through "
            "which the electrons fall from rest[, {U},] have been fixed. Use the relativistic wavelength, and 0.61 "
            "times it, divided by the sine of the semi-angle, as the limit of resolution.",
        ),
        asks={
            "lambda": ("What is the wavelength of the electrons?", "Find the de Broglie wavelength of the electrons."),
            "d": ("What is the limit of the resolution?", "What is the smallest distance that can be resolved?"),
        },
        told={
            "lambda": ("The electrons have a wavelength of {lambda}.",),
            "d": ("The limit of the resolution is {d}.",),
        },
        inverse={
            "U": ("What is the accelerating voltage?", "Through what voltage were the electrons accelerated?"),
        },
        alterations=(
            Alteration(
                "Suppose that in this world electrons obeyed Newton's mechanics at all speeds, with the kinetic "
                "energy p²/(2·m) for a momentum p and a mass m, whatever is said below of relativity.",
                (Law("p", "m_e*c*sqrt(2*(gamma - 1))"),),
            ),
            Alteration(
                "Suppose that in this world the wavelength of a particle of momentum p were 2·h/p instead of h/p.",
                (Law("lambda", "2*h/p"),),
            ),
        ),
        beside=(
            ("The beam current is {}.", 0.1, 9, "nA"),
            ("The sample is {} thick.", 10, 200, "nm"),
            ("The image is magnified {} times.", 20000, 900000, "1"),
        ),
    ),
)
