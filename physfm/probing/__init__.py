"""Does what a trunk learned in one domain help in another? Transfer with its controls, and similarity with its null."""
