add_stack(none)
