"""Words, sentences, names, numbers and days in text: what every room needs and none owns."""
