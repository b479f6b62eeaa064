"""What stands between the network and the pages: middleware, routes, error pages."""
