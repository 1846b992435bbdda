"""What Safqa is measured by: accuracy of extraction against pinned floors, and its speed. See README.md."""
