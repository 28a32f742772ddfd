"""Bills of materials in CycloneDX: taken in from JSON or XML, judged by the published schemas, told as claims."""
