"""The register of those who do business with the United States: registrations and exclusions, turned into claims."""
