require ["fileinto","copy"];
fileinto :copy "a";
redirect :copy "x@example.net";
