redirect "x@example.net";
redirect "x@example.net";
redirect "y@example.net";
