"""Mechanics: motion, forces, energy, rotation, oscillation."""

from __future__ import annotations

from physfm.evaluation.problems.causal import G_EARTH, Law, derived, given
from physfm.evaluation.problems.family import Alteration, Family

FAMILIES = (
    Family(
        name="projectile-range",
        domains=("mechanics",),
        variables=(
            given("v", "launch speed", 5, 60, "m/s", "km/h"),
            given("theta", "launch angle", 15, 75, "deg", "rad"),
            G_EARTH,
            derived("u", "vertical launch velocity", "m/s"),
            derived("w", "horizontal velocity", "m/s"),
            derived("t", "time of flight", "s"),
            derived("D", "range", "m"),
        ),
        laws=(
            Law("u", "v*sin(theta)", "the component along the vertical"),
            Law("w", "v*cos(theta)", "the component along the ground"),
            Law("t", "2*u/g", "the time until the vertical velocity is reversed"),
            Law("D", "w*t", "uniform motion along the ground"),
        ),
        scenes=(
            "A ball is thrown from level ground[ with a launch speed of {v}][ at an angle of {theta} above the "
            "horizontal]. Air resistance is negligible.",
            "A golf ball leaves the tee[ at {v}][, its path {theta} above the horizontal at first], and lands at the "
            "same height. Neglect the air.",
            "On a flat field a catapult shoots a stone[ at an angle of {theta} to the ground][ and a speed of {v}]; "
            "the air may be ignored, and the stone comes down at the height from which it left.",
            "Neglecting drag, consider a projectile over level ground[ whose initial speed is {v}][ and whose angle of "
            "elevation is {theta}].",
        ),
        asks={
            "D": ("How far away does it land?", "What is its range?", "Find the horizontal distance that it covers."),
            "t": ("How long is it in the air?", "What is the time of flight?"),
        },
        told={"D": ("It lands {D} away.", "Its range is {D}."), "t": ("It is in the air for {t}.",)},
        inverse={"v": ("With what speed did it start?", "What was the launch speed?")},
        alterations=(
            Alteration(
                "Suppose that in this world a thrown body keeps its horizontal velocity for the first half of the "
                "flight only and moves at half of it from then on.",
                (Law("D", "w*t/2 + w/2*t/2"),),
            ),
            Alteration(
                "Suppose that in this world the pull of the ground on a thrown body were three times as strong on the "
                "way down as on the way up, where the acceleration is g.",
                (Law("t", "u/g + u/(g*sqrt(3))"),),
            ),
        ),
        beside=(
            ("Its mass is {}.", 0.1, 5.0, "kg"),
            ("The temperature of the air is {}.", 275, 310, "K"),
            ("A spectator stands {} behind the starting point.", 2, 30, "m"),
        ),
    ),
)
