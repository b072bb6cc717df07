"""Questions that this encoder answers, by which the router of questions learns it (entry point ``physfm.routing``).

Each is a question, in which ``<a|b>`` stands for ``a`` or ``b``, and whether it needs a file.
"""

# ruff: noqa: E501 - a template is easier to read on one line
from __future__ import annotations

EXAMPLES: tuple[tuple[str, bool], ...] = tuple(
    (text, True)
    for text in (
        "What <started|initiated|produced|gave rise to> <this|the> jet?",
        "Which particle is <this|the> jet from?",
        "Is <this|it|the jet> a <top|top-quark|quark|gluon|QCD|boosted top> jet?",
        "Top or QCD?",
        "<Tag|Classify|Identify> <this jet|the jets|these jets|each jet><| in the file>",
        "Probability that <this|the> jet is from a top quark",
        "How <heavy|massive> is <the|this|the leading> jet?",
        "<Measure|Find|Give|Report> the <jet mass|jet pt|jet transverse momentum|number of constituents|jet eta>",
        "jet <mass|pt|constituents|origin|multiplicity><|?>",
        "<What is|What's> the <mass|transverse momentum|pseudorapidity> of <the|this|the hardest|the leading> jet?",
        "How many <particles|constituents|tracks> <are in|does> <the|this> jet<| have>?",
        "Does this jet have more than {num} constituents?",
        "Is <this|the> jet heavier than {num} GeV?",
        "How does the jet's mass compare with {num} GeV?",
        "How many <jets|muons|electrons|photons|leptons> <are in|does> <this|the|my> <event|file|events><| have>?",
        "What is the missing transverse <momentum|energy> <in|of> <this|the> event<|s>?",
        "<MET|missing pt|HT|missing energy> <of|in> <these events|my ROOT file|the NanoAOD file|the event><|?>",
        "dilepton mass <of|in> <the events|the attached ROOT file|event 3|my ntuple>",
        "Is there a Z <candidate|peak> in <these events|my ROOT file|the dimuon events>?",
        "invariant mass of the two muons in <this event|the attached event|the file>",
        "scalar sum of jet transverse momenta in <this event|the file>",
        "<Read|Open|Inspect|Analyse> <my|this|the> <NanoAOD|Delphes|ROOT|PHYSLITE|EDM4hep|collider> file",
        "what's in this <ROOT file|NanoAOD|collision event|LHC event|CMS data>",
        "Which <events|of these events> have <two leptons|large missing energy|more than four jets>?",
        "How energetic is the hardest <jet|muon|electron> in <the event|my file>?",
        "Did a top quark or a light parton make this jet?",
        "pT of the initial parton of <this|the> jet",
        "Estimate the parton pt behind <this jet|the jets in the file>",
        "Signal or QCD background, these jets?",
        "Do <these|the attached> <jets|events> look like <t tbar|QCD|Drell-Yan|W plus jets>?",
        "Which of the jets <are|is> most likely <from a top quark|a boosted top>?",
        "I attached <a collision event|some jets|a ROOT file>. <What is the jet mass?|How many leptons?|What started them?>",
        "visible mass of <this|the> event",
        "total energy of the <reconstructed objects|particles> in <this|the> event",
        "does the event contain <a b jet|an isolated muon|a photon>?",
        "leading jet pt and eta <in|from> the file",
        "was this jet started by a <heavy|light> <quark|particle>?",
        "jet substructure of the <attached|given> jet",
        "<electron|muon> multiplicity in my events",
        "From what does the jet come?",
        "tell me the jet's origin and how sure you are",
        "Is the hadronic top visible in this jet?",
        "boosted top candidate or not?",
        "give kinematics of the collider event",
        "what particle caused that spray of hadrons in my file",
        "jets.root: <masses|origin|what started them|number of jets>",
        "events.root: <missing energy|leptons|HT|how many jets>",
    )
)
"""Question and whether it needs a file."""
