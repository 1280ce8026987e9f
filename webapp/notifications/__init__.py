"""What people are told: who, about what, once; the page where they read it; letters of the demonstration."""
