"""What is stored: workspaces with their articles, tags, selections, words, shares and jobs."""
