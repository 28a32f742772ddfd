"""What is installed on which device, as inventories write it."""
