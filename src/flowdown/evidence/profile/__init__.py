"""What an organisation says of itself: contracts, systems, equipment, suppliers, people, vendors."""
