"""From evidence to the three answers, and what would prove them."""
