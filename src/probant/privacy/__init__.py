"""What may enter and what may leave: consent, pseudonyms."""
