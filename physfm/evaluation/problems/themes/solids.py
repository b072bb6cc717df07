"""Condensed matter: electrons and phonons in crystals, diffraction, junctions, superconductors."""

from __future__ import annotations

from physfm.evaluation.problems.causal import Law, constant, derived, given
from physfm.evaluation.problems.family import Alteration, Family

FAMILIES: tuple[Family, ...] = (
    Family(
        name="fermi-energy",
        domains=("condensed matter", "quantum"),
        variables=(
            given("rho", "mass density", 0.6, 20, "g/cm^3", "kg/m^3"),
            given("M", "molar mass", 7, 205, "g/mol", "kg/mol"),
            given("Z", "number of conduction electrons per atom", 1, 3, "1", whole=True),
            constant("N_A"),
            constant("hbar"),
            constant("m_e"),
            constant("k_B"),
            derived("n", "electron density", "m^-3"),
            derived("k_F", "Fermi wave number", "nm^-1"),
            derived("E_F", "Fermi energy", "eV"),
            derived("T_F", "Fermi temperature", "K"),
        ),
        laws=(
            Law("n", "Z*rho*N_A/M", "the count of atoms in a volume"),
            Law("k_F", "(3*pi^2*n)^(1/3)", "Pauli's principle with two spin states for each wave vector"),
            Law("E_F", "hbar^2*k_F^2/(2*m_e)", "the kinetic energy of a free electron"),
            Law("T_F", "E_F/k_B", "the definition of the Fermi temperature"),
        ),
        scenes=(
            "The conduction electrons of a metal are treated as a free electron gas at absolute zero.[ The metal has "
            "a mass density of {rho}.][ The molar mass of the metal is {M}.][ The number of conduction electrons that "
            "each atom gives is {Z}.]",
            "In Sommerfeld's model of a simple metal, electrons move freely with the mass of a free electron.[ Each "
            "atom's contribution to them is {Z}.][ A mole of atoms has a mass of {M}.][ The density of the metal is "
            "{rho}.]",
            "A chemist has made a new metallic element and wants to know its electronic ground state from the ideal "
            "Fermi gas.[ A sample shows a density of {rho}.][ The molar mass of the element is {M}.][ Its valence, "
            "the number of free electrons per atom, is {Z}.]",
            "Consider an ideal, non-interacting, three-dimensional electron gas with spin one half that fills a "
            "monatomic metal[ with a density of {rho}][, with a molar mass of {M},] uniformly[; the number of these "
            "electrons per atom is {Z}].",
        ),
        asks={
            "E_F": (
                "What is the Fermi energy, counted from the bottom of the band?",
                "How large is the kinetic energy of the fastest electrons in the ground state?",
            ),
            "T_F": ("What is the Fermi temperature?", "At what temperature would k_B T equal the Fermi energy?"),
        },
        told={
            "E_F": ("The Fermi energy, counted from the bottom of the band, is {E_F}.",),
            "T_F": ("The Fermi temperature is {T_F}.",),
        },
        inverse={
            "rho": ("What is the mass density of the metal?", "Find the density of the metal."),
            "M": ("What is the molar mass of the metal?", "Find the mass of a mole of its atoms."),
        },
        alterations=(
            Alteration(
                "Suppose that in this world at most one electron, not two, could have a given wave vector.",
                (Law("k_F", "(6*pi^2*n)^(1/3)"),),
            ),
            Alteration(
                "Suppose that in this world the kinetic energy of an electron in a solid were proportional to its wave "
                "number k: it is hbar k u, with hbar the reduced Planck constant and u = {u}.",
                (Law("E_F", "hbar*k_F*u"),),
                (given("u", "reference speed", 2500, 6000, "km/s"),),
            ),
        ),
        beside=(
            ("The metal melts at {}.", 400, 1800, "K"),
            ("The sample has a mass of {}.", 2, 90, "g"),
            ("The resistivity of the metal is {}.", 2e-8, 4e-7, "ohm*m"),
        ),
        requires=("n - 6e27", "3e29 - n"),
    ),
    Family(
        name="drude-current",
        domains=("condensed matter", "electromagnetism"),
        variables=(
            given("U", "voltage", 5, 900, "mV", "V"),
            given("L", "wire length", 0.5, 20, "m", "cm"),
            given("A", "cross-sectional area", 0.05, 3, "mm^2"),
            given("n", "electron density", 1.5e28, 1.8e29, "m^-3", "cm^-3"),
            given("tau", "relaxation time", 1.5, 45, "fs", "s"),
            constant("e"),
            constant("m_e"),
            derived("E", "electric field strength", "V/m"),
            derived("v", "drift speed", "um/s", "mm/s"),
            derived("j", "current density", "A/mm^2"),
            derived("I", "current", "A"),
        ),
        laws=(
            Law("E", "U/L", "the uniform field in a wire"),
            Law("v", "e*E*tau/m_e", "the balance of the electric force and of scattering"),
            Law("j", "n*e*v", "the transport of charge"),
            Law("I", "j*A", "the uniform current density"),
        ),
        scenes=(
            "A uniform metal wire[ of length {L}][, with a cross-section of {A},] is described by the Drude model: "
            "its electrons, with the free electron mass, lose their drift momentum in a mean relaxation time[ of "
            "{tau}].[ There is a voltage of {U} between the ends.][ The conduction electrons have a density of {n}.]",
            "Free electrons drift through a straight homogeneous conductor and are slowed down by collisions as Drude "
            "assumed it.[ Their relaxation time is {tau}.][ Their number per volume is {n}.][ The conductor is {L} "
            "long.][ Its cross-sectional area is {A}.][ The voltage along it is {U}.] Each electron has the mass of a "
            "free electron.",
            "The heating wire of a small device is made of an alloy whose conduction electrons obey Drude's theory "
            "with the mass of free electrons.[ In the alloy the electron density is {n}.][ The relaxation time is "
            "{tau}.][ The wire has a length of {L}.][ Its cross-section measures {A}.][ A supply keeps {U} across it.]",
            "Consider electric conduction in a long thin rod of constant cross-section in the relaxation-time "
            "approximation for classical electrons of mass m_e[, with a relaxation time of {tau}][, with an electron "
            "density of {n}]. The rod[, {L} long,] carries a steady current[ through an area of {A}], driven by a "
            "constant voltage between its ends[, namely {U}].",
        ),
        asks={
            "I": ("How large is the electric current?", "What current flows?"),
            "v": (
                "What is the drift speed of the electrons?",
                "How fast do the electrons move along the conductor on average?",
            ),
        },
        told={"I": ("A current of {I} flows.",), "v": ("The electrons drift at {v}.",)},
        inverse={
            "tau": ("What is the relaxation time of the electrons?", "Find the electrons' relaxation time."),
            "U": ("How large is the voltage between the ends?", "What is the voltage between the ends?"),
        },
        alterations=(
            Alteration(
                "Suppose that in this world an electric field E pulled at an electron with a force of e E²/F, where e "
                "is the elementary charge and F = {F}, while scattering takes momentum from it as usual.",
                (Law("v", "e*E^2*tau/(F*m_e)"),),
                (given("F", "reference field", 8, 50, "V/m"),),
            ),
            Alteration(
                "Suppose that in this world only every third conduction electron drifted in an electric field, and "
                "all others stayed at rest on average.",
                (Law("j", "n*e*v/3"),),
            ),
        ),
        beside=(
            ("The wire's surroundings have a temperature of {}.", 280, 310, "K"),
            ("The density of the material is {}.", 3, 12, "g/cm^3"),
            ("The Fermi energy of the material is {}.", 3, 11, "eV"),
        ),
    ),
    Family(
        name="debye-heat-capacity",
        domains=("condensed matter", "thermodynamics"),
        variables=(
            given("w", "speed of sound", 1500, 7000, "m/s", "km/s"),
            given("n", "atom density", 2e28, 1.5e29, "m^-3", "cm^-3"),
            given("T", "temperature", 0.5, 8, "K", "mK"),
            constant("hbar"),
            constant("k_B"),
            constant("N_A"),
            derived("omega", "Debye frequency", "rad/s"),
            derived("Theta", "Debye temperature", "K"),
            derived("C", "molar heat capacity", "mJ/(mol*K)"),
        ),
        laws=(
            Law("omega", "w*(6*pi^2*n)^(1/3)", "as many modes of each polarisation as there are atoms"),
            Law("Theta", "hbar*omega/k_B", "the energy of a phonon"),
            Law("C", "12*pi^4/5*N_A*k_B*(T/Theta)^3", "Debye's law at low temperature"),
        ),
        scenes=(
            "A monatomic crystal that does not conduct electricity is cooled with liquid helium[ to {T}]. In it sound "
            "has the same speed for all three polarisations[, namely {w}].[ The number of atoms per volume is {n}.] "
            "The Debye model in its low-temperature limit may be used.",
            "An insulating solid with one kind of atom follows Debye's model, with one speed of sound for "
            "longitudinal and both transverse waves.[ The speed of sound is {w}.][ The atom density is {n}.][ Its "
            "temperature is {T}.] The temperature is very low compared with the Debye temperature.",
            "In a dilution refrigerator the heat capacity of an isotropic insulator with a single atom per cell is "
            "studied, far below its Debye temperature.[ Sound of any polarisation travels in it at {w}.][ It has an "
            "atom density of {n}.][ The thermometer shows {T}.]",
            "Consider the phonons of a cubic, monatomic, non-magnetic insulator in the Debye approximation, with three "
            "polarisations of equal sound velocity[ of {w}], in the limit of low temperature.[ The crystal is held at "
            "{T}.][ The density of its atoms, in number per volume, is {n}.]",
        ),
        asks={
            "C": (
                "What is the molar heat capacity, per mole of atoms?",
                "How large is the heat capacity of one mole of atoms of it?",
            ),
            "Theta": ("What is its Debye temperature?", "Find the Debye temperature of the crystal."),
        },
        told={
            "C": ("The heat capacity of one mole of its atoms is {C}.",),
            "Theta": ("The Debye temperature is found to be {Theta}.",),
        },
        inverse={
            "w": ("What is the speed of sound in it?", "How fast is sound in it?"),
            "n": ("What is the number density of its atoms?", "Find the number of atoms per volume."),
        },
        alterations=(
            Alteration(
                "Suppose that in this world a lattice wave of angular frequency ω could only take up energy in "
                "portions of hbar ω/2, half of those in ours; the Debye temperature is the largest portion over the "
                "Boltzmann constant.",
                (Law("Theta", "hbar*omega/(2*k_B)"),),
            ),
            Alteration(
                "Suppose that in this world each mode of vibration of a solid had twice the thermal energy that it "
                "has in ours at the same temperature; the Debye temperature is as usual.",
                (Law("C", "24*pi^4/5*N_A*k_B*(T/Theta)^3"),),
            ),
        ),
        beside=(
            ("The sample has a mass of {}.", 0.5, 30, "g"),
            ("The crystal melts at {}.", 900, 2800, "K"),
            ("The band gap of the crystal is {}.", 4, 9, "eV"),
        ),
        requires=("Theta - 100*T",),
    ),
    Family(
        name="neutron-bragg",
        domains=("condensed matter", "quantum"),
        variables=(
            given("K", "neutron energy", 15, 160, "meV", "J"),
            given("d", "plane spacing", 1.2, 4.5, "angstrom", "nm", "pm"),
            constant("h"),
            constant("m_n"),
            derived("p", "neutron momentum", "kg*m/s"),
            derived("lambda", "neutron wavelength", "angstrom", "nm"),
            derived("theta", "Bragg angle", "deg"),
            derived("phi", "deflection angle", "deg"),
        ),
        laws=(
            Law("p", "sqrt(2*m_n*K)", "the kinetic energy of a slow particle"),
            Law("lambda", "h/p", "de Broglie's relation"),
            Law("theta", "arcsin(lambda/(2*d))", "Bragg's law in first order"),
            Law("phi", "2*theta", "reflection from the planes"),
        ),
        scenes=(
            "A beam of thermal neutrons, all with one kinetic energy[ of {K}], is reflected in first order by a "
            "family of lattice planes of a crystal[, whose spacing is {d}].",
            "At a research reactor a monochromator crystal is turned until its planes reflect neutrons into first "
            "order by Bragg's condition.[ The planes are {d} apart.][ The neutrons that are reflected have a kinetic "
            "energy of {K}.]",
            "In neutron diffraction on a single crystal the first-order peak of one set of parallel planes is looked "
            "for.[ Each neutron of the incoming beam has {K} of kinetic energy.][ The distance between neighbouring "
            "planes of the set is {d}.]",
            "Slow neutrons fall on a stack of equal atomic layers[, which follow each other at intervals of {d}], and "
            "undergo elastic, specular, coherent reflection of order one[; their kinetic energy is {K}].",
        ),
        asks={
            "theta": (
                "What is the Bragg angle, between the incoming beam and the planes?",
                "At what angle to the planes must the neutrons come in?",
            ),
            "phi": (
                "By what angle are the neutrons deflected from their first direction?",
                "What angle do the reflected and the transmitted beam make?",
            ),
            "lambda": (
                "What is the de Broglie wavelength of the neutrons?",
                "Find the wavelength of the neutrons' matter wave.",
            ),
        },
        told={
            "theta": ("The beam must make an angle of {theta} with the planes.",),
            "phi": ("The neutrons are deflected by {phi} from their first direction.",),
        },
        inverse={
            "d": ("What is the distance between neighbouring planes?", "Find the spacing of the planes."),
            "K": ("What is the kinetic energy of the neutrons?", "Find the kinetic energy of one neutron."),
        },
        alterations=(
            Alteration(
                "Suppose that in this world the wavelength of a particle were half of the Planck constant over its "
                "momentum.",
                (Law("lambda", "h/(2*p)"),),
            ),
            Alteration(
                "Suppose that in this world neighbouring lattice planes reflected with opposite signs, so that the "
                "first order of reflection, the one of smallest angle, has a path difference of half a wavelength "
                "from plane to plane.",
                (Law("theta", "arcsin(lambda/(4*d))"),),
            ),
        ),
        beside=(
            ("The crystal is {} thick.", 2, 20, "mm"),
            ("The detector is {} from the crystal.", 0.8, 3, "m"),
            ("The beam has a width of {}.", 5, 40, "mm"),
        ),
        requires=("0.92 - 6.62607e-34/(2*d*sqrt(2*1.67493e-27*K))",),
    ),
    Family(
        name="pn-junction",
        domains=("condensed matter", "electromagnetism"),
        variables=(
            given("N_a", "acceptor density", 1e15, 5e18, "cm^-3", "m^-3"),
            given("N_d", "donor density", 1e15, 5e18, "cm^-3", "m^-3"),
            given("n_i", "intrinsic carrier density", 1e9, 2e11, "cm^-3", "m^-3"),
            given("T", "junction temperature", 280, 360, "K"),
            given("epsilon_r", "relative permittivity", 9, 17, "1"),
            constant("k_B"),
            constant("e"),
            constant("epsilon_0"),
            derived("V_T", "thermal voltage", "mV"),
            derived("V", "built-in voltage", "V"),
            derived("W", "depletion width", "nm", "um"),
        ),
        laws=(
            Law("V_T", "k_B*T/e", "the thermal energy of one charge"),
            Law("V", "V_T*ln(N_a*N_d/n_i^2)", "equal Fermi levels on both sides"),
            Law(
                "W",
                "sqrt(2*epsilon_r*epsilon_0*V*(N_a + N_d)/(e*N_a*N_d))",
                "Poisson's equation with fully depleted zones",
            ),
        ),
        scenes=(
            "An abrupt pn junction in a semiconductor is in thermal equilibrium, without an outside voltage.[ The p "
            "side has an acceptor density of {N_a}.][ The n side has a donor density of {N_d}.][ The intrinsic "
            "carrier density is {n_i}.][ The temperature is {T}.][ The relative permittivity of the material is "
            "{epsilon_r}.] All dopants are ionised.",
            "A diode lies on the table with open ends. Its doping changes in one step from p to n, each uniform and "
            "fully ionised.[ Its temperature is {T}.][ There the intrinsic density of carriers is {n_i}.][ Acceptors: "
            "{N_a}.][ Donors: {N_d}.][ Its crystal has a dielectric constant of {epsilon_r}.]",
            "A semiconductor wafer has been doped with acceptors in its upper layer and with donors below it, with a "
            "sharp border between the two, thick uniform layers; all of the dopants are ionised and no bias is "
            "applied.[ In the upper layer the acceptor density is {N_a}.][ In the lower layer the donor density is "
            "{N_d}.][ The undoped semiconductor would have a carrier density of {n_i}.][ The wafer is kept at {T}.][ "
            "Its relative permittivity is {epsilon_r}.]",
            "Consider an unbiased step junction of non-degenerate semiconductors in the depletion approximation, with "
            "full ionisation[, with an acceptor density of {N_a} on one side][, with a donor density of {N_d} on the "
            "other side][, with an intrinsic density of {n_i}][, at a temperature of {T}][, with a relative "
            "permittivity of {epsilon_r}].",
        ),
        asks={
            "V": (
                "What is the built-in voltage of the junction?",
                "How large is the potential difference that builds up between the two sides?",
            ),
            "W": (
                "How wide is the depletion layer, in the depletion approximation?",
                "Find the full width of the depleted zone, in the depletion approximation.",
            ),
        },
        told={
            "V": ("The built-in voltage is {V}.",),
            "W": ("The depletion layer, in the depletion approximation, is {W} wide.",),
        },
        inverse={
            "T": ("What is the temperature of the junction?", "Find the temperature of the junction."),
            "epsilon_r": ("What is the relative permittivity of the material?", "Find the relative permittivity."),
        },
        alterations=(
            Alteration(
                "Suppose that in this world the density of carriers in equilibrium fell off with their potential "
                "energy E as exp(-E/(2 k_B T)), not as exp(-E/(k_B T)), and the product of the densities of electrons "
                "and holes in one place were the square of the intrinsic density as usual.",
                (Law("V", "2*V_T*ln(N_a*N_d/n_i^2)"),),
            ),
            Alteration(
                "Suppose that in this world electric fields in a medium were weakened by the square of its relative "
                "permittivity in place of the relative permittivity itself.",
                (Law("W", "epsilon_r*sqrt(2*epsilon_0*V*(N_a + N_d)/(e*N_a*N_d))"),),
            ),
        ),
        beside=(
            ("The junction has an area of {}.", 0.05, 4, "mm^2"),
            ("The crystal has a density of {}.", 2.3, 5.4, "g/cm^3"),
            ("The whole piece is {} thick.", 0.2, 0.7, "mm"),
        ),
    ),
    Family(
        name="london-penetration",
        domains=("condensed matter", "electromagnetism"),
        variables=(
            given("n", "density of superconducting electrons", 1e27, 8e28, "m^-3", "cm^-3"),
            given("B_0", "surface flux density", 1, 60, "mT", "T"),
            given("x", "depth", 25, 300, "nm", "um"),
            constant("m_e"),
            constant("mu_0"),
            constant("e"),
            derived("lambda", "penetration depth", "nm"),
            derived("B", "flux density at that depth", "mT", "uT"),
        ),
        laws=(
            Law("lambda", "sqrt(m_e/(mu_0*n*e^2))", "the London equations"),
            Law("B", "B_0*exp(-x/lambda)", "exponential screening"),
        ),
        scenes=(
            "A thick superconductor with a flat surface lies in a magnetic field parallel to the surface[, whose flux "
            "density just outside is {B_0}].[ The superconducting electrons have a density of {n}.][ One asks for the "
            "field at a depth of {x} below the surface.] London's theory with the free electron mass applies.",
            "The Meissner effect in a bulky plane slab is described by the London equations for electrons of charge e "
            "and mass m_e.[ The number of superconducting electrons per volume is {n}.][ At the surface the magnetic "
            "flux density, parallel to the slab, is {B_0}.][ A probe of muons stops {x} inside.]",
            "A clean superconducting block far below its transition temperature screens a magnetic field that runs "
            "along its plane face.[ At the face there is a flux density of {B_0}.][ The point of interest is {x} "
            "below the face.][ The density of the electrons that take part in superconductivity is {n}.] Take them as "
            "London did, with the free electron's mass.",
            "Consider a half-space filled with a London superconductor of electrons with their ordinary mass[, with a "
            "density of superconducting electrons of {n}], under a field along the boundary[ with a flux density of "
            "{B_0} there][; the depth considered is {x}].",
        ),
        asks={
            "lambda": (
                "What is the London penetration depth?",
                "How large is the penetration depth in London's theory?",
            ),
            "B": (
                "What is the magnetic flux density at the depth in question?",
                "How strong is the magnetic field, as a flux density, at the place in question?",
            ),
        },
        told={"B": ("At the depth in question the flux density is {B}.",)},
        inverse={
            "B_0": ("What is the flux density at the surface?", "How large is the flux density at the surface?"),
            "n": (
                "What is the density of the superconducting electrons?",
                "Find how many superconducting electrons there are per volume.",
            ),
        },
        alterations=(
            Alteration(
                "Suppose that in this world a current inside a superconductor produced only a quarter of the magnetic "
                "field that it produces in ours, while the electrons respond to a field as usual.",
                (Law("lambda", "2*sqrt(m_e/(mu_0*n*e^2))"),),
            ),
            Alteration(
                "Suppose that in this world a superconductor with London penetration depth λ, defined by its "
                "electrons as usual, let the flux density at a depth x fall off as 1/(1 + x/λ)², not exponentially.",
                (Law("B", "B_0/(1 + x/lambda)^2"),),
            ),
        ),
        beside=(
            ("The transition temperature is {}.", 5, 20, "K"),
            ("The sample is {} wide.", 3, 20, "mm"),
            ("The sample has a mass of {}.", 1, 50, "g"),
        ),
        requires=("5 - x/sqrt(2.824e13/n)",),
    ),
)
