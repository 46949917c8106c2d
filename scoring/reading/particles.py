"""Small words within the names of persons."""

from scoring.lexicons import sections

_LIST = sections("name_particles")

# These tell a name in running text too: `van`, `de`.
PARTICLES = _LIST["anywhere"]
# These are particles where words are known to be a name: `ten`, `y`.
NAME_PARTICLES = PARTICLES | _LIST["in names"]
