"""A copy to hand out: what it shows, what it keeps back so that nobody works it out, its forms."""
