"""Bills for services, as FinOps exports write them."""
