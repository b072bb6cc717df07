"""Questions that this encoder answers, by which the router of questions learns it (entry point ``physfm.routing``).

Each is a question, in which ``<a|b>`` stands for ``a`` or ``b``, and whether it needs a file.
"""

# ruff: noqa: E501 - a template is easier to read on one line
from __future__ import annotations

EXAMPLES: tuple[tuple[str, bool], ...] = tuple(
    (text, True)
    for text in (
        "Which <equation|PDE|partial differential equation|law> <made|produced|generated|governs|does> <this|the> <field|simulation|grid|flow><| obey>?",
        "What <equation|PDE> does <this|the> field <obey|satisfy|follow|solve>?",
        "Which partial differential equation is this?",
        "<Identify|Classify|Recognise> the <equation|dynamics|PDE|physics> <of|behind|in> <this|the> <field|simulation|snapshot|frames>",
        "Does the <variance|energy|enstrophy|amplitude|total mass> of <this|the> field <fall|grow|decay|change|stay constant><| over the frames| with time>?",
        "Is <this|the> field losing variance with time?",
        "Does the field fade from the first to the last frame?",
        "Is <mass|energy|the mean|momentum|the integral> conserved in <this|the> <field|simulation|flow|grid>?",
        "Which quantities are conserved in <the|this> simulation?",
        "<What is|Find> the <vorticity|enstrophy|kinetic energy|mean|maximum|minimum|variance|divergence> of <the|this> <field|flow|velocity field|simulation>?",
        "<vorticity|enstrophy|energy spectrum|divergence|gradient> <of|in> <the|my> <field|velocity field|simulation output|flow><|?>",
        "What is the value of the field at x = 0.{num}, y = 0.{num2}?",
        "<Interpolate|Reconstruct|Evaluate|Sample> the field at <a point|(0.3, 0.7)|higher resolution|any point>",
        "Is <this|the> <field|simulation> <advection|diffusion|Burgers|reaction-diffusion|a wave|Navier-Stokes|turbulent|laminar|periodic>?",
        "Is this <diffusion|advection> or <Burgers|a wave equation|reaction-diffusion>?",
        "How many <frames|time steps|grid points|fields|channels> <are in|does> <this|the> <simulation|grid|field file><| have>?",
        "<Read|Open|Inspect|Analyse> <my|the|this> <simulation|field|Well|PDEBench|openPMD|netCDF|grid> <file|output|data>",
        "what's in this <simulation file|PDEBench file|grid|snapshot|field>",
        "min, max and mean of the field",
        "boundary conditions of <the|this> <simulation|field>",
        "resolution of the grid",
        "viscosity of <this|the> <flow|fluid in the simulation>",
        "how does the field evolve <over time|from frame to frame>?",
        "is there a <vortex|shock|front|pattern|phase separation> in <this|the> <field|flow|snapshot>?",
        "where is the <maximum|shock|vortex> <of the field|in the field|in the snapshot>?",
        "<spiral|stripe|spot> patterns in <this|the> <grid|field>?",
        "which solver or equation gave these frames",
        "what process does the simulation grid show",
        "does the simulated fluid conserve energy?",
        "Is this flow incompressible?",
        "I attached <a field|a simulation|an HDF5 of a flow>. <Which equation is it?|Is energy conserved?|What is the mean?>",
        "simulation.h5: <which equation|variance falling?|what is conserved|shape of the fields>",
        "field.npz: <equation?|mean and maximum|does it decay>",
        "equation of motion of <the attached grid|my snapshots>",
        "compressible or incompressible, this flow?",
        "predict the next frame of <this|the> <field|simulation>",
        "total mass on the grid at the last frame",
        "is the pressure field smooth?",
        "what physics generated my snapshots",
        "temperature field: hottest point and mean",
        "PDE behind the attached data",
        "phase field or fluid?",
        "kind of dynamics in these frames",
    )
)
"""Question and whether it needs a file."""
