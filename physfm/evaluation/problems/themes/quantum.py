"""Quantum physics: levels and lines, photons and electrons, matter waves and tunnelling."""

from __future__ import annotations

from physfm.evaluation.problems.causal import Law, constant, derived, given
from physfm.evaluation.problems.family import Alteration, Family

FAMILIES = (
    Family(
        name="well-transition",
        domains=("quantum",),
        variables=(
            given("L", "width of the well", 0.3, 3, "nm", "pm", "angstrom"),
            given("n_2", "number of the upper level", 2, 6, "1", whole=True),
            given("n_1", "number of the lower level", 1, 4, "1", whole=True),
            constant("h"),
            constant("c"),
            constant("m_e"),
            derived("E_1", "ground-state energy", "eV"),
            derived("E", "photon energy", "eV"),
            derived("lambda", "wavelength of the photon", "nm"),
        ),
        laws=(
            Law("E_1", "h^2/(8*m_e*L^2)", "half a de Broglie wavelength fits into the well"),
            Law("E", "E_1*(n_2^2 - n_1^2)", "the levels being n^2 times the lowest, and the conservation of energy"),
            Law("lambda", "h*c/E", "Planck's relation"),
        ),
        scenes=(
            "An electron is confined in one dimension between two impenetrable walls[, {L} apart], with no force "
            "between them. It falls to a lower level and emits one photon. Counting from 1 for the ground state, it "
            "comes from a higher level[, number {n_2},] and ends in a lower one[, number {n_1}].",
            "A long molecule is modelled as an infinitely deep, one-dimensional square well[ of width {L}] for a "
            "single electron. Levels are numbered 1, 2, 3 and so on from below. The electron emits a photon as it "
            "goes down[ from level {n_2}][ to level {n_1}].",
            "In a very thin layer of a crystal an electron with the mass of a free one moves as in a box with "
            "infinitely high walls; only the motion across the layer[, over a thickness of {L},] matters. With the "
            "ground state as number 1, consider the photon that is given off when the electron leaves its excited "
            "state[, number {n_2},] for a state of less energy[, number {n_1}].",
            "One electron sits in a one-dimensional infinite potential well[; the initial level has the quantum "
            "number {n_2}][; the final level has the quantum number {n_1}][; the width of the well is {L}]. In the "
            "jump from the initial to the final level all the energy set free goes into one photon. The quantum "
            "number of the ground state is 1.",
        ),
        asks={
            "E": ("What is the energy of the photon?", "How much energy does the photon carry?"),
            "lambda": ("What is the wavelength of the photon?", "Find the wavelength of the emitted light."),
        },
        told={
            "E": ("The photon has an energy of {E}.",),
            "lambda": ("The photon has a wavelength of {lambda}.", "The emitted light has a wavelength of {lambda}."),
        },
        inverse={"L": ("How wide is the well?", "Over what width is the electron confined?")},
        alterations=(
            Alteration(
                "Suppose that in this world the energy of a free electron of momentum p were c·p instead of p²/(2·m), "
                "with c the speed of light, while the relation between its momentum and its wavelength, and photons, "
                "were as we know them.",
                (Law("E_1", "h*c/(2*L)"), Law("E", "E_1*(n_2 - n_1)")),
            ),
            Alteration(
                "Suppose that in this world the de Broglie wavelength of an electron of momentum p were 2·h/p instead "
                "of h/p, while photons were as we know them.",
                (Law("E_1", "h^2/(2*m_e*L^2)"),),
            ),
        ),
        beside=(
            ("The excited state lasts for {} on average.", 1, 90, "ns"),
            ("The temperature is {}.", 4, 300, "K"),
            ("The light leaves through a window of refractive index {}.", 1.3, 1.6, "1"),
        ),
        requires=("n_2 - n_1 - 0.5",),
    ),
    Family(
        name="hydrogen-like-line",
        domains=("quantum",),
        variables=(
            given("Z", "nuclear charge number", 1, 5, "1", whole=True),
            given("n_2", "principal quantum number of the upper level", 2, 7, "1", whole=True),
            given("n_1", "principal quantum number of the lower level", 1, 4, "1", whole=True),
            constant("m_e"),
            constant("e"),
            constant("epsilon_0"),
            constant("h"),
            constant("c"),
            derived("E_Z", "ionization energy", "eV"),
            derived("E_b", "binding energy of the upper level", "eV"),
            derived("E_a", "binding energy of the lower level", "eV"),
            derived("E", "photon energy", "eV"),
            derived("lambda", "wavelength of the line", "nm"),
        ),
        laws=(
            Law("E_Z", "Z^2*m_e*e^4/(8*epsilon_0^2*h^2)", "the Schrodinger equation for the Coulomb potential"),
            Law("E_b", "E_Z/n_2^2", "the Schrodinger equation for the Coulomb potential"),
            Law("E_a", "E_Z/n_1^2", "the Schrodinger equation for the Coulomb potential"),
            Law("E", "E_a - E_b", "the conservation of energy"),
            Law("lambda", "h*c/E", "Planck's relation"),
        ),
        scenes=(
            "An ion, or atom, with a single electron[ and a nuclear charge number of {Z}] emits a spectral line in "
            "vacuum as the electron falls[ from the level with the principal quantum number {n_2}][ to the level with "
            "the principal quantum number {n_1}]. Treat the nucleus as infinitely heavy and neglect relativistic "
            "effects.",
            "In a hot plasma there are nuclei[ of atomic number {Z}] that have kept one electron each. In the "
            "nonrelativistic theory with a fixed nucleus, consider the radiation of such a system in the transition "
            "that starts in one shell[, number {n_2} from the nucleus,] and ends in a lower shell[, number {n_1} from "
            "the nucleus].",
            "Only one electron is bound to a heavy point-like nucleus[, whose charge number is {Z}]. It jumps "
            "downwards between two Bohr orbits, and the energy that is set free leaves as one photon. The first orbit "
            "is the smallest one; it jumps[ from orbit number {n_2}][ to orbit number {n_1}]. Neglect relativity and "
            "the motion of the nucleus.",
            "A spectrograph records a line of a hydrogen-like system[ with {Z} as its nuclear charge number]. Its "
            "upper level[ with a principal quantum number of {n_2}] and its lower level[ with a principal quantum "
            "number of {n_1}] are described by the Schrödinger equation with an immobile nucleus.",
        ),
        asks={
            "E": ("What is the energy of the photon?", "How much energy does one photon of this light have?"),
            "lambda": ("What is the vacuum wavelength of the light?", "At which wavelength in vacuum is the line?"),
        },
        alterations=(
            Alteration(
                "Suppose that in this world the angular momentum of an electron on an orbit around a nucleus could "
                "only be a whole multiple n of 2·ħ instead of a whole multiple n of ħ, where n is the number of the "
                "orbit and its principal quantum number, all else in Bohr's model being as usual.",
                (Law("E_Z", "Z^2*m_e*e^4/(32*epsilon_0^2*h^2)"),),
            ),
            Alteration(
                "Suppose that in this world the force between an electron and a nucleus were {s} times as strong as "
                "Coulomb's law says, at all distances.",
                (Law("E_Z", "(s*Z)^2*m_e*e^4/(8*epsilon_0^2*h^2)"),),
                (given("s", "strength of the force", 1.2, 3, "1"),),
            ),
        ),
        beside=(
            ("The exposure of the spectrum takes {}.", 10, 900, "s"),
            ("The nucleus has a mass of {}.", 1.7e-27, 1.8e-26, "kg"),
            ("The source is {} from the spectrograph.", 0.3, 4, "m"),
        ),
        requires=("n_2 - n_1 - 0.5",),
    ),
    Family(
        name="photoelectric-effect",
        domains=("quantum",),
        variables=(
            given("lambda", "wavelength of the light", 150, 350, "nm", "um"),
            given("phi", "work function", 2, 5, "eV", "J"),
            constant("h"),
            constant("c"),
            constant("e"),
            constant("m_e"),
            derived("E", "photon energy", "eV"),
            derived("K", "greatest kinetic energy", "eV"),
            derived("V_s", "stopping voltage", "V"),
            derived("v", "greatest speed of the electrons", "km/s"),
        ),
        laws=(
            Law("E", "h*c/lambda", "Planck's relation"),
            Law("K", "E - phi", "Einstein's equation: the conservation of energy"),
            Law("V_s", "K/e", "the work against a voltage"),
            Law("v", "sqrt(2*K/m_e)", "the definition of kinetic energy"),
        ),
        scenes=(
            "Ultraviolet light[ of wavelength {lambda}] falls on a clean metal[ with a work function of {phi}] in "
            "vacuum and sets electrons free.",
            "In a phototube the cathode is lit by a lamp that emits a single wavelength[, {lambda}]. The cathode is "
            "coated with an alkali alloy[ whose work function is {phi}]. Neglect contact potentials.",
            "Photons from a laser in the ultraviolet[, at a wavelength of {lambda},] hit a surface in vacuum. To take "
            "an electron out of this surface, a certain least energy is needed[, namely {phi}].",
            "The skin of a satellite loses electrons to sunlight. Consider only the light of one wavelength[, "
            "{lambda},] and a patch of bare metal[, whose work function is {phi}]. The patch is uncharged at first.",
        ),
        asks={
            "V_s": (
                "Which opposing voltage just stops the fastest of the freed electrons?",
                "What is the stopping voltage for the freed electrons?",
            ),
            "v": ("What is the greatest speed of the freed electrons?", "How fast are the fastest freed electrons?"),
        },
        told={
            "V_s": ("A voltage of {V_s} just stops the fastest electrons.", "The stopping voltage is {V_s}."),
            "v": ("The fastest electrons leave with {v}.",),
        },
        inverse={
            "phi": ("What is the work function of the surface?", "Find the work function."),
            "lambda": ("What is the wavelength of the light?", "Which wavelength does the light have?"),
        },
        alterations=(
            Alteration(
                "Suppose that in this world an electron in a solid always took up two photons at once, and never one "
                "alone.",
                (Law("K", "2*E - phi"),),
            ),
            Alteration(
                "Suppose that in this world the energy of a photon of wavelength λ were h·c·λ₀/λ² instead of h·c/λ, "
                "where λ₀ is a fixed length of {lambda_0}.",
                (Law("E", "h*c*lambda_0/lambda^2"),),
                (given("lambda_0", "reference length", 400, 700, "nm"),),
            ),
        ),
        beside=(
            ("The light delivers {} to the surface.", 1, 90, "mW"),
            ("The lit spot has a diameter of {}.", 0.5, 9, "mm"),
            ("The metal has a density of {}.", 900, 9000, "kg/m^3"),
        ),
        requires=("K - 0.1*phi",),
    ),
    Family(
        name="electron-diffraction",
        domains=("quantum",),
        variables=(
            given("U", "accelerating voltage", 80, 3000, "V", "kV"),
            given("d", "spacing of the lattice planes", 0.1, 0.5, "nm", "pm", "angstrom"),
            constant("h"),
            constant("e"),
            constant("m_e"),
            derived("K", "kinetic energy", "eV"),
            derived("p", "momentum of an electron", "kg*m/s"),
            derived("lambda", "de Broglie wavelength", "pm"),
            derived("theta", "Bragg angle", "deg"),
        ),
        laws=(
            Law("K", "e*U", "the work of the electric field"),
            Law("p", "sqrt(2*m_e*K)", "the nonrelativistic relation of energy and momentum"),
            Law("lambda", "h/p", "de Broglie's relation"),
            Law("theta", "arcsin(lambda/(2*d))", "Bragg's condition in first order"),
        ),
        scenes=(
            "Electrons from rest are accelerated by a voltage[ of {U}] and then reflected in the first order of Bragg "
            "reflection by a family of lattice planes[ with a spacing of {d}]. Treat them without relativity and "
            "neglect the potential inside the crystal.",
            "In a repetition of the experiment of Davisson and Germer, a beam from an electron gun[ run at {U}] meets "
            "a crystal. Planes of atoms[, {d} apart,] reflect the beam in first order according to Bragg's law. "
            "Relativistic corrections and refraction at the surface are left out.",
            "A thin crystalline film is examined with slow electrons, which pass through a potential difference[ of "
            "{U}] after leaving a cathode at rest. The neighbouring planes that scatter them lie at equal distances[ "
            "of {d}]. Consider the first-order Bragg reflection in the nonrelativistic approximation, ignoring the "
            "inner potential.",
            "The distance between lattice planes[, {d},] fixes at which glancing angle matter waves are reflected in "
            "first order, by Bragg's law. The waves here belong to electrons that have run through an electric field[ "
            "with a total voltage of {U}], starting from rest and staying far below the speed of light; inside the "
            "crystal their wavelength is the same.",
        ),
        asks={
            "lambda": ("What is the wavelength of the electrons?", "Which de Broglie wavelength do they have?"),
            "theta": (
                "What is the angle between the incident beam and the reflecting planes?",
                "Find the Bragg angle, measured between the incident beam and the planes.",
            ),
        },
        told={
            "lambda": ("Their wavelength is {lambda}.",),
            "theta": ("The angle between the incident beam and the planes is {theta}.",),
        },
        inverse={
            "U": ("What is the accelerating voltage?", "Through which voltage were the electrons accelerated?"),
            "d": ("How far apart are the planes?", "What is the spacing of the planes?"),
        },
        alterations=(
            Alteration(
                "Suppose that in this world the wavelength of a particle of momentum p were h/(2·p) instead of h/p.",
                (Law("lambda", "h/(2*p)"),),
            ),
            Alteration(
                "Suppose that in this world the kinetic energy of a particle of momentum p and mass m were p²/m "
                "instead of p²/(2·m), while the work done on a charge by a voltage were as we know it.",
                (Law("p", "sqrt(m_e*K)"),),
            ),
        ),
        beside=(
            ("The beam carries a current of {}.", 0.1, 9, "nA"),
            ("The crystal is {} thick.", 0.1, 2, "mm"),
            ("The distance from the gun to the crystal is {}.", 2, 30, "cm"),
        ),
        requires=("1.5*d - lambda",),
    ),
    Family(
        name="tunnelling",
        domains=("quantum",),
        variables=(
            given("E", "energy of the electrons", 1, 4, "eV", "J"),
            given("V_0", "barrier height", 4.4, 8, "eV", "J"),
            given("L", "barrier width", 0.1, 0.5, "nm", "pm", "angstrom"),
            given("J", "incident rate", 1e8, 1e14, "1/s"),
            constant("m_e"),
            constant("hbar"),
            derived("D", "missing energy", "eV"),
            derived("kappa", "decay constant", "1/nm"),
            derived("T", "transmission probability", "1"),
            derived("N", "transmitted rate", "1/s"),
        ),
        laws=(
            Law("D", "V_0 - E", "the definition of what is missing"),
            Law("kappa", "sqrt(2*m_e*D)/hbar", "the Schrodinger equation inside the barrier"),
            Law("T", "1/(1 + V_0^2*sinh(kappa*L)^2/(4*E*D))", "the matching of the wave at both edges"),
            Law("N", "J*T", "the definition of the probability"),
        ),
        scenes=(
            "Electrons of a definite energy[, {E},] run one after the other[, at a rate of {J},] against a "
            "rectangular potential barrier in one dimension[; its height is {V_0}][; its width is {L}]. The potential "
            "is zero on both sides.",
            "A thin insulating film acts as a square barrier for electrons that arrive at right angles[ with a "
            "kinetic energy of {E}]. In the film[, {L} thick,] their potential energy is higher than outside[ by "
            "{V_0}]; they come at a steady rate[ of {J}]. Their mass is that of free electrons everywhere.",
            "Between two equal regions without force lies a region of constant potential energy[, {V_0} above that of "
            "its neighbours][, over a width of {L}]. A beam of free electrons reaches it from one side[, {J} being "
            "the number of electrons per time][, {E} being the kinetic energy of each]. The problem is "
            "one-dimensional.",
            "A gap between two identical metal surfaces is described as a rectangular barrier without any image "
            "forces or applied voltage[; its width is {L}][; its height above the bottom of the band is {V_0}]. From "
            "one side electrons move straight towards the gap[ in a stream of {J}][, with an energy of {E} above the "
            "bottom of the band], and the other side is free to take them.",
        ),
        asks={
            "T": (
                "With what probability does an electron get through?",
                "What fraction of the electrons is transmitted?",
            ),
            "N": ("How many electrons get through per unit time?", "At what rate are electrons transmitted?"),
        },
        told={
            "T": ("A fraction of {T} of the electrons gets through.",),
            "N": ("Electrons get through at a rate of {N}.",),
        },
        inverse={"L": ("How wide is the barrier?", "What is the width of the barrier?")},
        alterations=(
            Alteration(
                "Suppose that in this world the electron had {s} times its mass.",
                (Law("kappa", "sqrt(2*s*m_e*D)/hbar"),),
                (given("s", "mass factor", 1.5, 4, "1"),),
            ),
            Alteration(
                "Suppose that in this world the electron's kinetic energy operator were p²/m instead of p²/(2·m), "
                "where m is its mass, all else in the Schrödinger equation being as we know it.",
                (Law("kappa", "sqrt(m_e*D)/hbar"),),
            ),
        ),
        beside=(
            ("The temperature is {}.", 4, 300, "K"),
            ("The area that is hit measures {}.", 1, 90, "um^2"),
            ("The electrons were emitted {} away from the barrier.", 1, 90, "mm"),
        ),
        rel_tol=0.03,
    ),
    Family(
        name="molecular-vibration",
        domains=("quantum",),
        variables=(
            given("m_1", "mass of the first atom", 1, 40, "u", "kg"),
            given("m_2", "mass of the second atom", 1, 40, "u", "kg"),
            given("k", "force constant", 80, 2000, "N/m"),
            constant("hbar"),
            constant("c"),
            derived("mu", "reduced mass", "u"),
            derived("omega", "angular frequency of the vibration", "1/s"),
            derived("lambda", "wavelength of the line", "um"),
            derived("E_0", "zero-point energy", "meV"),
        ),
        laws=(
            Law("mu", "m_1*m_2/(m_1 + m_2)", "the separation of the relative motion"),
            Law("omega", "sqrt(k/mu)", "the equation of motion of a harmonic oscillator"),
            Law("lambda", "2*pi*c/omega", "the frequency of the light being that of the oscillator"),
            Law("E_0", "hbar*omega/2", "the lowest level of a harmonic oscillator"),
        ),
        scenes=(
            "A free diatomic molecule vibrates as a harmonic oscillator[ with a force constant of {k}]. One of its "
            "atoms has a known mass[, {m_1}], and so has the other[, {m_2}]. In the infrared it absorbs from its "
            "ground state to the first excited level of the vibration.",
            "The bond between two atoms acts like an ideal spring[ of stiffness {k}]. Neither atom is held by "
            "anything else[; the first weighs {m_1}][; the second weighs {m_2}]. Consider the quantum states of their "
            "vibration along the bond and the light that lifts it by one level, rotation being left aside.",
            "In a cold interstellar cloud, molecules of two atoms each are all in their lowest vibrational state and "
            "absorb starlight by taking up one vibrational quantum. Their potential is harmonic[ with a force "
            "constant of {k}], and the two atoms are free to move[, the one having a mass of {m_1}][, the other one "
            "having a mass of {m_2}].",
            "An infrared spectrum shows the fundamental band of a harmonic molecule of two atoms. Its force constant "
            "is known from theory[: {k}]. One atom's mass is known[ to be {m_1}], and so is the other atom's[, "
            "{m_2}]. Rotation plays no part.",
        ),
        asks={
            "lambda": (
                "At which wavelength does it absorb?",
                "What is the wavelength of the light that excites the vibration by one level?",
            ),
            "E_0": (
                "What is the energy of the lowest vibrational state, above the minimum of the potential?",
                "What is the zero-point energy of the vibration?",
            ),
        },
        told={
            "lambda": ("The light that excites the vibration by one level has a wavelength of {lambda}.",),
            "E_0": ("The zero-point energy of the vibration is {E_0}.",),
        },
        inverse={"k": ("What is the force constant of the bond?", "Find the force constant.")},
        alterations=(
            Alteration(
                "Suppose that in this world, when two bodies vibrate against each other, the sum of their masses "
                "counted as the inertia of the vibration in place of their reduced mass.",
                (Law("mu", "m_1 + m_2"),),
            ),
            Alteration(
                "Suppose that in this world the levels of a harmonic oscillator of angular frequency ω lay at n·2·ħ·ω "
                "with n = 1, 2, 3 and so on above the minimum of the potential, while photons were as we know them.",
                (Law("lambda", "pi*c/omega"), Law("E_0", "2*hbar*omega")),
            ),
        ),
        beside=(
            ("The temperature of the gas is {}.", 10, 90, "K"),
            ("The two atoms are {} apart at rest.", 0.08, 0.25, "nm"),
            ("The cell with the gas is {} long.", 5, 90, "cm"),
        ),
    ),
    Family(
        name="compton-scattering",
        domains=("quantum",),
        variables=(
            given("lambda", "wavelength of the incident photon", 1.5, 8, "pm", "nm", "m"),
            given("theta", "scattering angle", 40, 170, "deg", "rad"),
            constant("h"),
            constant("c"),
            constant("m_e"),
            derived("l_C", "Compton wavelength of the electron", "pm"),
            derived("s", "wavelength shift", "pm"),
            derived("lambda_2", "wavelength of the scattered photon", "pm"),
            derived("E_1", "energy of the incident photon", "keV"),
            derived("E_2", "energy of the scattered photon", "keV"),
            derived("K", "kinetic energy of the electron", "keV"),
        ),
        laws=(
            Law("l_C", "h/(m_e*c)", "its definition"),
            Law("s", "l_C*(1 - cos(theta))", "the conservation of energy and momentum"),
            Law("lambda_2", "lambda + s", "the definition of the shift"),
            Law("E_1", "h*c/lambda", "Planck's relation"),
            Law("E_2", "h*c/lambda_2", "Planck's relation"),
            Law("K", "E_1 - E_2", "the conservation of energy"),
        ),
        scenes=(
            "A photon[ of wavelength {lambda}] is scattered by a free electron at rest[, and its direction changes by "
            "{theta}].",
            "Gamma rays[ with a wavelength of {lambda}] pass through a scintillator. One of them is deflected by an "
            "electron that may be treated as free and at rest[; the angle of deflection is {theta}].",
            "In Compton's experiment the scattered radiation is observed at a fixed direction[, {theta} from the "
            "direction of the primary beam]. The primary beam contains one wavelength only[, {lambda}], and the "
            "electrons in the target are as good as free and at rest.",
            "An electron at rest and free of other forces is hit by a quantum of hard radiation[ whose wavelength is "
            "{lambda}]. After the collision the quantum flies away at an angle to its former path[, namely {theta}].",
        ),
        asks={
            "lambda_2": (
                "What is the wavelength of the photon afterwards?",
                "Find the wavelength that the photon has after the collision.",
            ),
            "K": (
                "How much kinetic energy does the electron receive?",
                "What is the kinetic energy of the electron afterwards?",
            ),
        },
        told={
            "lambda_2": ("Afterwards the photon has a wavelength of {lambda_2}.",),
            "K": ("The electron receives a kinetic energy of {K}.",),
        },
        inverse={"theta": ("By what angle is the photon scattered?", "What is the scattering angle?")},
        alterations=(
            Alteration(
                "Suppose that in this world an electron had {q} times the mass that it has in ours.",
                (Law("l_C", "h/(q*m_e*c)"),),
                (given("q", "mass factor", 0.15, 0.6, "1"),),
            ),
            Alteration(
                "Suppose that in this world electrons obeyed Newton's mechanics at all speeds, with the kinetic "
                "energy p²/(2·m), while photons had the energy h·c/λ and the momentum h/λ as we know them.",
                (
                    Law(
                        "s",
                        "l_C/(sqrt((1 - l_C*cos(theta)/lambda)^2 + 2*l_C/lambda - (l_C/lambda)^2) - 1 + "
                        "l_C*cos(theta)/lambda) - lambda",
                    ),
                ),
            ),
        ),
        beside=(
            ("The target is {} thick.", 1, 20, "mm"),
            ("The source has an activity of {}.", 10, 900, "kBq"),
            ("The detector is {} away from the target.", 0.1, 2, "m"),
        ),
    ),
)
