"""What can be found in workbooks as they are: in one, in two, in a whole folder."""
