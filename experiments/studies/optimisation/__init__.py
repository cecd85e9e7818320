"""The mix of levers for a yearly budget: search among mixes on paired worlds, score again on fresh ones, price each step."""
