"""Says which sightings are new against a base, and which are waived by whom until when."""
