"""The former place of `physfm.exercises`; goes as soon as the graders read quantities from `physfm.tools.reading`."""
