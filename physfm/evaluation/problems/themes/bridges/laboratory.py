"""Quanta in the laboratory: exotic atoms, counted charges, cold resonators, fast electrons."""

from __future__ import annotations

from physfm.evaluation.problems.causal import Law, constant, derived, given
from physfm.evaluation.problems.family import Alteration, Family

FAMILIES = (
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
