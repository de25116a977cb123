"""What is said of figures over time: XmR charts, and what the year still needs."""
