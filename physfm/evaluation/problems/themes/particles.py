"""Particle physics: decays, invariant masses, collision yields, resonances, synchrotron radiation.

Masses and momenta are energies (c = 1) where no speed or time is asked for, and the scenes say so.
"""

from __future__ import annotations

from physfm.evaluation.problems.causal import Law, constant, derived, given
from physfm.evaluation.problems.family import Alteration, Family

FAMILIES = (
    Family(
        name="two-photon-mass",
        domains=("particle physics",),
        variables=(
            given("E_1", "energy of the first photon", 6, 50, "GeV", "MeV"),
            given("E_2", "energy of the second photon", 6, 50, "GeV", "MeV"),
            given("theta", "opening angle", 5, 40, "deg", "mrad", "rad"),
            derived("S", "squared invariant mass", "GeV^2"),
            derived("M", "invariant mass", "GeV"),
            derived("gamma", "Lorentz factor of the pair", "1"),
        ),
        laws=(
            Law("S", "2*E_1*E_2*(1 - cos(theta))", "the square of the summed four-momenta of massless particles"),
            Law("M", "sqrt(S)", "the definition of the invariant mass"),
            Law("gamma", "(E_1 + E_2)/M", "the ratio of energy to mass"),
        ),
        scenes=(
            "A neutral particle decays in flight into two photons. A calorimeter measures the energy of the first[ as "
            "{E_1}], the energy of the second[ as {E_2}], and the angle between their directions[ as {theta}]. Masses "
            "are given as energies (c = 1).",
            "Two photons of a single decay reach the detector[. The first photon has an energy of {E_1}][. The second "
            "photon has an energy of {E_2}][. The angle between their momenta is {theta}]. Units with c = 1 are used.",
            "In an event display two electromagnetic showers stand out, left by photons from one and the same parent "
            "particle[. The first photon has {E_1}][. The second photon has {E_2}][. Their directions differ by "
            "{theta}]. Set c = 1, so that masses are energies.",
            "From a point in a target a first and a second gamma quantum emerge at the same moment[, at an angle of "
            "{theta} to each other]. They come from the decay of one particle[; the energy of the first is {E_1}][; "
            "the energy of the second is {E_2}]. Take c = 1.",
        ),
        asks={
            "M": ("What is the invariant mass of the two photons?", "Find the mass of the particle that has decayed."),
            "gamma": (
                "What was the Lorentz factor of the particle that has decayed?",
                "Find the ratio of total energy to rest energy for the parent of the photons.",
            ),
        },
        told={"M": ("The invariant mass of the two photons is {M}.", "The parent's mass turns out to be {M}.")},
        inverse={
            "theta": ("What is the angle between the two photons?", "At what angle to each other do the photons fly?"),
            "E_1": ("What is the energy of the first photon?",),
        },
        alterations=(
            Alteration(
                "Suppose that a photon of energy E carried only the momentum E/(2c), while the invariant mass M of a "
                "system were defined as in our world by M² = E² - p² (c = 1) from its whole energy and momentum.",
                (Law("S", "(E_1 + E_2)^2 - (E_1^2 + E_2^2 + 2*E_1*E_2*cos(theta))/4"),),
            ),
            Alteration(
                "Suppose that every photon had a rest energy of {b}, with energy and momentum tied as for other "
                "particles, and that the photon energies stated are total energies.",
                (Law("S", "2*b^2 + 2*(E_1*E_2 - sqrt(E_1^2 - b^2)*sqrt(E_2^2 - b^2)*cos(theta))"),),
                (given("b", "rest energy of a photon", 3.0, 5.5, "GeV"),),
            ),
        ),
        beside=(
            ("The calorimeter is {} deep.", 20, 60, "cm"),
            ("Its crystals have a density of {}.", 4.5, 8.3, "g/cm^3"),
            ("The front of the calorimeter is {} away from the decay.", 1, 5, "m"),
        ),
    ),
    Family(
        name="decay-length",
        domains=("particle physics", "relativity"),
        variables=(
            given("E", "energy", 8, 200, "GeV", "MeV"),
            given("m", "rest energy", 0.3, 5.5, "GeV", "MeV"),
            given("tau", "mean proper lifetime", 0.1, 20, "ps", "fs", "ns"),
            constant("c"),
            derived("gamma", "Lorentz factor", "1"),
            derived("T", "mean lifetime in the laboratory", "ps"),
            derived("w", "ratio of momentum to mass", "1"),
            derived("L", "mean decay length", "mm"),
        ),
        laws=(
            Law("gamma", "E/m", "the ratio of energy to rest energy"),
            Law("T", "gamma*tau", "time dilation"),
            Law("w", "sqrt(gamma^2 - 1)", "the product of Lorentz factor and speed, with c = 1"),
            Law("L", "w*c*tau", "uniform motion for the dilated lifetime"),
        ),
        scenes=(
            "Heavy hadrons are produced in a collider[ with a total energy of {E} each]. They are unstable[, with a "
            "mean lifetime at rest of {tau}][, and their rest energy is {m}]. They fly through vacuum.",
            "A beam of identical short-lived particles starts at a thin target[. Such a particle has the rest energy "
            "{m}][. Each particle has a total energy of {E}][. In its own frame a particle of this kind lives for "
            "{tau} on average].",
            "A silicon detector looks for the decay vertices of unstable particles, all of one kind and one energy[. "
            "Their total energy is {E} each][. The rest energy of such a particle is {m}][. Their mean proper "
            "lifetime is {tau}]. On their way they lose no energy.",
            "In a cosmic-ray interaction above a satellite, in practically empty space, unstable particles of one "
            "kind and one energy are made[. Their mean life in their rest frame is {tau}][. Each has a total energy "
            "of {E}][. The rest energy of each is {m}].",
        ),
        asks={
            "L": (
                "How far do the particles fly on average before they decay?",
                "What is their mean decay length in the laboratory?",
            ),
            "T": (
                "What is the mean lifetime of these particles in the laboratory?",
                "How long do they live on average in the laboratory frame?",
            ),
        },
        told={
            "L": ("On average they fly {L} before they decay.", "Their mean decay length is {L}."),
            "T": ("In the laboratory they live for {T} on average.",),
        },
        inverse={
            "tau": ("What is their mean lifetime at rest?", "What is the mean proper lifetime of these particles?"),
            "E": ("What is the total energy of such a particle?",),
        },
        alterations=(
            Alteration(
                "Suppose that moving particles lived no longer than resting ones, while energy and speed were related "
                "as in our world.",
                (Law("T", "tau"), Law("L", "w/gamma*c*T")),
            ),
            Alteration(
                "Suppose that the total energy of a body of rest energy E₀ were E₀/(1 - v²/c²) at speed v, without a "
                "square root, while moving clocks slowed down just as in our world.",
                (Law("gamma", "sqrt(E/m)"),),
            ),
        ),
        beside=(
            ("The detector stands in a magnetic field of {}, parallel to the flight.", 0.5, 4.0, "T"),
            ("The experiment records {} of such events each hour.", 20, 90, "1"),
            ("A sensor is {} thick.", 100, 400, "um"),
        ),
        requires=("E - 3*m",),
    ),
    Family(
        name="two-body-decay",
        domains=("particle physics",),
        variables=(
            given("M", "mass of the parent", 2.2, 6.0, "GeV", "MeV"),
            given("m_1", "mass of the first daughter", 0.1, 0.9, "GeV", "MeV"),
            given("m_2", "mass of the second daughter", 0.1, 1.1, "GeV", "MeV"),
            derived("p", "decay momentum", "GeV"),
            derived("E_1", "energy of the first daughter", "GeV"),
            derived("K_1", "kinetic energy of the first daughter", "GeV"),
        ),
        laws=(
            Law(
                "p",
                "sqrt((M^2 - (m_1 + m_2)^2)*(M^2 - (m_1 - m_2)^2))/(2*M)",
                "the conservation of energy and momentum",
            ),
            Law("E_1", "sqrt(p^2 + m_1^2)", "the relation of energy and momentum"),
            Law("K_1", "E_1 - m_1", "the definition of kinetic energy"),
        ),
        scenes=(
            "A particle at rest[, of mass {M},] decays into two. The first daughter and the second are different "
            "particles[; the first has a mass of {m_1}][; the second has a mass of {m_2}]. Units with c = 1 are used.",
            "Mesons that have been brought to rest decay into two particles, called here the first and the second "
            "daughter, and into nothing else[. The mass of a meson is {M}][. The mass of the first daughter is "
            "{m_1}][. The mass of the second daughter is {m_2}]. Units with c = 1 are used.",
            "Consider a two-body decay in the rest frame of the parent[. The parent's mass is {M}][. The first decay "
            "product weighs {m_1}][. The second decay product weighs {m_2}]. All of these quantities are meant in "
            "units with c = 1.",
            "A heavy baryon[ with a mass of {M}] sits at rest and breaks up into a first daughter[ with mass {m_1}] "
            "and a second daughter[ with mass {m_2}], nothing else. Masses, momenta and energies are all given in "
            "units in which c = 1.",
        ),
        asks={
            "p": (
                "What momentum does each of the two daughters have?",
                "With what momentum does the first daughter fly off?",
            ),
            "K_1": (
                "What is the kinetic energy of the first daughter?",
                "How much kinetic energy does the first of the two daughters get?",
            ),
        },
        told={
            "p": ("Each daughter has a momentum of {p}.", "The first daughter flies off with a momentum of {p}."),
            "K_1": ("The first daughter has a kinetic energy of {K_1}.",),
        },
        inverse={"M": ("What is the mass of the parent?", "How heavy was the particle that has decayed?")},
        alterations=(
            Alteration(
                "Suppose that kinetic energy were p²/(2m) at all speeds, while the rest energy that a decay sets free "
                "still turned into kinetic energy, and momentum were conserved (c = 1).",
                (
                    Law("p", "sqrt(2*(M - m_1 - m_2)*m_1*m_2/(m_1 + m_2))"),
                    Law("E_1", "m_1 + p^2/(2*m_1)"),
                ),
            ),
            Alteration(
                "Suppose that in every decay a third of the released energy, which is the mass of the parent less "
                "those of the daughters, vanished without trace, while momentum were conserved as in our world.",
                (
                    Law("M_r", "M - (M - m_1 - m_2)/3", "the loss of a third of the released energy"),
                    Law("p", "sqrt((M_r^2 - (m_1 + m_2)^2)*(M_r^2 - (m_1 - m_2)^2))/(2*M_r)"),
                ),
                (derived("M_r", "energy left for the daughters", "GeV"),),
            ),
        ),
        beside=(
            ("The parent lives for {} on average.", 0.3, 9.0, "ps"),
            ("The magnetic field of the spectrometer is {}.", 0.5, 2.0, "T"),
            ("The detector has a length of {}.", 3, 20, "m"),
        ),
    ),
    Family(
        name="collider-events",
        domains=("particle physics",),
        variables=(
            given("Lum", "luminosity", 1, 20, "Hz/nb", "1/(cm^2*s)"),
            given("t", "running time", 4, 15, "h", "min"),
            given("x_s", "cross section", 2, 500, "pb", "fb", "nb"),
            given("eff", "detection efficiency", 0.1, 0.9, "1", "percent"),
            derived("L_int", "integrated luminosity", "1/pb"),
            derived("N_0", "expected number of produced events", "1"),
            derived("N", "expected number of detected events", "1"),
            derived("d", "expected relative statistical uncertainty", "1"),
        ),
        laws=(
            Law("L_int", "Lum*t", "the constancy of the luminosity"),
            Law("N_0", "x_s*L_int", "the definition of the cross section"),
            Law("N", "eff*N_0", "the definition of the efficiency"),
            Law("d", "1/sqrt(N)", "Poisson statistics"),
        ),
        scenes=(
            "A collider runs[ for {t}][ with a constant luminosity of {Lum}]. Events of a certain reaction are looked "
            "for[; its cross section is {x_s}]. Not every such event is detected[; the efficiency is {eff}]. "
            "Background is negligible.",
            "Two beams are brought into collision[ at a steady luminosity of {Lum}], and the fill is kept[ for {t}]. "
            "Physicists count the events of one process[, whose cross section is {x_s}]; trigger and selection "
            "together keep a certain fraction of them[, {eff}]. There is no background.",
            "During one fill of a hadron collider[, {t} long,] events with a new boson are collected[. Their "
            "production cross section is {x_s}][. The luminosity is held at {Lum} throughout]. Only a part of such "
            "events is recorded[, the fraction {eff}]. Other events are not mistaken for them.",
            "An experiment at an electron-positron collider wants to measure the rate of a rare final state[ with a "
            "cross section of {x_s}]. It takes data[ for {t}]; the luminosity is levelled[ at {Lum}]. Not all such "
            "events pass the selection[; the probability is {eff}], and nothing else passes it.",
        ),
        asks={
            "N": (
                "How many events are expected to be found?",
                "What is the expected number of detected events?",
            ),
            "d": (
                "What relative statistical uncertainty of the number of detected events is to be expected?",
                "With what relative statistical precision will the number of detected events be known, as a fraction?",
            ),
        },
        told={
            "N": ("In all {N} events are expected to be found.",),
            "d": ("The relative statistical uncertainty of the number of detected events is expected to be {d}.",),
        },
        inverse={
            "x_s": ("What is the cross section?", "How large is the cross section of the process?"),
            "t": ("How long are data taken?",),
        },
        alterations=(
            Alteration(
                "Suppose that, unlike what is said below, the luminosity stated were that at the start only, and that "
                "it fell off exponentially from then on, with a time constant of {b}.",
                (Law("L_int", "Lum*b*(1 - exp(-t/b))"),),
                (given("b", "time constant of the luminosity", 4, 14, "h"),),
            ),
            Alteration(
                "Suppose that, whatever is counted, the relative statistical uncertainty of an expected number N were "
                "the inverse of the cube root of N.",
                (Law("d", "N^(-1/3)"),),
            ),
        ),
        beside=(
            ("The circumference of the ring is {}.", 3, 27, "km"),
            ("The magnets are cooled to {}.", 1.9, 4.5, "K"),
            ("An event takes {} on disk.", 0.5, 2.0, "MB"),
        ),
        requires=("N - 10", "1e8 - N"),
    ),
    Family(
        name="resonance-width",
        domains=("particle physics", "quantum"),
        variables=(
            given("tau", "mean lifetime", 2e-24, 5e-23, "s"),
            given("Delta", "offset from the peak", 5, 300, "MeV", "GeV"),
            given("s_0", "cross section at the peak", 0.5, 40, "nb", "pb"),
            given("L_int", "integrated luminosity", 0.5, 30, "1/pb", "1/nb"),
            constant("hbar"),
            derived("Gamma", "width of the resonance", "MeV"),
            derived("s_1", "cross section off the peak", "nb"),
            derived("N", "expected number of events", "1"),
        ),
        laws=(
            Law("Gamma", "hbar/tau", "the relation of lifetime and width"),
            Law("s_1", "s_0/(1 + (2*Delta/Gamma)^2)", "the Breit-Wigner line"),
            Law("N", "s_1*L_int", "the definition of the cross section"),
        ),
        scenes=(
            "An unstable particle[ with a mean lifetime of {tau}] shows up as a non-relativistic Breit-Wigner "
            "resonance[, its cross section at the peak being {s_0}]. The collider is set to a centre-of-mass energy "
            "above the peak[ by {Delta}] and collects data there[, an integrated luminosity of {L_int}].",
            "A meson decays[ after {tau} on average]. In electron-positron annihilation it appears as a peak of simple "
            "Breit-Wigner shape[, {s_0} high]. Data are taken[, with an integrated luminosity of {L_int},] off the peak"
            "[, at an energy {Delta} below it].",
            "A resonance is scanned. Its line is a Lorentz curve in the centre-of-mass energy[ whose maximum is {s_0}]"
            "[; the state behind it lives for {tau} on average]. One point of the scan lies beside the maximum[, at a "
            "distance of {Delta} from it][; there {L_int} of integrated luminosity are recorded].",
            "Scattering goes through an intermediate state[ of mean lifetime {tau}]. With energy the cross section "
            "follows the non-relativistic Breit-Wigner formula and has its maximum[ of {s_0}] where the energy is "
            "that of the state. An experiment misses this energy[ by {Delta}] and gathers events[ for an integrated "
            "luminosity of {L_int}].",
        ),
        asks={
            "Gamma": (
                "What is the width of the resonance (full width at half maximum)?",
                "Find the full width at half maximum of the line.",
            ),
            "s_1": (
                "What is the cross section at the energy at which the data are taken?",
                "How large is the cross section at the energy of the measurement?",
            ),
            "N": (
                "How many events are expected in the data taken?",
                "What number of events should be found at this energy, with full efficiency?",
            ),
        },
        told={
            "Gamma": ("The line has a full width at half maximum of {Gamma}.",),
            "N": ("At this energy {N} events are expected, with full efficiency.",),
        },
        inverse={"tau": ("What is the mean lifetime of the state?", "How long does the state live on average?")},
        alterations=(
            Alteration(
                "Suppose that, unlike what is said below about their shape, resonances were Gaussian curves in the "
                "energy, with the same full width at half maximum as in our world, which is ħ divided by the mean "
                "lifetime.",
                (Law("s_1", "s_0*exp(-4*ln(2)*Delta^2/Gamma^2)"),),
            ),
            Alteration(
                "Suppose that the product of mean lifetime and full width at half maximum were ħ/2 for every "
                "resonance, and the lines had their usual shape.",
                (Law("Gamma", "hbar/(2*tau)"),),
            ),
        ),
        beside=(
            ("The beams have an angular spread of {}.", 0.1, 0.9, "mrad"),
            ("The peak lies at an energy of {}.", 5, 90, "GeV"),
            ("The detector weighs {}.", 1000, 9000, "t"),
        ),
        requires=("1.5*Gamma - Delta", "Delta - 0.15*Gamma", "N - 5"),
    ),
    Family(
        name="branching-fraction",
        domains=("particle physics",),
        variables=(
            given("N_s", "signal yield", 40, 4000, "1", whole=True),
            given("N_n", "normalisation yield", 5000, 200000, "1", whole=True),
            given("eff_s", "signal efficiency", 0.05, 0.6, "1", "percent"),
            given("eff_n", "normalisation efficiency", 0.05, 0.6, "1", "percent"),
            given("B_n", "branching fraction of the normalisation decay", 0.002, 0.08, "1", "percent"),
            given("tau", "mean lifetime of the parent", 0.3, 12, "ps", "fs"),
            constant("hbar"),
            derived("n_s", "number of signal decays", "1"),
            derived("n_n", "number of normalisation decays", "1"),
            derived("B", "branching fraction of the signal decay", "1"),
            derived("W", "partial width of the signal decay", "neV"),
        ),
        laws=(
            Law("n_s", "N_s/eff_s", "the definition of the efficiency"),
            Law("n_n", "N_n/eff_n", "the definition of the efficiency"),
            Law("B", "B_n*n_s/n_n", "the definition of the branching fraction"),
            Law("W", "B*hbar/tau", "the relation of lifetime and total width"),
        ),
        scenes=(
            "In one data set, free of background, a rare signal decay of a meson[, seen {N_s} times,] is compared "
            "with a well-known normalisation decay of the same meson[, seen {N_n} times]. Many decays of either kind "
            "are missed[. The efficiency for the signal decay is {eff_s}][. The efficiency for the normalisation "
            "decay is {eff_n}][. The branching fraction of the normalisation decay is {B_n}][. The meson's mean "
            "lifetime is {tau}].",
            "A baryon[ that lives for {tau} on average] can decay into a signal channel and a normalisation channel, "
            "among others. An experiment without background counts decays into the signal channel[, {N_s} in number,] "
            "and into the normalisation channel[, {N_n} in number]. Its efficiency differs between the signal "
            "channel[ ({eff_s})] and the normalisation channel[ ({eff_n})]. The normalisation channel is well "
            "measured[, its branching fraction being {B_n}].",
            "Analysts select decays of one heavy particle in two modes, a signal mode and a normalisation mode, all "
            "of them genuine but far from complete[. In the signal mode they have {N_s} decays in the end][. In the "
            "normalisation mode they have {N_n} decays in the end][. The total efficiency is {eff_s} for the signal "
            "mode][. The total efficiency is {eff_n} for the normalisation mode][. The normalisation mode has a "
            "branching fraction of {B_n}][. The particle's mean lifetime is {tau}].",
            "To find how often a certain signal decay occurs, it is measured relative to a normalisation decay of the "
            "same parent[, whose mean lifetime is {tau}]. Not every decay is reconstructed[. There are {N_s} "
            "reconstructed signal decays][. There are {N_n} reconstructed normalisation decays][. A signal decay is "
            "reconstructed with the probability {eff_s}][. A normalisation decay is reconstructed with the "
            "probability {eff_n}]. The fraction of all parents that undergo the normalisation decay is known from "
            "elsewhere[: {B_n}]. Nothing is misidentified.",
        ),
        asks={
            "B": (
                "What is the branching fraction of the signal decay?",
                "Which fraction of all the parent's decays are signal decays?",
            ),
            "W": (
                "What is the partial width of the signal decay, as an energy?",
                "Find the part of the parent's total width that belongs to the signal decay.",
            ),
        },
        told={
            "B": ("The branching fraction of the signal decay is found to be {B}.",),
            "W": ("The partial width of the signal decay turns out to be {W}.",),
        },
        inverse={
            "eff_s": ("With what efficiency are the signal decays reconstructed?",),
            "B_n": ("What is the branching fraction of the normalisation decay?",),
        },
        alterations=(
            Alteration(
                "Suppose that, unlike what is said below about purity, a fraction {b} of what is counted as signal "
                "were of other origin, and that this had not been subtracted yet.",
                (Law("n_s", "N_s*(1 - b)/eff_s"),),
                (given("b", "fraction of other origin", 0.1, 0.6, "1"),),
            ),
            Alteration(
                "Suppose that the product of a particle's mean lifetime and its total width were 2ħ instead of ħ.",
                (Law("W", "B*2*hbar/tau"),),
            ),
        ),
        beside=(
            ("The mass of the parent is {}.", 2.0, 6.0, "GeV"),
            ("Data were taken for {}.", 2, 9, "months"),
            ("The detector covers {} of the solid angle, which the efficiencies contain already.", 20, 90, "percent"),
        ),
        requires=("0.3 - B",),
    ),
    Family(
        name="synchrotron-loss",
        domains=("particle physics", "electromagnetism"),
        variables=(
            given("E", "energy of an electron", 1, 100, "GeV", "MeV"),
            given("R", "radius of the ring", 10, 4000, "m", "km"),
            given("N", "number of stored electrons", 1e10, 1e13, "1"),
            constant("m_e"),
            constant("c"),
            constant("hbar"),
            constant("alpha"),
            derived("gamma", "Lorentz factor", "1"),
            derived("U", "energy loss of an electron per turn", "MeV"),
            derived("P", "radiated power", "kW"),
        ),
        laws=(
            Law("gamma", "E/(m_e*c^2)", "the ratio of energy to rest energy"),
            Law("U", "4*pi/3*alpha*hbar*c*gamma^4/R", "Larmor's formula for circular motion at practically c"),
            Law("P", "N*U*c/(2*pi*R)", "the number of turns per second"),
        ),
        scenes=(
            "Electrons circulate, practically at the speed of light, in a storage ring that is an exact circle[ with "
            "a radius of {R}][. Each electron has an energy of {E}][. In all, {N} electrons are stored]. They radiate "
            "independently of each other.",
            "An electron synchrotron, a perfectly circular machine[ of radius {R}], keeps its ultra-relativistic "
            "electrons[, {N} in number,] at a constant energy[ of {E} each]. Their synchrotron radiation is "
            "incoherent.",
            "Imagine a ring-shaped light source[, {R} in radius,] in which bending magnets fill the whole "
            "circumference. It stores a beam[ of {N} electrons][ with an energy of {E} per electron]. Take the "
            "electrons' speed as that of light; they emit incoherently.",
            "For a future collider with a circular electron ring, physicists estimate the synchrotron radiation. The "
            "electrons[, each of {E},] are in uniform circular motion[ with radius {R}] at practically the speed of "
            "light[, and there are {N} of them]. Interference between the radiation of different electrons is "
            "neglected.",
        ),
        asks={
            "U": (
                "How much energy does one electron lose in one turn?",
                "What energy must be given back to an electron on each turn?",
            ),
            "P": (
                "What power do all the electrons together radiate?",
                "Find the total power of the synchrotron radiation in the ring.",
            ),
        },
        told={
            "U": ("In one turn an electron loses {U}.", "On each turn {U} must be given back to every electron."),
            "P": ("All the electrons together radiate {P}.",),
        },
        inverse={
            "E": ("What is the energy of an electron?", "At what energy does the ring keep its electrons?"),
            "R": ("What is the radius of the ring?",),
        },
        alterations=(
            Alteration(
                "Suppose that the energy radiated per turn, at a fixed radius, grew as the third power of the Lorentz "
                "factor instead of the fourth, and agreed with that of our world at a Lorentz factor of {b}.",
                (Law("U", "4*pi/3*alpha*hbar*c*gamma^3*b/R"),),
                (given("b", "Lorentz factor of agreement", 50, 900, "1"),),
            ),
            Alteration(
                "Suppose that all the stored electrons carried three elementary charges each instead of one, with "
                "their energy, their mass and the constants of nature as they are.",
                (Law("U", "12*pi*alpha*hbar*c*gamma^4/R"),),
            ),
        ),
        beside=(
            ("The beam pipe has an inner diameter of {}.", 3, 12, "cm"),
            ("The electrons are injected at {}.", 100, 600, "MeV"),
            ("The residual gas has a pressure of {}.", 1, 90, "nPa"),
        ),
        requires=("0.05*E - U",),
    ),
)
