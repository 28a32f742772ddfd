"""Documents from outside as they arrive: found in folders and archives, recognised, and read by the reader of their kind."""
