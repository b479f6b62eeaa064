"""What several pages show: layout, flash messages, progress, evidence, dialogs."""
