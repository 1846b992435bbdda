"""Archives of articles, from file to article: JSON Lines and WARC, read as a stream that can be taken up anywhere."""
