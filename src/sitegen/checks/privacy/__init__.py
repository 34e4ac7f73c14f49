"""What files tell of people beside what they show, and what may therefore not be published."""
