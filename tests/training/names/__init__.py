"""How the net that reads names is taught; no part of the product."""
