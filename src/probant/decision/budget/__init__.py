"""Where the next euro goes: gains of a plan, the plans that are allowed, and the best of them."""
