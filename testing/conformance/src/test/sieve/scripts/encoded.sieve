require ["encoded-character","fileinto"];
if header :contains "subject" "${hex:68 65}llo" { fileinto "a"; }
if header :contains "x-utf8" "${unicode:c548}" { fileinto "b"; }
if header :contains "subject" "${hex:zz}" { fileinto "c"; }
