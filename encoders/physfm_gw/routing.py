"""Questions that this encoder answers, by which the router of questions learns it (entry point ``physfm.routing``).

Each is a question, in which ``<a|b>`` stands for ``a`` or ``b``, and whether it needs a file.
"""

# ruff: noqa: E501 - a template is easier to read on one line
from __future__ import annotations

EXAMPLES: tuple[tuple[str, bool], ...] = tuple(
    (text, True)
    for text in (
        "Is <a|there a> <merger|coalescence|gravitational-wave signal|chirp|compact binary> in <here|this strain|the strain|my data|this segment>?",
        "Do two compact objects merge in <this strain|here|these data>?",
        "Does this <second|stretch|segment> of strain hold a signal or only noise?",
        "<When|At what GPS time> does <the|this> <merger|coalescence|signal|event> <happen|occur|peak>?",
        "GPS time of the <merger|event|candidate>",
        "What is the chirp mass of <the|this> <signal|event|binary in the data|merger in this file|source>?",
        "<Measure|Estimate|Determine> the chirp mass <in|from|of> <the strain|this event|my file|the signal>",
        "chirp mass <in the strain|from this file|of the attached signal>",
        "<Is the merging binary|Are the merging objects> heavy or light?",
        "Is the chirp mass of this <binary|signal> <high or low|above 19 solar masses>?",
        "<How loud|How strong> is <the|this> <signal|event|chirp|gravitational wave>?",
        "<SNR|signal-to-noise ratio|detection statistic|false-alarm probability> of <this|the> <event|candidate|signal|strain><|?>",
        "How <significant|likely|certain> is <this|the> <detection|candidate|merger>?",
        "<Detect|Find|Search for|Look for> <mergers|gravitational waves|signals|black hole mergers> in <this|the|my> <strain|GWOSC file|detector data|H1 data>",
        "<Is|Was> this <a black hole merger|a neutron star merger|a glitch|a real event|just detector noise>?",
        "signal or glitch in the <strain|H1 data|L1 channel>?",
        "What does <LIGO|H1|L1|Virgo|Hanford|Livingston> see in <this file|my strain file|this second>?",
        "Which detectors are in <this|the> strain file?",
        "sample rate and duration of the strain",
        "<Read|Open|Analyse|Inspect> <my|the|this> <strain|GWF|GWOSC|LIGO|interferometer> <file|data|frames>",
        "is GW150914 visible in <this|the attached> <strain|file|data>?",
        "does the strain contain an event",
        "merger? yes or no",
        "any inspiral in the data?",
        "where in the strain is the chirp?",
        "time of coalescence in <my|the attached> strain",
        "How heavy are the black holes that merged in <this strain|the file|my data>?",
        "what kind of binary made this <chirp|strain|gravitational wave>",
        "masses of the merging black holes in my strain file",
        "is there a chirp",
        "Whiten the strain and look for a merger",
        "rank the seconds of this strain by detection statistic",
        "which second of the <file|strain> is the most signal-like?",
        "I attached <32 seconds of H1 strain|a GWOSC file|strain data>. <Is there a signal?|When is the merger?|What is the chirp mass?>",
        "Are H1 and L1 both seeing it?",
        "how many candidates above threshold in the strain",
        "gravitational wave candidate parameters from the attached strain",
        "is the interferometer output pure noise?",
        "H-H1_LOSC_4_V2.hdf5: <merger?|chirp mass|when is the event|signal or noise>",
        "strain.gwf: <what is in it|any merger|loudness of the signal>",
        "did two black holes collide in this recording?",
        "probability of a merger in this strain",
        "amplitude of the gravitational wave in this segment",
        "noise level of the detector strain",
    )
)
"""Question and whether it needs a file."""
