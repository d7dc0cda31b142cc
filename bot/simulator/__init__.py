"""The simulator: the real rooms under a virtual clock, with phones made of text; for demo and golden conversations."""
