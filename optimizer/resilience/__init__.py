"""What a village withstands: stand-ins, any one leaving, recruits to spare, attrition."""
