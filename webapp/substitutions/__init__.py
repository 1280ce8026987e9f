"""A curator on leave: who stands in, what passes over, what happened meanwhile."""
