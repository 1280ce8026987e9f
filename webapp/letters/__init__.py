"""What a school reads when its package is returned or concluded: before it is sent, and as it was sent."""
