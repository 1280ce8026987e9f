"""Reading office files: what they are, whether they are safe, how they are named. No HTTP, no models."""
