"""The second, thin entrance to the product: when things happen. A task takes ids and calls one operation."""
