"""Speed, as figures of one run and as ratios against a peer in the same run."""
