"""Our tasks in lm-evaluation-harness: task files that its own command runs.

    lm_eval --model hf --model_args pretrained=FOLDER,dtype=float32 --tasks physfm_choices,physfm_problems \\
        --include_path $(python -m physfm.evaluation.harness) --metadata '{"n": 100}'

lm-evaluation-harness finds tasks by folder only, there are no entry points for them. The groups are ``physfm`` (all
that is generated in words; a model there sees no data), ``physfm_likelihood`` (its choices) and ``physfm_generation``;
``physfm_mmlu``, ``physfm_file`` and ``physfm_file_choices`` ask what is in files, which
`physfm.evaluation.harness.documents` says how to name. What is asked, and what counts as right, is the same as in
`physfm.evaluation.runner`, on the public split. Numbers are the same, too, if the model is loaded alike:
``dtype=float32``, and ``add_bos_token=False`` where the tokenizer adds one.
"""

from pathlib import Path


def folder() -> Path:
    """The folder of task files, for ``--include_path``."""
    return Path(__file__).parent / "tasks"
