"""Room of the engine `initiatives`: what AI initiatives return, in money."""
