"""What fogline knows, in the schemes of others: a picture in, text out. `formats` holds the table of formats."""
