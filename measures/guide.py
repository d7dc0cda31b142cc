"""The guide: what stands beside the figures in docs/measures.md, and a whole measure and profile to begin from."""

from measures.flags import Rule
from measures.progress import Status

HEAD = """# Measures and profiles

This page is made from the data files: `meantime measures --markdown > docs/measures.md` (in a folder without a
`meantime.toml`) makes it again, and a test fails when it is not current. `meantime measures --markdown` of a practice
shows its own files, too.

A **measure** is what clients are asked: its items, their range, and which end is better. A **profile** says how the
course of its totals is judged. No figure that judges anybody stands in the program. Each has a source, and is marked
*published* if the source says it, or *ours* if it is a rule of Meantime: then nobody but us answers for it. Where
sources disagree there are several profiles, and the practice chooses (`practice.profile`; `icce-2012` if it says
nothing). No rule judges risk, and none replaces talking with the client.

## What the figures are worth

- The norms of the ORS family (cut-offs, reliable change, expected response) were made on its licensed wordings.
  Meantime ships its own neutral wording, the four-area check-in, and **they are not validated for it**. Take them as
  a beginning of a conversation. Who holds a licence installs the wording (see `meantime wording install` in
  [operating](operating.md)).
- There is no study of the ORS by SMS, nor of how long before a session it is best asked.
- Whether such feedback helps: early claims were large (pcoms.com: three and a half times as many with reliable change,
  half the deterioration). A meta-analysis of 18 studies with 2,910 people (Østergård and others 2018, 2020) found a
  small effect, g = 0.27; a review of 14 randomised trials (Pejtersen and others 2020, as the Swedish agency SBU sums it
  up) no evidence that it improves well-being or changes the number of sessions. Meantime promises no outcome.
- An expected response is an average of all who began alike: about every second client lies below it. That alone is no
  alarm."""

MEANINGS: dict[Rule, tuple[str, str, str]] = {
    Rule.CHECK_IN: (
        "Not yet enough progress early on: talk about it and about the alliance.",
        "the gain over the first rating is below the reliable change at such a rating, for those who began in the"
        " clinical range",
        "the gain is reached",
    ),
    Rule.LAST_STOP: (
        "Still not enough: think of another service, another therapist, a colleague's view.",
        "the same at a later rating",
        "the gain is reached",
    ),
    Rule.DETERIORATION: (
        "Worse than at the start by more than chance.",
        "the loss since the first rating is large enough",
        "the course is back where it began",
    ),
    Rule.SUDDEN_DROP: (
        "Something may have happened.",
        "the loss since the rating before is large enough; not beside a new deterioration",
        "the next rating brings no such loss",
    ),
    Rule.SLOW_FALL: (
        "Small losses that add up.",
        "so many losses in a row come to so much; not beside a new deterioration",
        "the course falls no more",
    ),
    Rule.PLATEAU: (
        "Nothing moves, and it is not well yet.",
        "the last ratings lie close together in the clinical range; not while the course is off track or worse",
        "there is movement",
    ),
    Rule.SAWTOOTH: (
        "Strong ups and downs: ask what the ratings mean to the client.",
        "the course has turned so often by so much",
        "never: it is said once",
    ),
    Rule.BEHIND_EXPECTED: (
        "Less progress than others with the same start.",
        "too little of the expected change is met, for those who began in the clinical range",
        "the upper mark is met",
    ),
    Rule.ALLIANCE_CUTOFF: (
        "The client was not quite content with the session: ask before it ends.",
        "the total is low",
        "a rating is not",
    ),
    Rule.ALLIANCE_DROP: (
        "Less content than last time, however high.",
        "the total has fallen since the session before",
        "the next rating brings no such fall",
    ),
    Rule.ALLIANCE_LOW_ITEM: (
        "One area of the alliance stands out.",
        "one area is low",
        "a rating has none",
    ),
    Rule.ABOVE_CUTOFF: (
        "Began well: be cautious, and ask what brought them.",
        "the first rating lies outside the clinical range",
        "never: it is said once",
    ),
    Rule.ITEM_RISK: (
        "Somebody must speak with the client today.",
        "the safety item is answered above its limit, whether or not the rest is",
        "at once: every such answer is said",
    ),
    Rule.MISSED: (
        "Nothing is heard of the client.",
        "so many requests in a row got no answer",
        "there is a rating",
    ),
}
"""What a flag means for a therapist, when it fires, when it is armed again."""

