"""Small changes made to the pure rules, one at a time, to see whether a test notices: `script/mutate`."""
