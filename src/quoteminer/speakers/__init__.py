"""From the mention in the clause to the person or organisation it stands for."""
