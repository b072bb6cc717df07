"""Domain adaptation: a base language model continues its pretraining on a physics corpus, whole or by LoRA.

The path: JSON lines of a corpus (`text`), equations followed by their trees (`augmentation`), tokens packed once into
a memory-mapped stream (`packing`), served as blocks (`data`), trained by next token (`continued`), kept as safetensors
(`artefact`), and weighed against the base on held-out text and equations (`evaluate`).
"""
