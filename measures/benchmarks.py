"""Benchmarks: what has been published of closed cases elsewhere, to be read beside one's own figures; no promise."""

PUBLISHED = (
    ("at target, closed cases", "64 to 74 %", "OpenFIT KA-01029 and KA-01030"),
    ("reliable change, PCOMS trials and a public agency", "67.5 % and 65.6 %", "Gimeno-Peón et al. 2019"),
    ("deteriorated, PCOMS trials and a public agency", "7.0 % and 10.7 %", "Gimeno-Peón et al. 2019"),
    ("unplanned endings, aimed at", "12 to 15 %", "OpenFIT KA-01016"),
    ("ratings per episode", "5.8 on average", "OpenFIT"),
)
"""What, how much, and where it is published (for the ORS)."""

CAVEAT = (
    "Outcomes differ by caseload: compare a therapist with their own earlier figures rather than with others. "
    "Published results are no promise: feedback helped a little on average (g = 0.27 in 18 studies, Østergård et al. "
    "2018), not in every trial (Pejtersen et al. 2020), and the average therapist did not grow more effective with the "
    "years (Goldberg et al. 2016)."
)
"""What has to be said beside every figure of effect."""
