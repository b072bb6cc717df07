"""Questions about pendulums, by which the router of questions learns this encoder (entry point ``physfm.routing``).

Each is a question, in which ``<a|b>`` stands for ``a`` or ``b``, and whether it needs a file.
"""

EXAMPLES = (
    ("Is the <swing|pendulum> damped?", True),
    ("How long is the <pendulum|string of this pendulum>?", True),
    ("Does friction slow <this|the> <swing|pendulum>?", True),
    ("<Measure|Find|Estimate> the length of the pendulum <in my file|from these swings|from the readings>", True),
    ("What is the period of <these|the recorded> swings?", True),
    ("<damping|length> of the recorded swing", True),
    ("Which of the swings in my CSV are damped?", True),
    ("pendulum.csv: <length|damped or not>", True),
    ("amplitude of the swing at the start of the recording", True),
    ("Did the pendulum lose amplitude from swing to swing?", True),
    ("How long must a pendulum be for your encoder to read it?", False),
    ("Which pendulums can you read?", False),
)
"""Question and whether it needs a file."""
