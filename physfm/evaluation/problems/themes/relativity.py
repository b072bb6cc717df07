"""Relativity: moving clocks, energy and momentum, light from moving and from heavy bodies, centre-of-mass energy."""

from __future__ import annotations

from physfm.evaluation.problems.causal import Law, constant, derived, given
from physfm.evaluation.problems.family import Alteration, Family

FAMILIES = (
    Family(
        name="time-dilation",
        domains=("relativity",),
        variables=(
            given("beta", "speed", 0.5, 0.99, "1"),
            given("tau", "proper lifetime", 0.05, 20, "us", "ns"),
            constant("c"),
            derived("gamma", "Lorentz factor", "1"),
            derived("t", "lifetime in the laboratory", "us"),
            derived("D", "distance covered", "m"),
        ),
        laws=(
            Law("gamma", "1/sqrt(1 - beta^2)", "the definition of the Lorentz factor"),
            Law("t", "gamma*tau", "time dilation"),
            Law("D", "beta*c*t", "uniform motion in the laboratory"),
        ),
        scenes=(
            "An unstable particle is created in a laboratory, flies off[ at {beta} of the speed of light], and "
            "decays[ when a clock carried along with it would show {tau} since its creation].",
            "High in the atmosphere a cosmic ray creates a short-lived particle[, which travels at {beta} times the "
            "speed of light]. It keeps its speed until it decays[; its life lasts {tau} in its rest frame].",
            "A radioactive ion coasts along a straight evacuated beam line[ with a speed of {beta} in units of the "
            "speed of light] and decays[ after a proper time of {tau}]. The laboratory is at rest with respect to the "
            "beam line.",
            "A flashing probe[ that moves at {beta} of the speed of light relative to the laboratory] switches itself "
            "off[ when the clock on board shows {tau} since the start].",
        ),
        asks={
            "t": (
                "How long does it take from the beginning to the end, as measured in the laboratory?",
                "What time passes in the laboratory between the start and the end?",
                "Find the corresponding duration in the laboratory frame.",
            ),
            "D": (
                "How far does it get in the laboratory until the end?",
                "What distance, as measured in the laboratory, does it cover from beginning to end?",
            ),
        },
        told={
            "t": (
                "In the laboratory {t} pass from its start to its end.",
                "From beginning to end {t} pass in the laboratory.",
            ),
            "D": ("Meanwhile it covers {D} in the laboratory.", "The laboratory sees it cover {D} before the end."),
        },
        inverse={
            "tau": (
                "What time passes in its own rest frame?",
                "What time from start to end does a clock show that moves along with it?",
            ),
            "beta": ("What is its speed, as a fraction of the speed of light?",),
        },
        alterations=(
            Alteration(
                "Suppose that the processes in a body moving at speed v were slowed down by the factor 1/(1 - v²/c²), "
                "without a square root.",
                (Law("gamma", "1/(1 - beta^2)"),),
            ),
            Alteration(
                "Suppose that time were absolute, so that all clocks agreed however they moved.",
                (Law("t", "tau"),),
            ),
        ),
        beside=(
            ("The laboratory itself moves at {} around the Sun.", 29, 31, "km/s"),
            ("The laboratory lies {} above sea level.", 100, 2000, "m"),
            ("A second object follows {} behind.", 5, 80, "m"),
        ),
    ),
    Family(
        name="relativistic-acceleration",
        domains=("relativity",),
        variables=(
            given("V", "accelerating voltage", 200, 5000, "kV", "MV"),
            constant("e"),
            constant("m_e"),
            constant("c"),
            derived("K", "kinetic energy", "fJ"),
            derived("E", "total energy", "fJ"),
            derived("p", "momentum", "kg*m/s"),
            derived("v", "speed", "m/s"),
        ),
        laws=(
            Law("K", "e*V", "the work of the field on the charge"),
            Law("E", "K + m_e*c^2", "the addition of the rest energy"),
            Law("p", "sqrt(E^2 - (m_e*c^2)^2)/c", "the relation of energy and momentum"),
            Law("v", "p*c^2/E", "the ratio of momentum to energy"),
        ),
        scenes=(
            "An electron starts from rest and passes through an electrostatic accelerator[ with a voltage of {V}].",
            "In the tube of an electron microscope electrons leave the cathode practically at rest and are "
            "accelerated in vacuum[ by a voltage of {V}].",
            "A Van de Graaff generator charges a terminal[ to a voltage of {V} against the ground]. An electron, at "
            "rest at the terminal at first, is driven away to the grounded end of the evacuated beam tube.",
            "Electrons are released without initial velocity at one end of a linear accelerator with a static field; "
            "between the two ends there is a potential difference[ of {V}].",
        ),
        asks={
            "p": (
                "What is the momentum of an electron at the end?",
                "Find the momentum with which an electron arrives.",
            ),
            "v": (
                "How fast is an electron at the end?",
                "With what speed does an electron arrive?",
            ),
        },
        told={
            "p": ("At the end an electron has a momentum of {p}.", "An electron arrives with a momentum of {p}."),
        },
        inverse={"V": ("What is the voltage?", "Which voltage has accelerated the electron?")},
        alterations=(
            Alteration(
                "Suppose that Newton's mechanics held at all speeds: the kinetic energy is m v²/2 and the momentum m "
                "v.",
                (Law("p", "sqrt(2*m_e*K)"), Law("v", "p/m_e")),
            ),
            Alteration(
                "Suppose that the total energy E, the momentum p and the mass m of every body were tied by E² = (m "
                "c²)² + (p c)²/4, and that the speed of a body were dE/dp, as it is in our world.",
                (Law("p", "2*sqrt(E^2 - (m_e*c^2)^2)/c"), Law("v", "p*c^2/(4*E)")),
            ),
        ),
        beside=(
            ("The beam carries a current of {}.", 0.1, 5.0, "mA"),
            ("The residual pressure in the vacuum is {}.", 0.001, 0.01, "Pa"),
            ("The apparatus is {} long.", 0.5, 5.0, "m"),
        ),
    ),
    Family(
        name="doppler-light",
        domains=("relativity", "waves and optics"),
        variables=(
            given("beta", "recession speed", 0.3, 0.85, "1"),
            given("lambda_0", "emitted wavelength", 150, 1500, "nm", "um"),
            constant("c"),
            constant("h"),
            derived("Y", "ratio of received to emitted period", "1"),
            derived("lambda_1", "received wavelength", "nm"),
            derived("E", "energy of a received photon", "eV"),
        ),
        laws=(
            Law("Y", "sqrt((1 + beta)/(1 - beta))", "the relativistic Doppler effect"),
            Law("lambda_1", "Y*lambda_0", "the constancy of the speed of light"),
            Law("E", "h*c/lambda_1", "the relation of photon energy and frequency"),
        ),
        scenes=(
            "A spacecraft moves straight away from a receiving station[ at {beta} of the speed of light]. It carries a "
            "lamp[ that emits light of wavelength {lambda_0} in its own rest frame]. There is no gravity.",
            "A cloud of gas has been thrown out of a galaxy directly away from us[ with {beta} times the speed of "
            "light]. Its atoms, at rest within the cloud, send out a spectral line[ at a proper wavelength of "
            "{lambda_0}]. Neglect gravity and the expansion of the universe.",
            "In a thought experiment a laser[, which produces light of {lambda_0} for somebody who holds it,] is "
            "carried away from a detector along the line of sight[ at a speed of {beta} in units of the speed of "
            "light], far from all masses.",
            "Two observers in empty space move apart along a line[, each seeing the other recede at {beta} of the "
            "speed of light]. One of them sends the other a beam of light[ whose wavelength is {lambda_0} for the "
            "sender].",
        ),
        asks={
            "lambda_1": (
                "At what wavelength is the light received?",
                "What is the wavelength of the light for the receiver?",
            ),
            "E": (
                "What is the energy of one photon of this light for the receiver?",
                "How much energy does a single received photon have?",
            ),
        },
        told={
            "lambda_1": ("The light is received with a wavelength of {lambda_1}.",),
            "E": ("A received photon has an energy of {E}.", "For the receiver each photon has the energy {E}."),
        },
        inverse={
            "lambda_0": (
                "What is the wavelength of the light in the rest frame of its source?",
                "With what wavelength was the light emitted, in the frame of its source?",
            ),
            "beta": ("What fraction of the speed of light is the relative speed of source and receiver?",),
        },
        alterations=(
            Alteration(
                "Suppose that moving clocks and sources did not slow down, while light still moved at c with respect "
                "to the receiver.",
                (Law("Y", "1 + beta"),),
            ),
            Alteration(
                "Suppose that the energy of a photon were proportional to the square of its frequency, and agreed with "
                "that of our world at a wavelength of {b}.",
                (Law("E", "h*c*b/lambda_1^2"),),
                (given("b", "wavelength of agreement", 100, 300, "nm"),),
            ),
        ),
        beside=(
            ("The source emits a power of {}.", 1.0, 90.0, "W"),
            ("At the time the distance is {}.", 10, 900, "Gm"),
            ("The lens of the receiver has a diameter of {}.", 0.1, 2.0, "m"),
        ),
    ),
    Family(
        name="velocity-addition",
        domains=("relativity",),
        variables=(
            given("u", "speed of the carrier", 0.2, 0.8, "1"),
            given("w", "launch speed", 0.2, 0.8, "1"),
            given("L", "distance to the destination", 5, 5000, "Gm", "au", "km"),
            constant("c"),
            derived("beta", "resulting speed", "1"),
            derived("t", "travel time", "s"),
            derived("T", "time on board", "s"),
        ),
        laws=(
            Law("beta", "(u + w)/(1 + u*w)", "the relativistic addition of velocities"),
            Law("t", "L/(beta*c)", "uniform motion"),
            Law("T", "t*sqrt(1 - beta^2)", "time dilation"),
        ),
        scenes=(
            "A mother ship passes a space station[ at {u} of the speed of light]. In that moment it launches a probe "
            "straight ahead[ at {w} of the speed of light relative to the ship]. The destination of the probe is a "
            "buoy at rest with respect to the station[ and {L} away from it].",
            "Seen from a planet, an asteroid base moves[ with {u} times the speed of light]. While passing close by "
            "the planet the base fires a capsule in its direction of motion[, with {w} times the speed of light as "
            "measured on the base], towards a destination at rest relative to the planet[ at a distance of {L} from "
            "it]. Neglect gravity.",
            "A long train of the far future runs through empty space[ at {u} of the speed of light] relative to its "
            "track. A messenger in it, just beside a signal, speeds off towards the front[ at {w} of the speed of "
            "light relative to the train], leaves it and goes on without change of speed to the destination at the "
            "end of the track[, {L} beyond the signal in the frame of the track].",
            "A rocket stage[ that travels at {u} of the speed of light in the frame of a beacon] sends its upper "
            "stage forwards[ at {w} of the speed of light in the rocket stage's own frame] just as it passes the "
            "beacon. The upper stage coasts to its destination, a second beacon, which is at rest relative to the "
            "first[ and {L} from it in their common frame].",
        ),
        asks={
            "beta": (
                "In the frame in which the destination is at rest, what fraction of the speed of light is the speed "
                "of what was sent off?",
                "What is the speed with which the destination is approached, in the destination's rest frame and as a "
                "fraction of the speed of light?",
            ),
            "t": (
                "How much time does the way there take, from launch to arrival, in the rest frame of the destination?",
                "What time passes between launch and arrival in the frame in which the destination is at rest?",
            ),
            "T": (
                "How much time passes between launch and arrival for a clock that is carried along by what was sent "
                "off?",
                "What does a clock on board of what was sent off show on arrival, if it showed zero at the launch?",
            ),
        },
        told={
            "t": ("In the rest frame of the destination {t} pass between launch and arrival.",),
        },
        inverse={
            "L": ("How far away is the destination, in its rest frame?",),
            "w": ("What fraction of the speed of light was the launch speed, relative to what it was launched from?",),
        },
        alterations=(
            Alteration(
                "Suppose that speeds simply added up, even beyond the speed of light, and that all clocks ran alike "
                "however they moved.",
                (Law("beta", "u + w"), Law("T", "t")),
            ),
            Alteration(
                "Suppose that two speeds u and w along one line, both in units of the speed of light, combined to the "
                "speed sqrt(u² + w² - u² w²), and that moving clocks were slowed down as in our world.",
                (Law("beta", "sqrt(u^2 + w^2 - u^2*w^2)"),),
            ),
        ),
        beside=(
            ("What is launched has a mass of {}.", 100, 900, "kg"),
            ("The launcher itself is {} long.", 50, 500, "m"),
            ("A radio message from the launch is sent with a power of {}.", 1, 20, "kW"),
        ),
    ),
    Family(
        name="fixed-target-energy",
        domains=("relativity", "particle physics"),
        variables=(
            given("E", "energy of the projectile", 10, 500, "GeV", "TeV"),
            given("m_1", "rest energy of the projectile", 0.1, 2.0, "GeV", "MeV"),
            given("m_2", "rest energy of the target particle", 0.3, 4.0, "GeV", "MeV"),
            derived("S", "squared centre-of-mass energy", "GeV^2"),
            derived("W", "centre-of-mass energy", "GeV"),
            derived("A", "energy available for new particles", "GeV"),
        ),
        laws=(
            Law("S", "m_1^2 + m_2^2 + 2*E*m_2", "the invariance of the squared four-momentum"),
            Law("W", "sqrt(S)", "the definition of the centre-of-mass energy"),
            Law("A", "W - m_1 - m_2", "the conservation of energy in the centre-of-mass frame"),
        ),
        scenes=(
            "A beam particle[ with a rest energy of {m_1}] hits a target particle at rest[, whose rest energy is "
            "{m_2}][. The total energy of the beam particle is {E}].",
            "In a fixed-target experiment projectiles[ of rest energy {m_1}] are shot at resting particles[ of rest "
            "energy {m_2}][. The accelerator has given each projectile a total energy of {E}].",
            "A cosmic-ray particle[, its rest energy being {m_1},] comes in[ with a total energy of {E}] and strikes a "
            "particle of the air that is practically at rest[ and has a rest energy of {m_2}].",
            "To find new particles, physicists direct a beam of identical particles onto a block of matter[. A "
            "particle of the beam has a rest energy of {m_1}][. Its total energy, as it arrives from the accelerator, "
            "is {E}]. It meets a particle of the block at rest[, which has a rest energy of {m_2}].",
        ),
        asks={
            "W": (
                "What is the energy of the two colliding particles in their centre-of-mass frame?",
                "Find the total energy of the collision in the centre-of-mass frame, rest energies included.",
            ),
            "A": (
                "How much energy is available for the creation of new particles if both colliding particles survive?",
                "The two particles survive the collision. What is the largest rest energy that can be created in "
                "addition to theirs?",
            ),
        },
        told={
            "W": (
                "The centre-of-mass energy is {W}.",
                "In the centre-of-mass frame the collision has an energy of {W}.",
            ),
            "A": ("Besides the two particles, rest energies of at most {A} in all can be created.",),
        },
        inverse={
            "E": ("What is the total energy of the projectile?", "How much energy, in all, does the projectile have?"),
        },
        alterations=(
            Alteration(
                "Suppose that Newton's mechanics held at all speeds: of the kinetic energy of the projectile, which "
                "is its energy less its rest energy, the fraction m₂/(m₁ + m₂) is found again in the centre-of-mass "
                "frame, where m₁ and m₂ are the rest energies of projectile and target particle; these are added to "
                "it for the whole energy in that frame.",
                (Law("W", "m_1 + m_2 + (E - m_1)*m_2/(m_1 + m_2)"),),
            ),
            Alteration(
                "Suppose that the target particle were bound so tightly that this took away three quarters of the rest "
                "energy stated for it, before and after the collision, and that it otherwise acted as a free particle.",
                (Law("S", "m_1^2 + (m_2/4)^2 + 2*E*m_2/4"), Law("A", "W - m_1 - m_2/4")),
            ),
        ),
        beside=(
            ("The target is {} thick.", 1, 50, "cm"),
            ("The detector stands {} behind the target.", 2, 30, "m"),
            ("The beam has a diameter of {}.", 0.5, 10, "mm"),
        ),
    ),
    Family(
        name="gravitational-redshift",
        domains=("relativity", "astrophysics"),
        variables=(
            given("M", "mass of the star", 0.8, 2.0, "solar_mass", "kg"),
            given("R", "radius of the star", 10, 18, "km", "m"),
            given("lambda_0", "emitted wavelength", 100, 2000, "nm", "um"),
            constant("G"),
            constant("c"),
            derived("r_s", "Schwarzschild radius of the star", "km"),
            derived("f", "rate of a clock on the surface relative to one far away", "1"),
            derived("z", "redshift", "1"),
            derived("lambda_1", "received wavelength", "nm"),
        ),
        laws=(
            Law("r_s", "2*G*M/c^2", "the definition of the Schwarzschild radius"),
            Law("f", "sqrt(1 - r_s/R)", "the Schwarzschild metric"),
            Law("z", "1/f - 1", "the definition of the redshift"),
            Law("lambda_1", "lambda_0*(1 + z)", "the definition of the redshift"),
        ),
        scenes=(
            "Light leaves the surface of a neutron star that does not rotate[ and has a mass of {M}][; the star's "
            "radius, as the circumference over 2π, is {R}]. An atom at rest on the surface emits it[ at a wavelength "
            "of {lambda_0} in the atom's own frame]. It is received far away, at rest with respect to the star.",
            "A lamp stands on the surface of a compact, spherical, non-rotating star[, with a mass of {M}][, with an "
            "areal radius of {R}]. On the spot its light has a certain wavelength[, {lambda_0}]; an astronomer at "
            "rest at a great distance observes it.",
            "A spectral line[ with a laboratory wavelength of {lambda_0}] is formed in the thin atmosphere of a "
            "compact star[ with a mass of {M}], which neither rotates nor moves along the line of sight[; the "
            "Schwarzschild coordinate of its surface, called its radius, is {R}]. A distant telescope records the "
            "line.",
            "Consider the Schwarzschild spacetime outside of a star[ of {M}]. A laser at rest at the star's surface[, "
            "at the Schwarzschild radial coordinate {R},] sends light[ of proper wavelength {lambda_0}] radially "
            "outwards to a static observer at infinity.",
        ),
        asks={
            "z": ("What is the redshift of the light?", "By what redshift z is the light changed on its way?"),
            "lambda_1": (
                "At what wavelength does the light arrive?",
                "What wavelength does the distant observer find?",
            ),
        },
        told={
            "z": ("The light arrives with a redshift of {z}.",),
            "lambda_1": ("The light arrives with a wavelength of {lambda_1}.",),
        },
        inverse={
            "M": ("What is the mass of the star?", "How much mass does the star have?"),
            "R": ("What is the radius of the star?",),
        },
        alterations=(
            Alteration(
                "Suppose that light which climbs to infinity from the distance R of a mass M had a redshift of exactly "
                "G M/(R c²).",
                (Law("z", "r_s/(2*R)"),),
            ),
            Alteration(
                "Suppose that a clock at rest at the distance r from a mass M ran at the rate 1 - 2 G M/(r c²) of a "
                "clock far away, without a square root.",
                (Law("f", "1 - r_s/R"),),
            ),
        ),
        beside=(
            ("The distance of the star is {}.", 100, 2000, "pc"),
            ("The temperature of the surface is {}.", 200000, 900000, "K"),
            ("The mirror that collects the light has a diameter of {}.", 1, 10, "m"),
        ),
    ),
)
