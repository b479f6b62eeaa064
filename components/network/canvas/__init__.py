"""The picture of a network that is taken into the hands: Cytoscape.js in the page itself."""
