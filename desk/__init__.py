"""Where people read and steer: the command line."""
