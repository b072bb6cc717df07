"""Quantum physics of stars and nebulae: degenerate matter, lines from high levels."""

from __future__ import annotations

from physfm.evaluation.problems.causal import Law, constant, derived, given, stated
from physfm.evaluation.problems.family import Alteration, Family

FAMILIES = (
    Family(
        name="degenerate-star-matter",
        domains=("quantum", "astrophysics"),
        variables=(
            given("rho", "density of the matter", 1e7, 2e8, "kg/m^3", "g/cm^3"),
            given("mu_e", "number of nucleons per electron", 1.8, 2.4, "1"),
            constant("m_p"),
            constant("hbar"),
            constant("m_e"),
            derived("n", "number density of electrons", "1/m^3"),
            derived("p_F", "Fermi momentum", "kg*m/s"),
            derived("E_F", "Fermi energy", "keV"),
            derived("P", "degeneracy pressure", "Pa"),
        ),
        laws=(
            Law("n", "rho/(mu_e*m_p)", "the neutrality of matter, with one proton mass for each nucleon"),
            Law("p_F", "hbar*(3*pi^2*n)^(1/3)", "Pauli's principle with two electrons in each state of motion"),
            Law("E_F", "p_F^2/(2*m_e)", "the nonrelativistic relation of energy and momentum"),
            Law("P", "2*n*E_F/5", "two thirds of the energy density, the mean energy being 3*E_F/5"),
        ),
        scenes=(
            "In the interior of a white dwarf the matter[, which has a density of {rho},] is neutral, and its "
            "electrons may be treated as an ideal nonrelativistic gas at zero temperature. For each electron there is "
            "a fixed number of nucleons[, {mu_e}], each with the mass of a proton.",
            "A dead star of low mass is held up by its electrons. Somewhere inside, its mass density is known[ to be "
            "{rho}], and so is its composition[, namely {mu_e} nucleons, each as heavy as a proton, per electron]. "
            "Electrons there form a cold Fermi gas without interactions; neglect relativity.",
            "The core of an evolved star has become so dense[, at {rho},] that its electrons are completely "
            "degenerate. Neglect their temperature, their interactions and relativistic effects, and count for each "
            "nucleon the mass of a proton. The ions neutralize the electrons[; there are {mu_e} nucleons for every "
            "electron].",
            "Cold matter of a compact star consists of bare nuclei and free electrons, neutral as a whole[; it "
            "contains {mu_e} nucleons per electron][; its mass density is {rho}]. The mass is that of the nucleons, "
            "one proton mass each. The electrons are an ideal Fermi gas in its ground state, slow compared with light.",
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
)
