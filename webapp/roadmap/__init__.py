"""Roadmaps (дорожные карты): read from office files."""
