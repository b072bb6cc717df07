"""Waves and optics: interference, refraction, lenses, strings, sound."""

from __future__ import annotations

from physfm.evaluation.problems.causal import Law, constant, derived, given, stated
from physfm.evaluation.problems.family import Alteration, Family

FAMILIES: tuple[Family, ...] = (
    Family(
        name="double-slit",
        domains=("waves and optics",),
        variables=(
            given("f", "light frequency", 420, 740, "THz"),
            given("n", "refractive index", 1.15, 1.7, "1"),
            given("d", "slit separation", 0.03, 0.5, "mm", "um"),
            given("D", "screen distance", 0.4, 5, "m", "cm"),
            constant("c"),
            derived("lambda_0", "wavelength in vacuum", "nm"),
            derived("lambda", "wavelength in the medium", "nm"),
            derived("theta", "angle of the first fringe", "deg"),
            derived("y", "fringe distance", "mm"),
        ),
        laws=(
            Law("lambda_0", "c/f", "the definition of wavelength"),
            Law("lambda", "lambda_0/n", "the lower speed of light in a medium"),
            Law("theta", "lambda/d", "a path difference of one wavelength at a small angle"),
            Law("y", "D*theta", "the geometry of a distant screen"),
        ),
        scenes=(
            "Monochromatic light[ with a frequency of {f}] falls straight on a double slit whose slits are very "
            "narrow[ and {d} apart, centre to centre]. Slits and screen stand in a tank filled with a clear liquid[ "
            "of refractive index {n}]; the screen is far behind the slits[, at a distance of {D}]. All angles are "
            "small.",
            "Young's experiment is repeated with a laser under a transparent oil, from the slits to the screen.[ The "
            "laser light has a frequency of {f}.][ The oil has a refractive index of {n}.][ The two fine slits have a "
            "separation of {d}.][ The screen is {D} away from them.] All angles from the axis are small.",
            "Two parallel fine scratches in a black coating are lit from behind, in phase, by a distant lamp with a "
            "narrow filter[; the light that passes it has a frequency of {f}]. Everything behind the coating is one "
            "long block of clear plastic[ with a refractive index of {n}], to the far end of which a screen is "
            "glued[, {D} from the scratches].[ The scratches are {d} apart.] Angles are so small that sine, tangent "
            "and angle are the same.",
            "In the far field of a pair of thin slits[, separated by {d}], interference fringes of a coherent plane "
            "wave of light are seen on a flat screen parallel to the slits[, {D} from them]. The wave, at normal "
            "incidence,[ of frequency {f},] travels in a medium throughout[, of refractive index {n}]. The "
            "small-angle approximation holds.",
        ),
        asks={
            "y": (
                "How far from the middle of the pattern is the nearest bright fringe beside it?",
                "What is the distance on the screen between the centre of the pattern and the first bright fringe "
                "next to it?",
            ),
            "lambda": (
                "What is the wavelength of the light between slits and screen?",
                "Find the wavelength that the light has on its way from the slits to the screen.",
            ),
        },
        told={"y": ("The first bright fringe beside the middle is {y} away from it.",)},
        inverse={
            "d": ("How far apart are the two slits?", "What is the separation of the slits?"),
            "D": ("How far is the screen from the slits?", "What is the distance from the slits to the screen?"),
            "n": ("What is the refractive index behind the slits?", "Find the refractive index of the medium."),
        },
        alterations=(
            Alteration(
                "Suppose that in this world light in a medium of refractive index n moved at c/n², not at c/n; its "
                "frequency is the same as in vacuum.",
                (Law("lambda", "lambda_0/n^2"),),
            ),
            Alteration(
                "Suppose that in this world two waves strengthened each other where their paths differ by an odd "
                "multiple of half a wavelength, and also where there is no path difference, and nowhere else.",
                (Law("theta", "lambda/(2*d)"),),
            ),
        ),
        beside=(
            ("The light has a power of {}.", 1, 20, "mW"),
            ("Each slit has a height of {}.", 4, 15, "mm"),
            ("The screen is {} wide.", 0.8, 2.0, "m"),
        ),
    ),
    Family(
        name="grating-spectrometer",
        domains=("waves and optics",),
        variables=(
            given("E", "photon energy", 1.8, 3.1, "eV", "J"),
            given("N", "line density", 100, 1100, "mm^-1", "cm^-1"),
            given("k", "diffraction order", 1, 3, "1", whole=True),
            given("F", "focal length", 80, 900, "mm", "cm", "m"),
            constant("h"),
            constant("c"),
            derived("lambda", "wavelength", "nm"),
            derived("b", "grating period", "um"),
            derived("theta", "diffraction angle", "deg"),
            derived("x", "position on the detector", "mm"),
        ),
        laws=(
            Law("lambda", "h*c/E", "the energy of a photon"),
            Law("b", "1/N", "the spacing of the lines"),
            Law("theta", "arcsin(k*lambda/b)", "a path difference of whole wavelengths from line to line"),
            Law("x", "F*tan(theta)", "a lens that turns angles into positions"),
        ),
        scenes=(
            "Light of a single colour[, whose photons have an energy of {E},] falls at right angles on a transmission "
            "grating[ with a line density of {N}]. A lens parallel to the grating[, with a focal length of {F},] "
            "forms the spectrum on a flat detector in its focal plane; the maximum[ of order {k}] on one side is "
            "looked at.",
            "In a spectrometer the emission line of a lamp is studied with a plane grating at normal incidence, in "
            "vacuum[; the line consists of photons of {E}][; the line density of the grating is {N}]. The camera lens "
            "points along the normal of the grating[ and has a focal length of {F}]; one diffraction maximum[, that "
            "of order {k},] is recorded in its focal plane.",
            "A parallel laser beam meets an array of many equal, evenly spaced fine slits perpendicularly; behind it "
            "there is an ideal lens with its axis along the beam, and a screen in its focal plane.[ The number of "
            "slits per length is {N}.][ The focal length is {F}.][ Each photon of the laser carries {E}.][ The spot "
            "of order {k} is marked on the screen.]",
            "To check a light-emitting diode, its light is collimated, filtered to one photon energy[, {E}], and sent "
            "normally through a diffraction grating[ with a line density of {N}] and then through a lens[ of focal "
            "length {F}] whose axis is the direct beam. On a flat sensor in the focal plane one finds, beside the "
            "direct beam, a sharp maximum[ of order {k}].",
        ),
        asks={
            "theta": (
                "At what angle to the direct beam does this maximum leave the grating?",
                "Find the diffraction angle of this maximum, measured from the direct beam.",
            ),
            "x": (
                "How far is this maximum from the direct beam in the focal plane?",
                "What is the distance in the focal plane between this maximum and the undiffracted light?",
            ),
        },
        told={
            "x": ("In the focal plane this maximum is {x} away from the direct beam.",),
            "theta": ("This maximum leaves the grating at {theta} to the direct beam.",),
        },
        inverse={
            "E": ("What is the energy of one photon of this light?", "Find the photon energy."),
            "N": ("What is the line density of the grating?", "How many lines per length does the grating have?"),
        },
        alterations=(
            Alteration(
                "Suppose that in this world the energy of a photon of wavelength λ were h c/(2 λ) instead of h c/λ.",
                (Law("lambda", "h*c/(2*E)"),),
            ),
            Alteration(
                "Suppose that in this world the energy of a photon of frequency f grew with the square of the "
                "frequency: it is h f²/f₀ with f₀ = {f_0}; wavelength and frequency are related as usual.",
                (Law("lambda", "c*sqrt(h/(E*f_0))"),),
                (given("f_0", "reference frequency", 900, 1500, "THz"),),
            ),
        ),
        beside=(
            ("The lines of the grating are {} long.", 10, 40, "mm"),
            ("The light has a power of {}.", 0.5, 9, "mW"),
            ("The grating is {} thick.", 0.5, 3, "mm"),
        ),
        requires=("0.9 - k*N*1.9864459e-25/E",),
    ),
    Family(
        name="thin-lens-image",
        domains=("waves and optics",),
        variables=(
            given("n", "refractive index", 1.4, 1.8, "1"),
            given("R_1", "front radius of curvature", 8, 60, "cm", "mm"),
            given("R_2", "back radius of curvature", 8, 60, "cm", "mm"),
            given("a", "object distance", 0.4, 6, "m", "cm"),
            given("y", "object height", 0.5, 30, "cm", "mm"),
            derived("f", "focal length", "cm"),
            derived("b", "image distance", "cm"),
            derived("m", "magnification", "1"),
            derived("Y", "image height", "cm", "mm"),
        ),
        laws=(
            Law("f", "1/((n - 1)*(1/R_1 + 1/R_2))", "the lensmaker's equation"),
            Law("b", "a*f/(a - f)", "the thin-lens equation"),
            Law("m", "b/a", "the straight ray through the centre of the lens"),
            Law("Y", "m*y", "the definition of magnification"),
        ),
        scenes=(
            "A thin biconvex glass lens is used in air.[ The glass has a refractive index of {n}.][ The lens's front "
            "surface has a radius of curvature of {R_1}.][ Its back surface has a radius of curvature of {R_2}.] An "
            "object stands upright on its axis[, {y} high][, at a distance of {a} from the lens], and is imaged "
            "sharply on a screen by rays near the axis.",
            "In a simple camera one thin lens, in air and with both faces bulging outwards, projects a real image of "
            "a flower.[ The flower is {y} tall.][ It is {a} away from the lens.][ The lens material has a refractive "
            "index of {n}.][ The face towards the flower is curved with a radius of {R_1}.][ The other face is curved "
            "with a radius of {R_2}.] Rays may be treated as paraxial.",
            "For a projector test, a bright arrow perpendicular to the axis is imaged onto a wall in air by a thin "
            "converging lens, convex on both sides, in the paraxial approximation.[ The arrow's length is {y}.][ It "
            "is placed {a} before the lens.][ The first surface of the lens has a radius of curvature of {R_1}.][ The "
            "second one has a radius of curvature of {R_2}.][ The refractive index of the lens is {n}.]",
            "A candle[ with a height of {y}] is set up before a thin double-convex lens of plastic[, at a distance of "
            "{a}], and its real image is caught on paper; the surroundings are air, and only rays close to the axis "
            "matter.[ The plastic has an index of refraction of {n}.][ The surface facing the candle is part of a "
            "sphere of radius {R_1}.][ The surface facing the paper is part of a sphere of radius {R_2}.]",
        ),
        asks={
            "b": ("How far behind the lens is the sharp image?", "What is the distance of the image from the lens?"),
            "Y": ("How large is the image?", "Find the height of the image, without regard to its being upside down."),
        },
        told={"Y": ("The image is {Y} high.",), "b": ("The sharp image is found {b} behind the lens.",)},
        inverse={"y": ("How large is the object itself?", "What is the height of the object?")},
        alterations=(
            Alteration(
                "Suppose that in this world a thin lens obeyed 1/f = 1/a + 2/b for its focal length f, the object's "
                "distance a and the image's distance b; the ratio of image height to object height is b/a as usual.",
                (Law("b", "2*a*f/(a - f)"),),
            ),
            Alteration(
                "Suppose that in this world each surface of a glass body refracted only half as strongly, so that the "
                "lensmaker's equation for a thin biconvex lens has (n - 1)/2 in place of n - 1, n being the refractive "
                "index.",
                (Law("f", "2/((n - 1)*(1/R_1 + 1/R_2))"),),
            ),
        ),
        beside=(
            ("The lens has a diameter of {}.", 2, 8, "cm"),
            ("The lens is {} above the table.", 10, 40, "cm"),
            ("The density of the lens material is {}.", 1.1, 4.5, "g/cm^3"),
        ),
        requires=("a*(n - 1)*(1/R_1 + 1/R_2) - 2.4",),
    ),
    Family(
        name="string-harmonics",
        domains=("waves and optics", "mechanics"),
        variables=(
            given("T", "tension", 15, 400, "N"),
            given("mu", "mass per length", 0.4, 12, "g/m", "kg/m"),
            given("L", "string length", 0.25, 1.8, "m", "cm"),
            given("n", "number of antinodes", 2, 7, "1", whole=True),
            derived("v", "wave speed", "m/s"),
            derived("lambda", "wavelength on the string", "m"),
            derived("f", "frequency", "Hz"),
        ),
        laws=(
            Law("v", "sqrt(T/mu)", "tension as restoring force and mass as inertia"),
            Law("lambda", "2*L/n", "nodes at both fixed ends"),
            Law("f", "v/lambda", "the relation of speed, wavelength and frequency"),
        ),
        scenes=(
            "A thin, perfectly flexible string[ with a mass per length of {mu}] is fixed at both ends[, which are {L} "
            "apart][, under a tension of {T}]. It vibrates in a standing wave[ with {n} antinodes].",
            "A cellist touches a string lightly and bows it so that a pure harmonic sounds. The string, held at "
            "bridge and nut, may be taken as ideal.[ Between them it is {L} long.][ Its mass per unit of length is "
            "{mu}.][ The tension is {T}.][ There are {n} antinodes along it.]",
            "In a lecture hall a cord is stretched between a wall and a vibrator whose end barely moves, so that it "
            "counts as fixed.[ The cord is pulled with a force of {T}.][ Its linear mass density is {mu}.][ The "
            "distance from end to end is {L}.][ The students count {n} antinodes.] Stiffness and damping play no part.",
            "Transverse standing waves are excited on a uniform wire without stiffness, clamped at its two ends.[ The "
            "wire holds {n} antinodes.][ The length of the wire is {L}.][ The wire's mass per length is {mu}.][ The "
            "wire is stretched by a force of {T}.]",
        ),
        asks={
            "f": ("With what frequency does it vibrate?", "Find the frequency of this standing wave."),
            "v": (
                "With what speed do transverse waves travel along it?",
                "What is the speed of the travelling waves that form the standing wave?",
            ),
        },
        told={"f": ("It vibrates at {f}.", "The frequency of the standing wave is {f}.")},
        inverse={
            "T": ("What is the tension?", "How large is the force that stretches it?"),
            "L": ("How long is it between the fixed ends?", "Find its length."),
            "mu": ("What is its mass per length?", "Find its linear mass density."),
        },
        alterations=(
            Alteration(
                "Suppose that in this world transverse waves on a string under a tension T, with a mass per length μ, "
                "moved at T/(μ w) with w = {w}.",
                (Law("v", "T/(mu*w)"),),
                (given("w", "reference speed", 20, 45, "m/s"),),
            ),
            Alteration(
                "Suppose that in this world neighbouring antinodes of a standing wave were a whole wavelength apart "
                "instead of half a wavelength; nodes are halfway between antinodes, and the fixed ends are nodes, as "
                "usual.",
                (Law("lambda", "L/n"),),
            ),
        ),
        beside=(
            ("The amplitude at the antinodes is {}.", 0.2, 2.0, "mm"),
            ("The speed of sound in the air is {}.", 332, 348, "m/s"),
            ("It has been stretched for {} already.", 2, 30, "h"),
        ),
    ),
    Family(
        name="doppler-siren",
        domains=("waves and optics",),
        variables=(
            given("T", "air temperature", 245, 315, "K"),
            given("f_0", "source frequency", 150, 3500, "Hz", "kHz"),
            given("v", "source speed", 20, 75, "m/s", "km/h"),
            constant("R"),
            stated("gamma", "ratio of the heat capacities of air", 1.4, "1"),
            stated("M", "molar mass of air", 28.96, "g/mol"),
            derived("w", "speed of sound", "m/s"),
            derived("lambda", "wavelength before the source", "cm"),
            derived("f", "frequency heard", "Hz"),
        ),
        laws=(
            Law("w", "sqrt(gamma*R*T/M)", "adiabatic compression of an ideal gas"),
            Law("lambda", "(w - v)/f_0", "the way between two crests from a moving source"),
            Law("f", "w/lambda", "crests that pass an observer at rest"),
        ),
        scenes=(
            "A racing car[ with a speed of {v}] drives straight towards a person who stands by the track, and sounds "
            "its horn[, which has a frequency of {f_0}]. The air is calm[, with a temperature of {T}].",
            "A train blows its whistle, of constant pitch, on its way to a station[; it runs at {v}][; at rest the "
            "whistle gives {f_0}]. A passenger on the platform ahead hears it through still, dry air[ at {T}].",
            "In a film studio a loudspeaker on rails moves at constant speed directly towards a fixed microphone.[ "
            "The loudspeaker is fed with a tone of {f_0}.][ The cart carries it along at {v}.][ The air in the hall, "
            "which does not move, is at {T}.]",
            "A drone that hums with a single tone flies at constant velocity right at a motionless observer, without "
            "any wind.[ The drone itself emits {f_0}.][ Its speed is {v}.][ The air has a temperature of {T}.]",
        ),
        asks={
            "f": (
                "What frequency is received while the source approaches?",
                "Find the frequency that is heard before the source has arrived.",
            ),
            "lambda": (
                "What is the wavelength of the sound in the air ahead of the source?",
                "How far apart are successive pressure crests in the air before the source?",
            ),
        },
        told={
            "f": ("While the source approaches, a frequency of {f} is received.",),
            "lambda": ("The sound in the air ahead of the source has a wavelength of {lambda}.",),
        },
        inverse={
            "f_0": ("What frequency does the source emit?", "Find the frequency of the source itself."),
            "v": ("How fast does the source move?", "What is the speed of the source?"),
        },
        alterations=(
            Alteration(
                "Suppose that in this world sound took over the velocity of its source: the crests move at the usual "
                "speed of sound relative to the source, faster relative to the ground, and keep the wavelength that "
                "they would have from a source at rest.",
                (Law("lambda", "w/f_0"), Law("f", "(w + v)/lambda")),
            ),
            Alteration(
                "Suppose that in this world the speed of sound in a gas were the square root of R T/(3 M), for the gas "
                "constant R, the temperature T and the molar mass M.",
                (Law("w", "sqrt(R*T/(3*M))"),),
            ),
        ),
        beside=(
            ("The source begins its approach {} away.", 300, 900, "m"),
            ("The air pressure is {}.", 960, 1030, "hPa"),
            ("The sound source has a power of {}.", 1, 30, "W"),
        ),
    ),
    Family(
        name="slab-refraction",
        domains=("waves and optics",),
        variables=(
            given("alpha", "angle of incidence", 20, 75, "deg", "rad"),
            given("n", "refractive index", 1.3, 2.2, "1"),
            given("d", "slab thickness", 2, 80, "mm", "cm"),
            constant("c"),
            derived("beta", "angle of refraction", "deg"),
            derived("l", "path length in the slab", "mm"),
            derived("v", "speed of light in the slab", "m/s"),
            derived("t", "transit time", "ps"),
        ),
        laws=(
            Law("beta", "arcsin(sin(alpha)/n)", "Snell's law"),
            Law("l", "d/cos(beta)", "the geometry of a plane slab"),
            Law("v", "c/n", "the definition of the refractive index"),
            Law("t", "l/v", "constant speed"),
        ),
        scenes=(
            "A narrow light beam in vacuum meets a plane-parallel glass plate[ of thickness {d}][, with a refractive "
            "index of {n},] under an angle[ of {alpha}] to the normal and passes through it. The glass is free of "
            "dispersion.",
            "A short laser pulse falls from vacuum on the flat window of a chamber[, at {alpha} to the window's "
            "normal].[ The window is {d} thick.][ Its refractive index is {n}.] The index is the same for all colours.",
            "In a satellite a ray of light comes through empty space to a clear plate with two parallel faces, and "
            "goes on inside it to the other face.[ The ray makes an angle of {alpha} with the normal of the plate "
            "outside.][ The plate has a refractive index of {n} without dispersion.][ The faces are {d} apart.]",
            "Light crosses a flat layer of a transparent, non-dispersive solid[, {d} thick][, of refractive index "
            "{n},] with vacuum on both sides[; its angle of incidence is {alpha}].",
        ),
        asks={
            "beta": (
                "What angle does the ray inside make with the normal?",
                "Under what angle to the normal does the light run inside?",
            ),
            "t": (
                "How long does the light take from the first face to the second?",
                "Find the time for which the light is inside.",
            ),
        },
        told={
            "t": ("The light takes {t} from the first face to the second.",),
            "beta": ("Inside, the light runs at {beta} to the normal.",),
        },
        inverse={"d": ("How thick is the layer or plate?", "What is the distance between the two faces?")},
        alterations=(
            Alteration(
                "Suppose that in this world the law of refraction held for tangents in place of sines: the tangent of "
                "the angle in vacuum is the refractive index times the tangent of the angle in the medium.",
                (Law("beta", "arctan(tan(alpha)/n)"),),
            ),
            Alteration(
                "Suppose that in this world light moved faster in a medium than in vacuum, at n c for a refractive "
                "index n, while the directions of refracted rays are those of ours.",
                (Law("v", "n*c"),),
            ),
        ),
        beside=(
            ("The solid has a density of {}.", 2.2, 4.5, "g/cm^3"),
            ("The beam has a power of {}.", 1, 40, "mW"),
            ("The faces measure {} across.", 10, 40, "cm"),
        ),
        requires=("1.5 - alpha",),
    ),
    Family(
        name="sound-amplitude",
        domains=("waves and optics",),
        variables=(
            given("P", "acoustic power", 0.01, 30, "W", "mW"),
            given("r", "distance from the source", 4, 90, "m"),
            given("f", "sound frequency", 120, 6000, "Hz", "kHz"),
            stated("rho", "density of air", 1.2, "kg/m^3"),
            stated("w", "speed of sound", 343, "m/s"),
            derived("I", "sound intensity", "mW/m^2"),
            derived("p", "pressure amplitude", "Pa", "mPa"),
            derived("u", "velocity amplitude", "mm/s"),
            derived("s", "displacement amplitude", "nm"),
        ),
        laws=(
            Law("I", "P/(4*pi*r^2)", "even spreading over a sphere"),
            Law("p", "sqrt(2*rho*w*I)", "the energy flux of a sound wave"),
            Law("u", "p/(rho*w)", "the acoustic impedance of air"),
            Law("s", "u/(2*pi*f)", "the integral of a harmonic velocity"),
        ),
        scenes=(
            "A small loudspeaker high above the ground radiates a pure tone evenly in all directions[, with an "
            "acoustic power of {P}][, at a frequency of {f}]. A microphone hangs in the air[, {r} from it]. "
            "Absorption and echoes are negligible.",
            "A siren on a tall mast sends out a single sinusoidal tone with the same strength in every direction.[ It "
            "emits {P} of sound.][ The tone has a frequency of {f}.][ A bird sits in the open at a distance of {r}.] "
            "The air absorbs nothing, and nothing reflects the sound.",
            "In a large anechoic room a pulsating sphere, small and far from everything, acts as a point source of a "
            "sinusoidal sound wave[ of frequency {f}].[ Its sound power is {P}.][ A sensor is mounted {r} away.] "
            "Losses in the air may be left out.",
            "Consider a spherical harmonic sound wave in air, without attenuation, at a point far from its source.[ "
            "The source radiates a power of {P}.][ The distance to the source is {r}.][ The wave's frequency is {f}.]",
        ),
        asks={
            "p": (
                "What is the amplitude of the sound pressure there?",
                "By how much does the pressure there rise above its mean at most?",
            ),
            "s": (
                "What is the amplitude of the displacement of the air there?",
                "How far does the air there swing to either side of its rest position?",
            ),
        },
        told={
            "p": ("The amplitude of the sound pressure there is {p}.",),
            "s": ("There the air moves to and fro with a displacement amplitude of {s}.",),
        },
        inverse={
            "P": ("What acoustic power does the source emit?", "How much sound power leaves the source?"),
            "r": ("How far away is the source?", "What is the distance to the source?"),
        },
        alterations=(
            Alteration(
                "Suppose that in this world the intensity of sound fell off only inversely with the distance: at a "
                "distance r from a source of power P it is P/(4π r b) with b = {b}.",
                (Law("I", "P/(4*pi*r*b)"),),
                (given("b", "reference distance", 0.4, 1.6, "m"),),
            ),
            Alteration(
                "Suppose that in this world the mean energy flux of a sound wave of a given pressure amplitude were "
                "four times what it is in ours, while pressure and velocity in the wave are related as usual.",
                (Law("p", "sqrt(rho*w*I/2)"),),
            ),
        ),
        beside=(
            ("The tone lasts for {}.", 2, 60, "s"),
            ("The source takes up an electrical power of {}.", 60, 300, "W"),
            ("The temperature of the source is {}.", 285, 330, "K"),
        ),
    ),
)