STATUSES: dict[Status, str] = {
    Status.DETERIORATING: "`deterioration` holds",
    Status.OFF_TRACK: "`check_in_due`, `last_stop_due` or `behind_expected` holds",
    Status.RECOVERED: "clinically significant change: out of the clinical range it began in, and reliably better if the"
    " profile asks for that; no answer to a safety item asks for a person",
    Status.WATCH: "another flag holds, the upper mark of the expected response is not met, or a gain that was there"
    " is lost again",
    Status.ON_TRACK: "none of these",
    Status.TOO_EARLY: "there is no second rating yet, and nothing of the first is to be looked at (else: watch)",
}
"""The statuses, the gravest first, and when a course has them."""

FLAGS_HEAD = """## Flags

A flag fires once when its rule begins to hold, so that nobody is alerted twice to the same thing, and is armed again
as the last column says. `meantime course 16 18 18 --explain` tells for any course why each fired or did not."""

STATUSES_HEAD = """## Status

The first of these that is true, once there are two ratings."""

INSTRUMENT = """# library/instruments/sleep.toml
id = "sleep"
version = "1"
title = "Sleep diary"
source = "Harbour Practice 2026, after a talk with the team"
low = 0
high = 10
step = 1
higher_is_better = true

[[items]]
id = "falling_asleep"
construct = "how well somebody falls asleep"

[[items]]
id = "waking"
construct = "how often somebody wakes"
reversed = true

[[items]]
id = "rested"
construct = "how rested somebody gets up"

[[bands]]
name = "poor"
from = 0
to = 14

[[bands]]
name = "good"
from = 15
to = 30

[rules.missed_in_a_row]
times = 2
source = "the team, 2026"
published = false"""

PROFILE = """# library/profiles/harbour.toml
id = "harbour"
version = "1"
title = "Harbour Practice"
about = "Cut-off and reliable change of the ICCE manual; when we talk about it is our own."

[measures.ors.cutoff]
equal_is_clinical = false
source = "ICCE Manual 2 (2012)"
published = true

[measures.ors.cutoff.self]
adult = 25.0
adolescent = 28.0

[measures.ors.reliable_change]
points = 5.0
operator = "at_least"
source = "ICCE Manual 2 (2012), after Miller et al. 2003"
published = true

[measures.ors.check_in]
ratings = [3, 4, 5]
source = "the team, 2026"
published = false

[measures.sleep.reliable_change]
sd = 5.20
reliability = 0.84
operator = "at_least"
source = "our first 60 clients, 2026; Jacobson and Truax 1991"
published = false

[measures.sleep.sudden_drop]
points = 8.0
operator = "at_least"
source = "the team, 2026"
published = false"""

OWN = f"""## How to write your own

Files of your own lie in the folder `practice.library` (beside `meantime.toml`, if you set nothing else): measures in
`instruments`, profiles in `profiles`, each named as its `id` with `.toml` behind it. A measure of three items:

```toml
{INSTRUMENT}
```

- `low`, `high` and `step` are an item's; a total is the sum of the items, with `reversed` ones counted from the other
  end, times `multiplier` if there is one. `bands` cover all totals without a gap.
- `ages = ["child"]` names the ages that it may be asked about; all if it is left out.
- A `[safety]` table (`item`, `above`, `source`, `published`) names the item after which somebody must speak with the
  client the same day, and the answer above which.
- `[rules.…]` are the measure's own rules. They judge where the profile has none for it.
- No wording stands here. What clients read is a wording pack, `meantime wording install` (see
  [operating](operating.md)).

And a profile for two measures:

```toml
{PROFILE}
```

- The rules are those of the tables above, under the names in their first column; look into
  `measures/profiles/icce-2012.toml` for an example of each. A rule that is not there is not part of the profile.
  `like = "ors"` takes over the rules of a measure further up, and replaces those that are written below it.
- A reliable change is given in `points`, or as `sd` and `reliability` of your own figures.
- Ages are `adult`, `adolescent` and `child`; raters `self` and `carer`.

`meantime check` reads all of it: unknown keys, figures outside a measure's range, rules that need another one and
missing sources are refused, each in a sentence with file, key and reason. Then `practice.profile = "harbour"` chooses
it for new clients. Once a file was used, a change needs a new `version`: ratings keep the version they were made
with, and its text is kept with them (see [operating](operating.md), Verify)."""
