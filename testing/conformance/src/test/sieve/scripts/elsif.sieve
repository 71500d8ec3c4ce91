require "fileinto";
if false { fileinto "a"; } elsif header :contains "subject" "hello" { fileinto "b"; } elsif true { fileinto "c"; } else { fileinto "d"; }
