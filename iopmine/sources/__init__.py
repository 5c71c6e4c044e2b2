"""What a source is, which leads are asked for, and the platforms that find leads."""
