require "fileinto";
fileinto "a";
keep;
fileinto "a";
keep;
discard;
