"""What something is used for, in the words in which orders and vendors' terms restrict it."""

from __future__ import annotations

from enum import StrEnum


class Purpose(StrEnum):
    """A purpose that some order or some vendor's terms speak of; for every other one there is no word."""

    WEAPONS = "weapons"
    AUTONOMOUS_WEAPONS = "autonomous-weapons"
    MILITARY = "military"
    NATIONAL_SECURITY = "national-security"
    INTELLIGENCE = "intelligence"
    ESPIONAGE = "espionage"
    NUCLEAR = "nuclear"
    ITAR = "itar"
    DOMESTIC_SURVEILLANCE = "domestic-surveillance"
    TRACKING = "tracking-without-consent"
    FACIAL_RECOGNITION = "facial-recognition-without-consent"
    BIOMETRIC_IDENTIFICATION = "real-time-public-biometrics"
    BATTLEFIELD_MANAGEMENT = "battlefield-management"
    PREDICTIVE_POLICING = "predictive-policing"
    SOCIAL_SCORING = "social-scoring"
    DISINFORMATION = "disinformation"
    CENSORSHIP = "censorship"
    MALICIOUS_CYBER = "malicious-cyber"
    AUTOMATED_DECISIONS = "high-stakes-automated-decisions"
    PUBLIC_SAFETY = "public-safety"
    GOVERNMENT_FACILITIES = "security-of-government-facilities"
    CRITICAL_INFRASTRUCTURE = "surveillance-of-critical-infrastructure"
