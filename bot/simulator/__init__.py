"""The simulator: the real rooms under a virtual clock, with phones made of text. For the demo and the golden conversations."""
