"""What the readers of SPDX documents share: serialisations, rules, and what parts of software say of each other."""
